"""Faults of single values. A value is never repeated in a reason, only the shape it has."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from diis.extracts.contract import CODE, DATE, Field

Fault = tuple[str, str]
"""Rejection code and plain reason."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_ORGANISATION = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,10}", re.ASCII)
"""With a letter: ten digits could be an NHS number."""
_CODE_WORD = re.compile(r"[A-Za-z]{1,16}|(?=.*[A-Z])[A-Z0-9]{1,8}", re.ASCII)

EARLIEST_EVENT = "2000-01-01"
"""Referrals and what follows are not older than this (R-WAIT-119)."""
EARLIEST_BIRTH = "1900-01-02"
"""The day after the one that systems write when they do not know."""
OLDEST_YEARS = 25
"""Services for children and young people end before the 26th birthday."""
MAX_IDENTIFIER = 64


def blank(_value: str) -> Fault | None:
    """The fault of a required field without a value."""
    return None if _value else ("required-missing", "The field is blank; it must be filled for every row.")


def date_fault(field: Field, census: str) -> Callable[[str], Fault | None]:
    """The judge of one date column; dates are compared as ISO text, which sorts as dates do."""
    floor = EARLIEST_BIRTH if field.name == "birth_date" else EARLIEST_EVENT

    def fault(value: str) -> Fault | None:
        if not value:
            return None
        if not _ISO.fullmatch(value):
            return "date-format", _date_shape(value)
        try:
            date.fromisoformat(value)
        except ValueError:
            return "date-not-real", "There is no such day in the calendar."
        if value > census:
            return (
                "date-in-future",
                f"The date is after the census date, {census}. A list tells what had happened by then.",
            )
        if value < floor:
            return (
                "date-implausible",
                f"The date is before {floor}. If it stands for 'not known', leave the field blank.",
            )
        return None

    return fault


def code_fault(field: Field) -> Callable[[str], Fault | None]:
    """The judge of one coded column."""
    allowed = ", ".join(sorted(field.codes)) if len(field.codes) <= 24 else "see the layout's code list"

    def fault(value: str) -> Fault | None:
        if not value or value in field.codes:
            return None
        return "code-not-in-list", f"The code is not in the list of this field ({allowed}). Blank means not known."

    return fault


def identifier_fault(value: str) -> Fault | None:
    """A referral or contact id is up to 64 printable ASCII characters, so that it can be named on a page or a line."""
    if len(value) > MAX_IDENTIFIER or not (value.isascii() and value.isprintable()):
        return "identifier-shape", f"An id has at most {MAX_IDENTIFIER} characters, letters, digits and signs only."
    return None


def all_identifiers(values: Sequence[str]) -> bool:
    """Whether all of many ids are sound, told at once."""
    together = "".join(values)
    return together.isascii() and together.isprintable() and max(map(len, values), default=0) <= MAX_IDENTIFIER


def judge_of(field: Field, census: str) -> Callable[[str], Fault | None] | None:
    """The judge of a dated or coded field; None for other kinds."""
    if field.kind == DATE:
        return date_fault(field, census)
    return code_fault(field) if field.kind == CODE else None


def organisation(value: str) -> str | None:
    """An organisation code, or None for anything else."""
    return value if _ORGANISATION.fullmatch(value) else None


def code_word(value: str) -> str:
    """One word or code, or blank for anything that could be more: a name, a date, a number."""
    return value if _CODE_WORD.fullmatch(value) else ""


def birthday(birth: str, years: int) -> str:
    """The birthday that completes `years`, as ISO text; one of 29 February is never reached on the 28th (R-WAIT-87)."""
    return f"{int(birth[:4]) + years:04}{birth[4:]}"


def _date_shape(value: str) -> str:
    if _DAY_FIRST.fullmatch(value):
        return "The date is written with day, month and year in another order. Write it as 2026-09-30 (year-month-day)."
    if _SERIAL.fullmatch(value):
        return "This is a spreadsheet's day number, not a date. Format the column as text 2026-09-30 before saving."
    return "This is not a date. Write it as 2026-09-30 (year-month-day), or leave it blank if it is not known."
