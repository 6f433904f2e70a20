"""What Airflow itself makes of the DAG files: it reads them all, and each keeps to our policy."""

from typing import Any

import pytest

from diis.feeds import FEEDS
from sendwatch.dag_settings import LOADED_LISTS, WAITS_REFRESH, pull_dag_id
from sendwatch.run.pulls import DAGS, PULLS
from tests.dags.conftest import RealAirflow

REFUSALS = "refusals"
FEED_OF = {pull_dag_id(feed): feed for feed in FEEDS}


@pytest.fixture(params=DAGS)
def dag_id(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def details(real_airflow: RealAirflow, dag_id: str) -> dict[str, Any]:
    found: dict[str, Any] = real_airflow.api.get(f"dags/{dag_id}/details")
    return found


@pytest.fixture
def tasks(real_airflow: RealAirflow, dag_id: str) -> dict[str, dict[str, Any]]:
    return {task["task_id"]: task for task in real_airflow.api.get(f"dags/{dag_id}/tasks")["tasks"]}


@pytest.fixture
def task(tasks: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The task that does the work; `refusals` only turns red."""
    (only,) = (task for name, task in tasks.items() if name != REFUSALS)
    return only


def test_every_file_parses(real_airflow: RealAirflow) -> None:
    assert real_airflow.api.import_errors() == []


def test_there_is_a_pull_for_each_feed_one_refresh_and_one_housekeeping(real_airflow: RealAirflow) -> None:
    assert {dag["dag_id"] for dag in real_airflow.api.dags()} == set(DAGS)
    assert len(DAGS) == len(FEEDS) + 2


def test_a_dag_does_not_catch_up_and_never_has_many_runs_at_once(details: dict[str, Any]) -> None:
    assert details["catchup"] is False
    assert details["max_active_runs"] <= 2


@pytest.mark.parametrize("dag_id", PULLS, indirect=True)
def test_a_feed_is_pulled_by_one_run_at_a_time(details: dict[str, Any]) -> None:
    assert details["max_active_runs"] == 1


def test_a_dag_has_a_timetable_in_utc(details: dict[str, Any]) -> None:
    assert details["timetable_periodic"] is True
    assert details["timezone"] == "UTC"


def test_a_dag_can_be_found_by_tag_and_owner(details: dict[str, Any]) -> None:
    assert details["tags"]
    assert details["owners"]
    assert "airflow" not in details["owners"]


def test_a_dag_shows_what_it_does_and_what_to_do_when_it_is_red(details: dict[str, Any]) -> None:
    assert details["description"]
    assert "#### Runbook: the task is red" in details["doc_md"]
    assert "changes\nnothing" in details["doc_md"] or "changes nothing" in details["doc_md"]


def test_a_task_is_tried_again_with_growing_delays_and_has_a_time_limit(task: dict[str, Any]) -> None:
    assert task["retries"] >= 2
    assert task["retry_exponential_backoff"] > 1
    assert 0 < task["execution_timeout"]["seconds"] <= 3600


@pytest.mark.parametrize("dag_id", PULLS, indirect=True)
def test_a_pull_names_its_feed_and_who_sends_it(dag_id: str, details: dict[str, Any], task: dict[str, Any]) -> None:
    feed = FEED_OF[dag_id]
    assert task["owner"] == feed.owner
    assert feed.cron in details["timetable_summary"]
    assert feed.about in details["doc_md"]
    assert {"pull", feed.provider} <= {tag["name"] for tag in details["tags"]}


@pytest.mark.parametrize("dag_id", PULLS, indirect=True)
def test_refusals_are_told_by_a_task_of_their_own_that_is_not_tried_again(tasks: dict[str, dict[str, Any]]) -> None:
    assert tasks["pull"]["downstream_task_ids"] == [REFUSALS]
    assert tasks[REFUSALS]["retries"] == 0
    assert 0 < tasks[REFUSALS]["execution_timeout"]["seconds"] <= 3600


@pytest.mark.parametrize("dag_id", [WAITS_REFRESH], indirect=True)
def test_the_refresh_waits_for_loaded_lists(details: dict[str, Any]) -> None:
    assert details["asset_expression"]["asset"]["name"] == LOADED_LISTS
