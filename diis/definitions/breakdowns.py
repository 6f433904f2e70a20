"""The breakdowns of the local measures: the levels of each in words, and which level a referral belongs to.

Every referral has exactly one level of each breakdown, so that counts by level add up to those of `all`. A level is
judged on the referral's version as known, and on nothing that changes with the day asked about: a wait does not move
from one row of a table to another while it lasts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from diis.definitions.figures import ALL

UNKNOWN = "unknown"

Code = str | int | None
"""What the store holds of a referral in the column of a breakdown; None is not known."""


@dataclass(frozen=True)
class Breakdown:
    """`column` is the name in the store; `levels` are in order, and None means that the codes themselves are levels.

    A breakdown with fixed levels has a cell for each of them, 0 where nobody is counted, so that no cell tells by being
    there that somebody is in it.
    """

    id: str
    title: str
    column: str
    level_of: Callable[[Code], str]
    levels: tuple[str, ...] | None
    rules: tuple[str, ...]


def _by_code(words: dict[Code, str]) -> Callable[[Code], str]:
    return lambda code: words.get(code, UNKNOWN)


def _letters(words: dict[str, str]) -> dict[Code, str]:
    return {letter: word for letters, word in words.items() for letter in letters}


def _coded(id_: str, title: str, column: str, words: dict[Code, str], *rules: str) -> Breakdown:
    levels = tuple(dict.fromkeys((*words.values(), UNKNOWN)))
    return Breakdown(id_, title, column, _by_code(words), levels, rules)


_AGES = ("0 to 5", "6 to 10", "11 to 14", "15", "16", "17", "18 and over", UNKNOWN)
_OLDEST = (5, 10, 14, 15, 16, 17)


def _age(years: Code) -> str:
    """Completed years on the received date; a child never moves up while waiting (R-WAIT-90)."""
    if not isinstance(years, int):
        return UNKNOWN
    return _AGES[sum(years > oldest for oldest in _OLDEST)]


def _as_it_is(code: Code) -> str:
    return UNKNOWN if code is None else str(code)


_GENDERS: dict[Code, str] = {"1": "male", "2": "female", "3": "non-binary", "4": "other", "9": "indeterminate"}
_ETHNIC_GROUPS: dict[Code, str] = {
    **_letters({"ABC": "White", "DEFG": "Mixed", "HJKL": "Asian", "MNP": "Black", "RS": "Other", "Z": "not stated"}),
    "99": "not known",
}
_DEPRIVATION: dict[Code, str] = {
    1: "01 Most deprived",
    **dict.fromkeys(range(2, 6), "02-05 More deprived"),
    **dict.fromkeys(range(6, 10), "06-09 Less deprived"),
    10: "10 Least deprived",
}
_PRIORITIES: dict[Code, str] = {"1": "emergency", "4": "very urgent", "2": "urgent", "3": "routine"}
_CONDITIONS: dict[Code, str] = {word: word for word in ("autism", "adhd", "both", "unspecified")}

BREAKDOWNS: tuple[Breakdown, ...] = (
    Breakdown("age", "Age when referred", "age_received", _age, _AGES, ("R-WAIT-90", "R-WAIT-103")),
    _coded("gender", "Gender", "gender", _GENDERS, "R-WAIT-101"),
    _coded("ethnicity", "Ethnic group", "ethnic_category", _ETHNIC_GROUPS, "R-WAIT-99"),
    _coded("deprivation", "Deprivation of the home area", "deprivation_decile", _DEPRIVATION, "R-WAIT-100"),
    Breakdown("area", "Local authority of the home", "local_authority", _as_it_is, None, ("R-WAIT-102",)),
    _coded("lac", "Looked after", "lac_status", {"Y": "looked after", "N": "not looked after"}, "R-WAIT-104"),
    _coded("sen", "SEN provision", "sen_provision", {"N": "none", "K": "SEN support", "E": "EHC plan"}, "R-WAIT-104"),
    _coded("priority", "Priority", "priority", _PRIORITIES, "R-WAIT-58"),
    _coded("condition", "Condition asked about", "condition", _CONDITIONS, "R-WAIT-54"),
)

BREAKDOWN_IDS: tuple[str, ...] = (ALL, *(breakdown.id for breakdown in BREAKDOWNS))
