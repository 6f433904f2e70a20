"""One real run of each kind of DAG, from an extract in an inbox to figures in the store."""

import json
import stat
from collections.abc import Sequence
from pathlib import Path

from diis.definitions.figures import Figure
from diis.feeds import FEEDS
from diis.store.figures import latest_figures
from diis.store.ledger import feed_statuses
from diis.store.readings import FeedStatus
from sendwatch.dag_settings import HOUSEKEEPING, WAITS_REFRESH, pull_dag_id
from sendwatch.rooms import open_store
from sendwatch.run.airflow_api import DagRun
from sendwatch.run.processes import members
from tests.dags.conftest import LAST_CENSUS, RealAirflow
from tests.dags.listening import listening_addresses
from tests.diis.extract_builder import AnExtract, some_referrals

FEED = next(feed for feed in FEEDS if feed.name == "r0d-neurodevelopmental")
PULL = pull_dag_id(FEED)
XCOM_BYTES = 1024


def in_store(airflow: RealAirflow) -> tuple[list[FeedStatus], Sequence[Figure]]:
    store = open_store(airflow.settings)
    try:
        return feed_statuses(store, FEEDS), latest_figures(store)
    finally:
        store.close()


def first_pull(airflow: RealAirflow) -> DagRun:
    """The run that a pull's own timer starts as soon as Airflow knows the DAG."""
    return airflow.until_finished(PULL, "scheduled")


def all_pulled_and_refreshed(airflow: RealAirflow) -> None:
    """Nothing is on its way any more: each timer has had its first run, and their loads are in the figures."""
    for feed in FEEDS:
        airflow.until_finished(pull_dag_id(feed), "scheduled")
    airflow.run(WAITS_REFRESH)


def test_a_pull_loads_every_extract_of_its_inbox(real_airflow: RealAirflow) -> None:
    assert first_pull(real_airflow).state == "success"
    statuses, _ = in_store(real_airflow)
    assert next(status for status in statuses if status.feed == FEED.name).census_on == LAST_CENSUS


def test_a_pull_leaves_two_small_numbers_in_airflow_and_nothing_about_anybody(real_airflow: RealAirflow) -> None:
    loads = real_airflow.returned(first_pull(real_airflow), "pull")
    assert len(loads) == 2
    assert all(isinstance(load, int) for load in loads)
    assert len(json.dumps(loads)) < XCOM_BYTES


def test_a_pull_starts_the_refresh_which_works_out_the_waits(real_airflow: RealAirflow) -> None:
    first_pull(real_airflow)
    assert real_airflow.until_finished(WAITS_REFRESH, "asset_triggered").state == "success"
    real_airflow.run(WAITS_REFRESH)
    _, figures = in_store(real_airflow)
    assert {figure.as_at for figure in figures} == {LAST_CENSUS}
    assert any(figure.figure == "open" and figure.value for figure in figures)


def test_a_pull_that_runs_twice_changes_nothing(real_airflow: RealAirflow) -> None:
    all_pulled_and_refreshed(real_airflow)
    before = in_store(real_airflow)
    again = real_airflow.run(PULL)
    assert again.state == "success"
    assert real_airflow.returned(again, "pull") == []
    assert in_store(real_airflow) == before


def test_a_refresh_that_runs_twice_changes_nothing(real_airflow: RealAirflow) -> None:
    all_pulled_and_refreshed(real_airflow)
    before = in_store(real_airflow)
    again = real_airflow.run(WAITS_REFRESH)
    assert again.state == "success"
    assert real_airflow.returned(again, "refresh") == []
    assert in_store(real_airflow) == before


def test_a_refused_list_turns_one_run_red_and_keeps_no_load_back(real_airflow: RealAirflow) -> None:
    feed = next(feed for feed in FEEDS if feed.name == "rbd-community-paediatrics")
    real_airflow.until_finished(pull_dag_id(feed), "scheduled")
    refused = AnExtract(some_referrals(1), provider=feed.provider, pathway=str(feed.pathway), manifest={})
    refused.folder(real_airflow.settings.inbox(feed.name))
    red = real_airflow.run(pull_dag_id(feed))
    assert red.state == "failed"
    assert len(real_airflow.returned(red, "pull")) == 1
    assert real_airflow.run(pull_dag_id(feed)).state == "success"


def test_housekeeping_runs_and_tells_how_many_files_it_deleted(real_airflow: RealAirflow) -> None:
    run = real_airflow.until_finished(HOUSEKEEPING, "scheduled")
    assert run.state == "success"
    assert real_airflow.returned(run, "clear") == 0


def test_airflow_listens_on_loopback_only(real_airflow: RealAirflow) -> None:
    first_pull(real_airflow)
    pids = [pid for session in real_airflow.pids for pid in members(session)]
    assert listening_addresses(pids) == {f"127.0.0.1:{real_airflow.airflow.port}"}


def test_airflows_configuration_with_its_secrets_is_for_its_owner_only(real_airflow: RealAirflow) -> None:
    configuration = Path(real_airflow.airflow.home / "airflow.cfg")
    assert stat.S_IMODE(configuration.stat().st_mode) == 0o600
