"""The table of bank holidays against the rules that it follows, worked out apart from it."""

from datetime import date, timedelta

import pytest

from diis.definitions.working_days import BANK_HOLIDAYS, FIRST_YEAR, LAST_YEAR, is_working_day, working_days_between

DAY = timedelta(days=1)
OF_ONE_YEAR = {
    2020: {date(2020, 5, 8)},
    2022: {date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19)},
    2023: {date(2023, 5, 8)},
}
INSTEAD_OF = {2020: {date(2020, 5, 4)}, 2022: {date(2022, 5, 30)}}


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian rule."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def usual(year: int) -> set[date]:
    """New Year, Easter, three Mondays, Christmas; on a weekend the next working day takes their place."""
    easter = easter_sunday(year)
    found = {easter - 2 * DAY, easter + DAY}
    found.add(next(day for day in days(year, 5, 1) if day.weekday() == 0))
    found |= {next(day for day in days(year, month, 25) if day.weekday() == 0) for month in (5, 8)}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        if day.weekday() < 5:
            found.add(day)
    for weekend in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        if weekend.weekday() >= 5:
            found.add(
                next(day for day in days(year, weekend.month, weekend.day) if day.weekday() < 5 and day not in found)
            )
    return found


def days(year: int, month: int, first: int) -> list[date]:
    return [date(year, month, first) + number * DAY for number in range(7)]


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_the_table_holds_the_usual_days_and_those_announced_for_one_year(year: int) -> None:
    expected = usual(year) - INSTEAD_OF.get(year, set()) | OF_ONE_YEAR.get(year, set())
    assert {day for day in BANK_HOLIDAYS if day.year == year} == expected


def test_a_working_day_is_neither_weekend_nor_bank_holiday() -> None:
    week = [date(2026, 4, 1) + number * DAY for number in range(7)]
    assert [is_working_day(day) for day in week] == [True, True, False, False, False, False, True]


def test_the_first_day_is_not_counted_and_the_last_is() -> None:
    assert working_days_between(date(2026, 9, 14), date(2026, 9, 18)) == 4
    assert working_days_between(date(2026, 9, 18), date(2026, 9, 14)) == 0
