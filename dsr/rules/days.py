"""Counting days as the register does: calendar days without a shift, working days where a rule says so (R-DSR-59a)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from diis.definitions.working_days import is_working_day

_MONTHS = 12
_LONDON = ZoneInfo("Europe/London")


def london_day(now: datetime) -> date:
    """The day that it is in London at an instant (UTC): what ends on Friday holds until midnight there."""
    return now.replace(tzinfo=UTC).astimezone(_LONDON).date()


def end_of(day: date) -> datetime:
    """The first instant after a day, as it is in London (UTC, without a zone)."""
    midnight = datetime.combine(day + timedelta(days=1), time(), _LONDON)
    return midnight.astimezone(UTC).replace(tzinfo=None)


def last_day_of(first: date, days: int) -> date:
    """The last day of a period of so many days that begins with a day, which is day one (R-DSR-74)."""
    return first + timedelta(days=days - 1)


def days_after(day: date, days: int) -> date:
    """So many calendar days later; the day itself is not counted."""
    return day + timedelta(days=days)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has none."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def working_days_after(day: date, working_days: int) -> date:
    """The working day that is so many working days after a day; of 0 the day itself."""
    while working_days:
        day += timedelta(days=1)
        working_days -= is_working_day(day)
    return day


def working_day_before(day: date) -> date:
    """The day itself if offices are open, else the last day before on which they were (R-DSR-59a)."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def internal_due(start: date, days: int) -> date:
    """The last day of an internal interval: moved back to a working day, never before its start (R-DSR-59a)."""
    return max(start, working_day_before(days_after(start, days)))


@lru_cache(maxsize=4096)
def age_day(birth: date, years: int, months: int = 0) -> date:
    """The day on which somebody is so old; of who was born on 29 February it is 1 March in other years (R-WAIT-87)."""
    years_on, month = divmod(birth.month - 1 + months, _MONTHS)
    year = birth.year + years + years_on
    last = monthrange(year, month + 1)[1]
    if birth.day <= last:
        return date(year, month + 1, birth.day)
    return date(year, month + 1, last) + timedelta(days=1)
