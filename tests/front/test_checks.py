"""The checks of a single run: each passes on a good stage and fails on a bad one."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diis.definitions.local_measures import MEASURES
from diis.feeds import FEEDS, FEEDS_BY_NAME
from diis.store.readings import FeedStatus
from sendwatch.dag_settings import WAITS_REFRESH
from sendwatch.run.airflow_api import DagRun
from sendwatch.run.alerts import EXPECTED, check_alerts, why
from sendwatch.run.checks import check_airflow, check_extracts, check_figures, check_store
from sendwatch.run.prometheus import Alert
from sendwatch.run.pulls import PULLS
from sendwatch.run.stages import Stored
from tests.front.figures import figure

CENSUS = date(2026, 11, 15)
ROWS = 12
RUNS = [DagRun(dag_id, "1", "success", "manual", None) for dag_id in PULLS]
REFRESH = DagRun(WAITS_REFRESH, "1", "success", "asset_triggered", None)


@pytest.fixture
def extracts(tmp_path: Path) -> list[Path]:
    """Two lists of each feed that sends lists."""
    found = []
    for feed in FEEDS:
        for census in ("2026-11-08", f"{CENSUS}") if feed.pathway else ():
            folder = tmp_path / feed.name / f"{feed.provider}_{feed.pathway}_{census}"
            folder.mkdir(parents=True)
            manifest = {"layout": "wl-1", "rows": {"referrals.csv": 8, "contacts.csv": 4}}
            (folder / "manifest.json").write_text(json.dumps(manifest))
            found.append(folder)
    return found


@pytest.fixture
def stored() -> Stored:
    at = datetime(2026, 11, 15, tzinfo=UTC)
    feeds = [FeedStatus(feed.name, feed.provider, feed.pathway, CENSUS, at, 10, 1, 1, 0, 0, 0) for feed in FEEDS]
    return Stored([figure("open", 50, measure=measure.id) for measure in MEASURES], feeds)


def test_extracts_of_every_feed_that_sends_lists_are_needed(extracts: list[Path]) -> None:
    assert check_extracts(extracts).passed
    assert not check_extracts(extracts[2:]).passed


def test_every_pull_and_the_refresh_must_have_succeeded() -> None:
    assert check_airflow([*RUNS, REFRESH]).passed
    assert (
        check_airflow([*RUNS, REFRESH]).numbers == f"{len(PULLS)} of {len(PULLS)} pulls, refresh started by the pulls"
    )
    assert not check_airflow(RUNS).passed
    assert not check_airflow([*RUNS[1:], replace(RUNS[0], state="failed"), REFRESH]).passed


def test_every_row_of_the_newest_lists_must_be_accounted_for(extracts: list[Path], stored: Stored) -> None:
    check, feeds, lists = check_store(extracts, stored), len(FEEDS), len(extracts) // 2
    assert check.passed
    assert check.numbers == f"{feeds} of {feeds} feeds, {lists} of {lists} newest lists with all {lists * ROWS} rows"


@pytest.mark.parametrize(
    "change",
    [
        lambda status: replace(status, rows_quarantined=0),
        lambda status: replace(status, census_on=date(2026, 11, 8)),
        lambda status: replace(status, census_on=None),
    ],
    ids=["a row was lost", "the newest list is missing", "nothing was loaded"],
)
def test_a_store_that_lacks_something_fails(
    extracts: list[Path], stored: Stored, change: Callable[[FeedStatus], FeedStatus]
) -> None:
    assert not check_store(extracts, replace(stored, feeds=[change(stored.feeds[0]), *stored.feeds[1:]])).passed


def test_every_measure_must_have_somebody_waiting(stored: Stored) -> None:
    assert check_figures(stored).passed
    assert not check_figures(replace(stored, figures=stored.figures[1:])).passed


def raised(index: int, state: str) -> Alert:
    feed = FEEDS_BY_NAME[EXPECTED[index].feed]
    return Alert(EXPECTED[index].name, state, {"provider": feed.provider, "pathway": str(feed.pathway)}, "")


def test_every_alert_that_the_demo_earns_must_be_raised() -> None:
    alerts = [raised(index, "firing" if one.soon else "pending") for index, one in enumerate(EXPECTED)]
    assert check_alerts(alerts).passed
    assert not check_alerts(alerts[1:]).passed


def test_an_alert_that_needs_only_a_minute_must_fire() -> None:
    assert not check_alerts([raised(index, "pending") for index in range(len(EXPECTED))]).passed


def test_an_alert_about_another_feed_is_not_the_expected_one() -> None:
    alert = raised(0, "firing")
    assert why(alert) == EXPECTED[0].why
    assert why(replace(alert, labels={"provider": "RDY", "pathway": "camhs-gateway"})) == ""
