"""Days as numbers: a file of a million referrals holds ten million dates, and whole numbers are the fastest of them."""

from datetime import date
from functools import lru_cache

Day = int
"""A day as `date.toordinal` counts it; 1 January of the year 1 is day 1, a Monday."""

NEVER: Day = date.max.toordinal() + 1
"""Later than any day: what has not happened has happened on no list."""

WEEK = 7
YEAR_DAYS = 365.25
SATURDAY = 5


@lru_cache(maxsize=20_000)
def iso(day: Day) -> str:
    return date.fromordinal(day).isoformat()


def working_day(day: Day) -> Day:
    """The day itself, or two days on from a weekend: Saturday to Monday, Sunday to Tuesday."""
    return day + 2 if (day - 1) % WEEK >= SATURDAY else day


def birthday(born: Day, years: int) -> Day:
    """The day on which someone completes a number of years; 1 March for 29 February (R-WAIT-87)."""
    on = date.fromordinal(born)
    if on.month == 2 and on.day == 29:
        return date(on.year + years, 3, 1).toordinal()
    return on.replace(year=on.year + years).toordinal()
