"""Months as the national data sets number them (R-WAIT-88)."""

from calendar import monthrange
from datetime import date

RUN_MONTHS = 12
"""A run covers the twelve months that end with the newest one loaded (R-WAIT-32)."""


def month_id(day: date) -> int:
    """Months counted from April 1900 = 1: September 2021 is 1458."""
    return (day.year - 1900) * 12 + day.month - 3


def first_day(month: int) -> date:
    """The first day of a month id."""
    year, place = divmod(month + 2, 12)
    return date(1900 + year, place + 1, 1)


def last_day(month: int) -> date:
    """The last day of a month id."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])
