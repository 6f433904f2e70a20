"""Two demos made once for all tests: a small one of many weeks, and one of the usual size."""

from datetime import date
from pathlib import Path

import pytest

from sendwatch.demo import write
from tests.sendwatch.demo.lists import WeeklyList, lists_in

LAST = date(2026, 10, 25)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen weeks of a tenth of the usual number."""
    out = tmp_path_factory.mktemp("small")
    write(out, weeks=16, seed=3, referrals=2_000, last_census=LAST)
    return out


@pytest.fixture(scope="session")
def weeks(small: Path) -> dict[str, list[WeeklyList]]:
    return lists_in(small)


@pytest.fixture(scope="session")
def usual_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of the usual size, of a few weeks."""
    out = tmp_path_factory.mktemp("usual")
    write(out, weeks=5, last_census=LAST)
    return out


@pytest.fixture(scope="session")
def usual(usual_out: Path) -> dict[str, WeeklyList]:
    """Feed to its newest list, at the usual size."""
    return {feed: lists[-1] for feed, lists in lists_in(usual_out).items()}
