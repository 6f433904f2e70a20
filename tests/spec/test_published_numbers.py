"""Numbers printed by others, which our own functions must come to (tests/oracles/README.md)."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.bands import BANDS
from diis.definitions.days import days_between
from diis.definitions.rtt import week_band
from diis.definitions.suppression import suppressed_count, suppressed_statistic

ORACLES = Path(__file__).parents[1] / "oracles"


def rows(name: str) -> Iterator[dict[str, str]]:
    with (ORACLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


WAITS = [row for row in rows("date_difference_tests.csv") if row["kind"].startswith("exclusive")]


@pytest.mark.parametrize("row", WAITS, ids=lambda row: f"{row['start']} to {row['end']}")
def test_days_between_leave_out_the_first_day(row: dict[str, str]) -> None:
    """R-WAIT-86."""
    found = days_between(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
    assert found == int(row["expected_days"])


def test_the_eight_bands_are_those_of_the_community_return() -> None:
    """R-WAIT-25: the seven published bands, the open one split in two."""
    published = [row for row in rows("chs_bands_days.csv") if row["band"] != ">52 weeks"]
    edges = [(int(row["first_day"]), int(row["last_day"]) if row["last_day"] else None) for row in published]
    assert edges == [(band.first_day, band.last_day) for band in BANDS]


def test_every_edge_of_a_community_band_is_the_edge_of_a_week_band() -> None:
    """R-WAIT-26: one count of days can feed both, as no band of weeks lies in two bands of the return."""
    edges = [band.last_day for band in BANDS if band.last_day is not None]
    assert [day for day in edges if week_band(day) == week_band(day + 1)] == []


def test_small_numbers_are_shown_as_published() -> None:
    """R-WAIT-43, 95."""
    for row in rows("suppression_examples.csv"):
        if row["level"] == "England":
            continue
        if row["kind"] == "count":
            shown = suppressed_count(int(row["raw"]))
        else:
            shown = suppressed_statistic(float(row["raw"]), int(row["numerator"]))
        assert ("*" if shown is None else str(shown)) == row["published"], row
