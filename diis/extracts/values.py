"""Faults of single values. A value is never repeated in a reason, only the shape it has."""

import re
from collections.abc import Callable
from datetime import date

from diis.definitions import nhs_number
from diis.definitions.step_words import WORDS
from diis.extracts import damage
from diis.extracts.contract import CODE, DATE, EVENT_CODE, IDENTIFIER, ORGANISATION, PLAIN_NAME, Field
from diis.extracts.date_shapes import reason_of

Fault = tuple[str, str]
"""Rejection code and plain reason."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ORGANISATION = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,10}", re.ASCII)
"""With a letter: ten digits could be an NHS number."""
_ODS = re.compile(r"[A-Z]{1,3}\d{1,6}|(?=.*[A-Z])[A-Z0-9]{3,5}", re.ASCII)
"""A site, practice or school has six digits at most: too few for an NHS number."""
_CODE_WORD = re.compile(r"[A-Za-z]{1,16}|(?=.*[A-Z])[A-Z0-9]{1,8}", re.ASCII)
_WORD = re.compile(r"[A-Za-z]{1,16}", re.ASCII)
_CODE = re.compile(r"(?=.*[0-9])[A-Za-z0-9.:_/+-]{1,32}", re.ASCII)
_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)", re.ASCII)
_SEPARATORS = re.compile(r"[.:_/+-]")
_DATE_LIKE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}"
    r"|(?<!\d)(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)",
    re.ASCII,
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", re.ASCII | re.IGNORECASE)
_CODE_WORDS = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*|[A-Z][A-Z0-9]{1,7}", re.ASCII)
_PLAIN_SIGNS = re.compile(r"[A-Za-z0-9 &/()+,.'-]+", re.ASCII)
_BETWEEN_WORDS = re.compile(r"[ &/()+,.'-]+")
_ABBREVIATION = re.compile(r"[A-Z]{2,5}", re.ASCII)
_MOST_DIGITS = 3
"""Fewer than a date, a telephone number or an NHS number has."""

EARLIEST_EVENT = "2000-01-01"
"""Referrals and what follows are not older than this (R-WAIT-119)."""
EARLIEST_BIRTH = "1900-01-02"
"""The day after the one that systems write when they do not know."""
OLDEST_YEARS = 25
"""Services for children and young people end before the 26th birthday."""
MAX_IDENTIFIER = 64

_TELLS_WHOSE_WAIT = frozenset({"pathway", "team_type"})
"""Codes by which a wait is counted at all: what is not in our list is unmapped, and counted as such (B69)."""


def blank(_value: str) -> Fault | None:
    """The fault of a required field without a value."""
    return None if _value else ("required-missing", "The field is blank. Fill it for every row.")


def date_fault(field: Field, census: str) -> Callable[[str], Fault | None]:
    """The judge of one date column; dates are compared as ISO text, which sorts as dates do."""
    floor = EARLIEST_BIRTH if field.name == "birth_date" else EARLIEST_EVENT
    known = (
        "Find the real date: every row needs it."
        if field.required
        else "If it stands for 'not known', leave the field blank."
    )

    def fault(value: str) -> Fault | None:
        if not value:
            return None
        if not _ISO.fullmatch(value):
            return "date-format", reason_of(value, required=field.required)
        try:
            date.fromisoformat(value)
        except ValueError:
            return "date-not-real", "There is no such day in the calendar. Correct the date."
        if value > census:
            return (
                "date-in-future",
                f"The date is after the census date, {census}. Correct it: a list tells what had happened by then.",
            )
        if value < floor:
            return (
                "date-implausible",
                f"The date is before {floor}. {known}",
            )
        return None

    return fault


def code_fault(field: Field) -> Callable[[str], Fault | None]:
    """The judge of one coded column."""
    code = "code-unmapped" if field.name in _TELLS_WHOSE_WAIT else "code-not-in-list"
    few, advice = len(field.codes) <= 24, _advice(field)
    allowed = ", ".join(sorted(field.codes)) if few else "`sendwatch layout` and docs/layout-wl-1.md print it"

    def fault(value: str) -> Fault | None:
        if not value or value in field.codes:
            return None
        return (
            code,
            f"The code is not in the list of this field ({allowed}). {advice}",
        )

    return fault


def _advice(field: Field) -> str:
    """What to do about a code: only where it tells nothing of the wait may it be left blank."""
    if field.name == "attendance":
        return "Correct it: without it nobody can tell whether the child was seen."
    if field.required:
        return "Correct it: every row needs it."
    return "Correct it, or leave it blank if it is not known."


def identifier_fault(value: str) -> Fault | None:
    """A referral or contact id is up to 64 printable ASCII characters, so that it can be named on a page or a line."""
    if len(value) > MAX_IDENTIFIER or not (value.isascii() and value.isprintable()):
        return (
            "identifier-shape",
            f"This is not an id of letters, digits and signs. Give one of at most {MAX_IDENTIFIER} characters.",
        )
    return None


def event_code_fault(value: str) -> Fault | None:
    """The code of an event is one word, or letters and digits of a code system; nothing that could name a child."""
    if not value or _WORD.fullmatch(value):
        return None
    sound = _CODE.fullmatch(value) and not (_DATE_LIKE.search(value) or _POSTCODE.fullmatch(value))
    digits = [*_DIGITS.findall(value), *_DIGITS.findall(_SEPARATORS.sub("", value))]
    if sound and not any(map(_could_be_nhs_number, digits)):
        return None
    return "code-shape", (
        "A code is one word, or letters and digits of a code system such as F84.0, at most 32 characters. "
        "It may not hold a name, a date, a postcode or an NHS number."
    )


def plain_name_fault(value: str) -> Fault | None:
    """A step is one code word, or a name in words that the partnership agreed on (docs/adr/0023)."""
    if not value or _is_plain_name(value):
        return None
    return "name-not-agreed", (
        "Give one code word such as school-report, or a name in the agreed words, with one abbreviation in capitals "
        f"and at most {_MOST_DIGITS} digits. It may not name a person. Ask for a new word to be agreed."
    )


def organisation_fault(value: str) -> Fault | None:
    """An organisation is an ODS code, or named as a step is."""
    return None if _ODS.fullmatch(value) else plain_name_fault(value)


def judge_of(field: Field, census: str) -> Callable[[str], Fault | None] | None:
    """The judge of the values of a field; None where they end at the check or are judged by rules of their own."""
    if field.kind == DATE:
        judge: Callable[[str], Fault | None] | None = date_fault(field, census)
    else:
        judge = code_fault(field) if field.kind == CODE else _JUDGES.get(field.kind)
    return None if judge is None else _undamaged(judge)


def _undamaged(judge: Callable[[str], Fault | None]) -> Callable[[str], Fault | None]:
    """The same judge, to whom the error words of spreadsheets are told as such (B81)."""
    return lambda value: (damage.CODE, damage.REASON) if value in damage.ERROR_WORDS else judge(value)


_JUDGES: dict[str, Callable[[str], Fault | None]] = {
    IDENTIFIER: identifier_fault,
    EVENT_CODE: event_code_fault,
    PLAIN_NAME: plain_name_fault,
    ORGANISATION: organisation_fault,
}


def _is_plain_name(value: str) -> bool:
    if len(value) > MAX_IDENTIFIER or _too_many_digits(value):
        return False
    if _CODE_WORDS.fullmatch(value):
        return True
    words = [word for word in _BETWEEN_WORDS.split(value) if word]
    unknown = [word for word in words if word.lower() not in WORDS and not word.isdecimal()]
    # Two unknown words in capitals could be a name and a surname.
    return bool(_PLAIN_SIGNS.fullmatch(value)) and len(unknown) < 2 and all(map(_ABBREVIATION.fullmatch, unknown))


def _too_many_digits(value: str) -> bool:
    return sum(map(str.isdigit, value)) > _MOST_DIGITS


def _could_be_nhs_number(digits: str) -> bool:
    return nhs_number.fault(digits, allow_test_range=True) is None


def organisation(value: str) -> str | None:
    """An organisation code, or None for anything else."""
    return value if _ORGANISATION.fullmatch(value) else None


def code_word(value: str) -> str:
    """One word or code, or blank for anything that could be more: a name, a date, a number."""
    return value if _CODE_WORD.fullmatch(value) else ""


def birthday(birth: str, years: int) -> str:
    """The birthday that completes `years`, as ISO text; one of 29 February is never reached on the 28th (R-WAIT-87)."""
    return f"{int(birth[:4]) + years:04}{birth[4:]}"
