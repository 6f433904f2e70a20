"""What a value that is no ISO date looks like, and how it is to be written instead (B45 to B52)."""

import re

_PARTED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)

DAY_FIRST = "The date is written day first. Write it as 2026-09-30 (year-month-day)."
MONTH_FIRST = "The date is written month first. Write it as 2026-09-30 (year-month-day)."
EITHER_ORDER = "The date can be read day first or month first. Write it as 2026-09-30 (year-month-day)."
"""Reasons that tell a column apart in which dates are written in two orders (B47)."""
SERIAL = "This is a spreadsheet's day number, not a date. Format the column as text 2026-09-30 before saving."

_MONTHS = 12
_SHAPES = tuple(
    (re.compile(shape, re.ASCII), reason)
    for shape, reason in (
        (r"\d{4}-\d{2}-\d{2}[T ]\d.*", "There is a time behind the date. Leave the time out: write 2026-09-30 alone."),
        (
            r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4} \d.*",
            "There is a time behind the date. Write the day alone, as 2026-09-30.",
        ),
        (r"(19|20)\d{6}", "The date has no hyphens. Write it with hyphens, as 2026-09-30."),
        (r"\d{4}[/.]\d{1,2}[/.]\d{1,2}", "The date has slashes or dots. Write it with hyphens, as 2026-09-30."),
        (r"\d{4}-\d{1,2}-\d{1,2}", "Month and day need two digits each. Write the date as 2026-09-30."),
        (
            r"\d{1,2}[ /.-]?[A-Za-z]{3,9}[ /.-]?\d{2,4}",
            "The month is written as a word. Write it as a number, as in 2026-09-30 (year-month-day).",
        ),
    )
)


def reason_of(value: str, *, required: bool) -> str:
    """Why a value is no date of the layout, and what to write; a required one is never told to be left blank."""
    parted = _PARTED.fullmatch(value)
    if parted:
        return _of_order(int(parted[1]), int(parted[2]))
    if _SERIAL.fullmatch(value):
        return SERIAL
    for shape, reason in _SHAPES:
        if shape.fullmatch(value):
            return reason
    unless = "; every row needs it" if required else ", or leave it blank if it is not known"
    return f"This is not a date. Write it as 2026-09-30 (year-month-day){unless}."


def _of_order(first: int, second: int) -> str:
    if first > _MONTHS:
        return DAY_FIRST
    return MONTH_FIRST if second > _MONTHS else EITHER_ORDER
