"""Working days: Monday to Friday without the bank holidays of England."""

from datetime import date, timedelta

_MONTH_AND_DAY = {
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}
"""Bank holidays of England and Wales by year, as https://www.gov.uk/bank-holidays tells them.

What was announced for one year alone is in it: 8 May 2020 in place of the first Monday of May, 2 and 3 June and
19 September 2022, 8 May 2023. Years that the page does not tell yet follow the usual days. Outside these years no bank
holiday is known and only weekends are left out.
"""

BANK_HOLIDAYS: tuple[date, ...] = tuple(
    date.fromisoformat(f"{year}-{day}") for year, days in _MONTH_AND_DAY.items() for day in days.split()
)
FIRST_YEAR, LAST_YEAR = min(_MONTH_AND_DAY), max(_MONTH_AND_DAY)

_HOLIDAYS = frozenset(BANK_HOLIDAYS)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < _SATURDAY and day not in _HOLIDAYS


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 where the end is not later."""
    return sum(is_working_day(start + timedelta(days=day)) for day in range(1, (end - start).days + 1))
