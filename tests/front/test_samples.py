"""The comparison of store, exporter and Prometheus: equal is equal, and every difference is found."""

import math

import pytest
from starlette.testclient import TestClient

from diis.definitions.figures import Figure
from metrics.exporter import create_app
from metrics.sources import Sources
from sendwatch.run.checks import check_samples
from sendwatch.run.samples import differences, expected, exported
from tests.front.figures import figure

FIGURES = [figure("open", 443), figure("open", 443, provider="all"), figure("open-p90-days", 50), figure("stopped", 3)]


@pytest.fixture
def page() -> str:
    """What the real exporter says of these figures."""
    app = create_app(Sources(figures=lambda before: [] if before else FIGURES, feeds=list))
    with TestClient(app) as client:
        return client.get("/metrics").text


def test_the_exporter_holds_every_figure_with_the_value_of_the_store(page: str) -> None:
    assert differences(expected(FIGURES), exported(page)) == []
    assert check_samples("Exporter", expected(FIGURES), exported(page)).passed


def test_a_band_is_a_label_and_days_are_seconds() -> None:
    wanted = expected([figure("open-band:29-84", 50), figure("open-p90-days", 50)])
    values = {name: (dict(labels).get("band"), value) for (name, labels), value in wanted.items()}
    assert values == {"waits_open_by_band": ("29-84", 50), "waits_open_p90_seconds": (None, 50 * 86_400)}


def test_a_suppressed_figure_must_be_there_and_tell_nothing(page: str) -> None:
    (value,) = [value for (name, _), value in expected(FIGURES).items() if name == "waits_stopped"]
    assert math.isnan(value)
    assert differences(expected([figure("stopped", 3)]), {}) != []


@pytest.mark.parametrize("other", [figure("open", 450), figure("received", 445), figure("open", 443, provider="RBD")])
def test_a_value_that_is_wrong_or_missing_is_named(page: str, other: Figure) -> None:
    check = check_samples("Exporter", expected([other]), exported(page))
    assert not check.passed
    assert "0 of 1 figures equal; the first that is not: waits_" in check.numbers


def test_nothing_compared_is_nothing_proven() -> None:
    assert not check_samples("Exporter", {}, {}).passed
