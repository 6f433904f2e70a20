"""Waiting-list arithmetic against the unit tests of its published package (R-WAIT-106 to 113)."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions import queues

ORACLES = Path(__file__).parents[2] / "oracles"
FUNCTIONS: dict[str, Callable[..., float]] = {
    "load": queues.load,
    "target_mean_wait": queues.target_mean_wait,
    "target_queue_size": queues.target_queue,
    "relief_capacity": queues.relief_capacity,
    "target_capacity": queues.target_capacity,
    "waiting_list_pressure": queues.pressure,
}
START = date(2024, 1, 1)


def rows(name: str) -> list[dict[str, str]]:
    with (ORACLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "row", rows("waiting_list_math_tests.csv"), ids=lambda row: f"{row['function'].split()[0]} {row['arguments']}"
)
def test_published_arithmetic(row: dict[str, str]) -> None:
    function = FUNCTIONS[row["function"].split()[0]]
    assert function(*map(float, row["arguments"].split(";"))) == pytest.approx(float(row["expected"]), rel=1e-7)


def stays(row: dict[str, str]) -> list[tuple[date, date | None]]:
    received, removed = (row[name].split("|") for name in ("referral_dates", "removal_dates"))
    pairs = zip_longest(received, removed, fillvalue="")
    return [(date.fromisoformat(start), date.fromisoformat(end) if end else None) for start, end in pairs]


@pytest.mark.parametrize("row", rows("queue_size_tests.csv"), ids=lambda row: f"{row['case']} {row['date']}")
def test_published_queue_sizes(row: dict[str, str]) -> None:
    on, start = date.fromisoformat(row["date"]), date.fromisoformat(row["start"])
    assert queues.queue_size(stays(row), on, start) == int(row["expected_queue"])


@pytest.mark.parametrize(
    ("received", "removed", "on", "waiting"),
    [
        ("2023-06-01", None, "2024-01-01", 1),
        ("2023-06-01", "2023-12-31", "2024-01-01", 0),
        ("2023-06-01", "2024-01-01", "2024-01-01", 0),
        ("2024-01-05", None, "2024-01-04", 0),
        ("2024-01-05", "2024-01-05", "2024-01-05", 0),
        ("2024-01-05", "2024-01-06", "2024-01-05", 1),
    ],
    ids=["since long", "removed before", "removed on the start", "not yet", "same day", "removed tomorrow"],
)
def test_who_waits_at_the_end_of_a_day(received: str, removed: str | None, on: str, waiting: int) -> None:
    stay = date.fromisoformat(received), date.fromisoformat(removed) if removed else None
    assert queues.queue_size([stay], date.fromisoformat(on), START) == waiting


@settings(derandomize=True)
@given(st.lists(st.tuples(st.integers(-30, 60), st.none() | st.integers(0, 60))), st.integers(0, 60))
def test_a_queue_is_arrivals_less_removals(offsets: list[tuple[int, int | None]], day: int) -> None:
    """As the package counts it, once those removed before the start are filtered out first."""
    pairs = [(received, None if wait is None else received + wait) for received, wait in offsets]
    kept = [(received, removed) for received, removed in pairs if removed is None or removed >= 0]
    arrived = sum(max(received, 0) <= day for received, _ in kept)
    left = sum(removed is not None and removed <= day for _, removed in kept)
    on_days = [(START + timedelta(a), None if b is None else START + timedelta(b)) for a, b in pairs]
    assert queues.queue_size(on_days, START + timedelta(day), START) == arrived - left


@pytest.mark.parametrize(("capacity", "weeks"), [(4, 2.5), (0, None)])
def test_the_expected_wait_is_place_over_capacity(capacity: float, weeks: float | None) -> None:
    assert queues.expected_wait(10, capacity) == weeks
