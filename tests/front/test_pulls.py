"""How a run lets Airflow pull and refresh, when everything goes well and when it does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sendwatch.dag_settings import WAITS_REFRESH
from sendwatch.run import pulls
from sendwatch.run.airflow_api import AirflowApi, DagRun
from sendwatch.run.pulls import PULLS, RunFailedError, pull_everything, refresh_after, wait_for_dags

BEGAN = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def run_of(dag_id: str, state: str, *, run_id: str = "manual", kind: str = "manual", minute: int = 0) -> DagRun:
    return DagRun(dag_id, run_id, state, kind, BEGAN + timedelta(minutes=minute))


class PlayedAirflow(AirflowApi):
    """An Airflow in which a run that is not at its end goes on by one state each time somebody looks."""

    def __init__(self, coming: dict[str, list[str]] | None = None, errors: Sequence[str] = ()) -> None:
        self.coming = coming or {}
        self.errors = list(errors)
        self.triggered: list[str] = []
        self.there: list[DagRun] = []

    def import_errors(self) -> list[str]:
        return self.errors

    def trigger(self, dag_id: str) -> DagRun:
        self.triggered.append(dag_id)
        self.there.append(run_of(dag_id, "queued", minute=60))
        return self.there[-1]

    def runs(self, dag_id: str = "~") -> list[DagRun]:
        self.there = [self._later(run) if run.dag_id == dag_id and run.unfinished else run for run in self.there]
        return [run for run in self.there if run.dag_id == dag_id]

    def _later(self, run: DagRun) -> DagRun:
        coming = self.coming.setdefault(run.dag_id, ["running", "success"])
        return replace(run, state=coming.pop(0))


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulls, "HINT_SECONDS", 0.0)
    monkeypatch.setattr(pulls, "LOOK_SECONDS", 0.0)


def always_alive() -> None:
    """Nothing dies here."""


def test_each_feed_is_pulled_once() -> None:
    airflow = PlayedAirflow()
    runs = pull_everything(airflow, always_alive, tell=lambda _: None)
    assert airflow.triggered == list(PULLS)
    assert {run.state for run in runs} == {"success"}


def test_a_pull_that_its_timer_has_started_is_waited_for_and_not_started_again() -> None:
    airflow = PlayedAirflow({PULLS[0]: ["running", "running", "success"]})
    airflow.there = [run_of(PULLS[0], "queued", run_id="timer", kind="scheduled")]
    runs = pull_everything(airflow, always_alive, tell=lambda _: None)
    assert airflow.triggered == list(PULLS[1:])
    assert "timer" in {run.run_id for run in runs}


def test_a_failed_pull_ends_the_wait_and_says_where_its_log_is() -> None:
    airflow = PlayedAirflow({PULLS[2]: ["running", "failed"]})
    with pytest.raises(RunFailedError, match=f"of {PULLS[2]} failed; its log is in airflow/logs/dag_id={PULLS[2]}"):
        pull_everything(airflow, always_alive, tell=lambda _: None)


def test_a_refresh_that_the_asset_started_after_the_pulls_is_enough() -> None:
    airflow = PlayedAirflow({WAITS_REFRESH: ["running", "success"]})
    airflow.there = [run_of(WAITS_REFRESH, "queued", kind="asset_triggered", minute=5)]
    assert refresh_after(airflow, BEGAN, always_alive).kind == "asset_triggered"
    assert airflow.triggered == []


def test_a_refresh_from_before_the_last_pull_is_not_enough_and_a_lost_hint_is_made_good() -> None:
    airflow = PlayedAirflow()
    airflow.there = [run_of(WAITS_REFRESH, "success", kind="asset_triggered", minute=-1)]
    assert refresh_after(airflow, BEGAN, always_alive).kind == "manual"
    assert airflow.triggered == [WAITS_REFRESH]


def test_a_dag_file_that_does_not_parse_is_shown_at_once() -> None:
    airflow = PlayedAirflow(errors=["waits_refresh.py: SyntaxError"])
    with pytest.raises(RunFailedError, match=r"waits_refresh\.py: SyntaxError"):
        wait_for_dags(airflow, always_alive)
