"""The stages of a run, in the order of the way of the data; each returns what the next one and the checks need."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from diis.definitions.figures import Figure
from diis.feeds import FEEDS
from diis.store.figures import latest_figures
from diis.store.ledger import feed_statuses
from diis.store.readings import FeedStatus
from sendwatch.rooms import initialise, open_store
from sendwatch.run.airflow_api import AirflowApi, DagRun
from sendwatch.run.commands import run_command
from sendwatch.run.demo_data import write_extracts
from sendwatch.run.processes import Components
from sendwatch.run.progress import Progress
from sendwatch.run.pulls import pull_everything, refresh_after, wait_for_dags
from sendwatch.run.service import Service
from sendwatch.settings import Settings


@dataclass(frozen=True)
class Stored:
    """What the store holds once everything was pulled and refreshed."""

    figures: Sequence[Figure]
    feeds: Sequence[FeedStatus]


def write_demo(service: Service, progress: Progress) -> list[Path]:
    """Folders, key, store, and extracts in the inboxes; the extract folders."""
    with progress.doing("Writing 26 weeks of invented extracts") as tell:
        initialise(Settings())
        extracts = write_extracts(service.home, datetime.now(UTC).date())
        tell(f"{len(extracts)} lists in {service.home / 'inbox'}")
    return extracts


def start_airflow(service: Service, components: Components, progress: Progress) -> AirflowApi:
    with progress.doing("Starting Airflow") as tell:
        service.airflow.write_configuration()
        environment = service.airflow.environment(os.environ, service.environment)
        run_command("Airflow's database", service.airflow.migrate_command(), environment, service.logs / "migrate.log")
        service.start_airflow(components)
        api = AirflowApi(service.airflow.url)
        wait_for_dags(api, components.check)
        tell(service.airflow.url)
    return api


def pull(api: AirflowApi, alive: Callable[[], None], progress: Progress) -> list[DagRun]:
    """The successful runs: one for each feed, and the refresh after them."""
    with progress.doing("Airflow pulls the extracts") as tell:
        runs = pull_everything(api, alive, tell)
    with progress.doing("Airflow refreshes the waits"):
        pulled_at = max(api.task_ended_at(run, "pull") for run in runs)
        runs.append(refresh_after(api, pulled_at, alive))
    return runs


def read_store() -> Stored:
    store = open_store(Settings())
    try:
        return Stored(latest_figures(store), feed_statuses(store, FEEDS))
    finally:
        store.close()
