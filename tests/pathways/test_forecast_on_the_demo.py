"""The forecast of a held-out half year of the demo comes true as often as it says (docs/adr/0036)."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt
from pathlib import Path

import pytest

from diis.definitions.calibration import Calibration
from diis.definitions.forecast import LIKELY, UNLIKELY
from diis.extracts.landing import Landing
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.forecasting import backtest
from diis.intake import Intake
from diis.pull import pull
from diis.store import migrate
from diis.store.engine import Store
from sendwatch.demo import write
from tests.conftest import KEY, NOW

LAST = date(2026, 10, 25)
WEEKS = 26


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calibration]:
    """The forecast made half a year before the newest lists of the usual demo."""
    out = tmp_path_factory.mktemp("demo")
    lists = [folder for folder in write(out, weeks=1, last_census=LAST) if "_neurodevelopmental_" in folder.name]
    assert len(lists) == 2
    store = Store(f"sqlite:///{out / 'store.sqlite'}")
    migrate.upgrade(store)
    _pull(lists, Intake(store, Landing(out / "landing"), Pseudonymiser(KEY), Places({}), True, NOW))
    yield backtest(store, LAST - timedelta(weeks=WEEKS), WEEKS)
    store.close()


def _pull(lists: list[Path], intake: Intake) -> None:
    for folder in lists:
        assert pull(None, folder, intake).outcome == "accepted"


def test_as_many_turn_18_unassessed_as_expected(held_out: Calibration) -> None:
    """Within twice the spread that chance alone gives a count."""
    expected = sum(of.expected_unassessed for of in held_out.birthdays)
    observed = sum(of.unassessed for of in held_out.birthdays)
    assert expected > 30
    assert abs(observed - expected) <= 2 * sqrt(expected)


def test_most_of_those_called_likely_and_few_called_safe_turn_18_unassessed(held_out: Calibration) -> None:
    of = {one.outlook: one for one in held_out.birthdays}
    assert of[LIKELY].unassessed >= 0.75 * of[LIKELY].children
    assert of[UNLIKELY].unassessed <= 0.1 * of[UNLIKELY].children


def test_the_ranges_hold_and_the_pace_is_right(held_out: Calibration) -> None:
    assert held_out.in_range_share is not None
    assert held_out.in_range_share >= 75
    assert held_out.forecast_assessed == pytest.approx(held_out.assessed, rel=0.15)
