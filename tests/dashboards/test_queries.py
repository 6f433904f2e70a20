"""Every query of every panel and alert, asked of a real Prometheus that scrapes a real exporter."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from dashboards.alerts import ALERTS
from dashboards.queries import queries
from metrics.exporter import create_app
from metrics.sources import Sources
from tests.metrics.invented import AS_AT, NOW, TROUBLED, feeds, figures
from tests.metrics.live import Prometheus, prometheus, served, wait_until

ALL_QUERIES = queries()
WELL = Sources(
    figures=lambda _: figures(NOW, AS_AT),
    feeds=lambda: [replace(feed, census_on=datetime.now(UTC).date()) for feed in feeds()],
)


def running(sources: Sources, folder: pytest.TempPathFactory) -> Iterator[Prometheus]:
    with served(create_app(sources)) as target, prometheus(target, folder.mktemp("prometheus")) as server:
        yield server


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    yield from running(TROUBLED, tmp_path_factory)


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    yield from running(WELL, tmp_path_factory)


def silent(server: Prometheus) -> list[str]:
    """The queries that give no series."""
    return [f"{query.where}: {query.expr}" for query in ALL_QUERIES if not server.series(query.expr)]


def test_there_is_a_query_for_every_alert_and_many_for_panels() -> None:
    assert {f"alert {alert.name}" for alert in ALERTS} <= {query.where for query in ALL_QUERIES}
    assert len({query.where for query in ALL_QUERIES if query.where.startswith("panel")}) > 40
    assert not any("$" in query.expr for query in ALL_QUERIES)


def test_every_query_returns_series_when_all_is_well(well: Prometheus) -> None:
    assert silent(well) == []


def test_every_query_returns_series_when_much_is_wrong(troubled: Prometheus) -> None:
    assert silent(troubled) == []


def test_no_alert_asks_for_what_may_be_suppressed(well: Prometheus, troubled: Prometheus) -> None:
    """NaN above 0 is false in Prometheus, and firing in Grafana."""
    for server, alert in product((well, troubled), ALERTS):
        assert [one for one in server.series(alert.query) if one["value"][1] == "NaN"] == []


def test_no_alert_starts_when_all_is_well(well: Prometheus) -> None:
    wait_until(lambda: well.get("/api/v1/rules")["groups"][0]["lastEvaluation"] > "0002", "the rules are evaluated")
    assert well.alerts() == set()


def test_every_alert_starts_when_it_ought_to(troubled: Prometheus) -> None:
    expected = {(alert.name, "pending") for alert in ALERTS}
    wait_until(lambda: expected <= troubled.alerts(), "every alert is pending")


def test_a_feed_that_was_never_seen_shows_as_such_and_not_as_late(troubled: Prometheus) -> None:
    by_name = {query.where: query.expr for query in ALL_QUERIES}
    never = troubled.values(by_name["alert ExtractNeverSeen"], "provider", "pathway")
    late = troubled.values(by_name["alert ExtractLate"], "provider", "pathway")
    assert [feed for feed, value in never.items() if value == 1] == [("RDY", "camhs-gateway")]
    assert ("RDY", "camhs-gateway") not in late
    assert len(late) == len(never) - 1


def test_the_stat_of_feeds_counts_late_and_never_seen(well: Prometheus, troubled: Prometheus) -> None:
    [stat] = [query for query in ALL_QUERIES if query.where == "panel 3 Feeds late or never seen A"]
    assert [series["value"][1] for series in well.series(stat.expr)] == ["0"]
    [wrong] = troubled.series(stat.expr)
    assert int(wrong["value"][1]) >= 4
