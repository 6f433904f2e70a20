"""Months and dates as people say them, the same in every language setting of a machine."""

from calendar import monthrange
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ADULT_YEARS = 18


def months_later(day: date, months: int) -> date:
    """The same day of a later (or, with a negative number, earlier) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def eighteenth(birth_month: date) -> date:
    """The earliest possible 18th birthday of who was born in a month: its first day, 18 years later.

    The store holds no birth date. Taking the first day can only warn too early, never too late (docs/adr/0036).
    """
    return date(birth_month.year + ADULT_YEARS, birth_month.month, 1)


def month_in_words(day: date) -> str:
    """Such as March 2027."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def day_in_words(day: date) -> str:
    """Such as 12 August 2026."""
    return f"{day.day} {month_in_words(day)}"
