"""What the partnership agreed on, from its file: other values of terms, sections of the Act in force, its factors.

The people behind a rate are told there too, with the year they were counted in (R-DSR-94).

[in-force]
125D = 2027-04-01

[[agreed]]
term = "review-red"
effective-from = 2027-01-01
value = 5

[[specified-factor]]
code = "previous-admission"
effective-from = 2027-04-01

[[population]]
band = "under-18"
people = 145000
year = 2024

[[organisation]]
code = "RDY"
name = "Dorset HealthCare"

[[other-area]]
code = "E06000099"
name = "A Council Formed Since"

The organisations take the place of those that the service knows by itself: who names some names all. Boards and
councils of other areas are added to those that it knows, one by one, when boards merge or councils are formed.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from dsr.rules.due import TERMS
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.organisations import PARTNERSHIP, Organisations, is_spelled_as_one_elsewhere
from dsr.rules.sameness import folded, holds_unseen
from dsr.rules.terms import CODE_OF_A_FACTOR, Agreed, Section, SpecifiedFactor, Terms, TermsUnusable, TermUnknown

LONGEST_CODE = 32
"""As long as the register has room for."""
LONGEST_FACTOR = 24
"""The same of a factor of the Act."""
_R = TypeVar("_R")
_ROWS: Mapping[str, frozenset[str]] = {
    "agreed": frozenset({"term", "effective-from", "value"}),
    "specified-factor": frozenset({"code", "effective-from", "until"}),
    "population": frozenset({"band", "people", "year"}),
    "organisation": frozenset({"code", "name"}),
    "other-area": frozenset({"code", "name"}),
}
"""What an entry of each table can say: what is spelled otherwise would be passed over in silence."""
_TABLES = frozenset({"in-force", *_ROWS})


def read_terms(path: Path | None) -> Terms:
    """The terms of the file; without one, the defaults of the rules, and no section in force (R-DSR-03, 112)."""
    return Terms(TERMS, organisations=Organisations(PARTNERSHIP)) if path is None else _read(path, _terms)


def read_populations(path: Path | None) -> dict[Band, Population]:
    """The people behind the rates of K8, by age; without a file there are no rates."""
    return {} if path is None else _read(path, lambda told: dict(_populations(told)))


def _read(path: Path, meaning: Callable[[Mapping[str, Any]], _R]) -> _R:
    try:
        return meaning(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise TermsUnusable(f"There is no file of terms at {path}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TermsUnusable(f"{path} is not TOML: {fault}") from None
    except TermUnknown as fault:
        raise TermsUnusable(f"{path}: {fault.args[0]} `sendwatch dsr terms` lists them.") from None
    except (KeyError, TypeError, ValueError) as fault:
        raise TermsUnusable(f"{path}: {fault}") from None


def _populations(told: Mapping[str, Any]) -> Iterator[tuple[Band, Population]]:
    for row in told.get("population", ()):
        people, year = _field(row, "people"), _field(row, "year")
        if any(isinstance(one, bool) or not isinstance(one, int) or one < 1 for one in (people, year)):
            raise ValueError("a population has a number of people and the year they were counted in")
        yield Band(_field(row, "band")), Population(people, year)


def _terms(told: Mapping[str, Any]) -> Terms:
    for name in told.keys() - _TABLES:
        raise ValueError(f"'{name}' is not one of {', '.join(sorted(_TABLES))}")
    for table, known in _ROWS.items():
        _only_known(told.get(table, ()), table, known)
    dict(_populations(told))
    return Terms(TERMS, _agreed(told), dict(_in_force(told)), _factors(told), _organisations(told))


def _only_known(rows: Any, table: str, known: frozenset[str]) -> None:
    if not isinstance(rows, list | tuple) or any(not isinstance(row, Mapping) for row in rows):
        raise ValueError(f"entries of '{table}' begin with [[{table}]]")
    for name in sorted({name for row in rows for name in row} - known):
        raise ValueError(f"'{name}' is not one of {', '.join(sorted(known))}, which an entry of '{table}' can have")


def _in_force(told: Mapping[str, Any]) -> Iterator[tuple[Section, date]]:
    for section, since in told.get("in-force", {}).items():
        if section not in {one.value for one in Section}:
            raise ValueError(f"'{section}' is not a section; the sections are {', '.join(Section)}")
        yield Section(section), _day(since, section)


def _agreed(told: Mapping[str, Any]) -> list[Agreed]:
    found = []
    for row in told.get("agreed", ()):
        term, value = _field(row, "term"), _field(row, "value")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ValueError(f"the value of '{term}' is a number that is not negative")
        found.append(Agreed(term, _day(_field(row, "effective-from"), term), value))
    return found


def _factors(told: Mapping[str, Any]) -> list[SpecifiedFactor]:
    return [
        SpecifiedFactor(
            _factor_code(_field(row, "code")),
            _day(_field(row, "effective-from"), row["code"]),
            _day(row["until"], row["code"]) if "until" in row else None,
        )
        for row in told.get("specified-factor", ())
    ]


def _factor_code(code: object) -> str:
    """A code that can be recorded, and is left of an erased record (R-DSR-06, 116)."""
    if not isinstance(code, str) or not CODE_OF_A_FACTOR.fullmatch(code) or len(code) > LONGEST_FACTOR:
        raise ValueError(f"the code of a factor is written as previous-admission, in {LONGEST_FACTOR} signs at most")
    return code


def _organisations(told: Mapping[str, Any]) -> Organisations:
    named = [_named(row) for row in told.get("organisation", ())] or list(PARTNERSHIP.items())
    elsewhere = [_named(row) for row in told.get("other-area", ())]
    if not all(is_spelled_as_one_elsewhere(code) for code, _ in elsewhere):
        raise ValueError("the code of another area is that of a board, as QVV, or of a council, as E06000059")
    _told_apart((*elsewhere, *named))
    return Organisations(dict(named), dict(elsewhere))


def _told_apart(organisations: Sequence[tuple[str, str]]) -> None:
    """Raises `ValueError` where a code or a name, however it is typed, could stand for two organisations."""
    meant = Counter(spelled for pair in organisations for spelled in {folded(one) for one in pair})
    for code, name in organisations:
        if meant[folded(code)] > 1 or meant[folded(name)] > 1:
            raise ValueError(
                f"'{code}' or '{name}' stands for two organisations; each has a code and a name of its own"
            )


def _named(row: Mapping[str, Any]) -> tuple[str, str]:
    code, name = _field(row, "code"), _field(row, "name")
    if any(not isinstance(one, str) or not folded(one) for one in (code, name)):
        raise ValueError("an organisation has a code and a name, both texts")
    if len(code) > LONGEST_CODE or code != code.strip() or holds_unseen(code):
        raise ValueError(f"the code of an organisation has {LONGEST_CODE} signs at most, and no blanks around")
    return code, name


def _field(row: Mapping[str, Any], name: str) -> Any:
    if name not in row:
        raise ValueError(f"an entry lacks '{name}'")
    return row[name]


def _day(value: object, about: str) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"the day of '{about}' is written as 2027-04-01, without quotation marks")
    return value
