"""From files through the real store to Prometheus: PromQL gives what `sendwatch waits` prints, and panels find it."""

from collections.abc import Iterator
from datetime import date
from math import isnan
from pathlib import Path

import pytest

from dashboards.queries import queries
from diis.definitions.figures import Figure
from diis.feeds import FEEDS_BY_NAME
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from diis.refresh import refresh
from metrics.exporter import create_app
from metrics.store_sources import of_store
from tests.metrics.live import Prometheus, is_exported, prometheus, promql, served

EXAMPLE = Path(__file__).parents[1] / "samples" / "wl-1-example"
AS_AT = date(2026, 9, 30)
LISTS = {
    "r0d-neurodevelopmental": "R0D_neurodevelopmental_2026-09-30",
    "rdy-camhs-gateway": "RDY_camhs-gateway_2026-09-30",
    "rbd-community-paediatrics": "RBD_community-paediatrics_2026-09-30",
}


@pytest.fixture
def server(intake: Intake, tmp_path: Path) -> Iterator[Prometheus]:
    """Prometheus over the worked example; each test runs on SQLite and on PostgreSQL."""
    for feed, name in LISTS.items():
        pull(FEEDS_BY_NAME[feed], EXAMPLE / name, intake)
    refresh(intake)
    with served(create_app(of_store(intake.store))) as target, prometheus(target, tmp_path, every_seconds=5) as running:
        yield running


def printed(intake: Intake) -> list[Figure]:
    """What `sendwatch waits` prints for the day."""
    return [figure.shown() for figure in figures_at(intake.store, AS_AT, breakdown="all")]


def test_promql_gives_what_waits_prints_and_every_panel_and_alert_finds_series(
    server: Prometheus, intake: Intake
) -> None:
    figures = [figure for figure in printed(intake) if is_exported(figure)]
    assert len(figures) > 100
    for figure in figures:
        [read] = server.series(promql(figure))
        value = float(read["value"][1])
        assert isnan(value) if figure.value is None else value == figure.value, (figure.measure, figure.figure)
    assert [query for query in queries() if not server.series(query.expr)] == []
    assert (
        server.values("extract_info unless on (provider, pathway) extract_census_timestamp_seconds", "provider") != {}
    )
