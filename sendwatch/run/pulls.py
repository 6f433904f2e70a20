"""Let Airflow pull what waits in the inboxes, and see the refresh through that follows."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from diis.feeds import FEEDS
from sendwatch.dag_settings import HOUSEKEEPING, WAITS_REFRESH, pull_dag_id
from sendwatch.run.airflow_api import AirflowApi, DagRun
from sendwatch.run.errors import RunError
from sendwatch.run.waiting import wait_for

PULLS = tuple(pull_dag_id(feed) for feed in FEEDS)
DAGS = (*PULLS, WAITS_REFRESH, HOUSEKEEPING)
PARSE_SECONDS = 120.0
START_SECONDS = 60.0
PULL_SECONDS = 1800.0
REFRESH_SECONDS = 600.0
LOOK_SECONDS = 1.0
HINT_SECONDS = 10.0
"""How long the asset event may take to start the refresh before we start it ourselves."""


class RunFailedError(RunError):
    """A DAG file that does not parse, or a run that ended without success; the message says where to look."""


def wait_for_dags(api: AirflowApi, alive: Callable[[], None]) -> None:
    def parsed() -> bool | None:
        if errors := api.import_errors():
            raise RunFailedError("Airflow cannot read a DAG file:\n" + "\n".join(errors))
        return set(DAGS) <= {dag["dag_id"] for dag in api.dags()} or None

    wait_for("Airflow reading the DAG files", parsed, alive, PARSE_SECONDS)


def pull_everything(api: AirflowApi, alive: Callable[[], None], tell: Callable[[str], None]) -> list[DagRun]:
    """Start each pull DAG that is not at work already, and wait until every one has finished well."""
    tracked = {dag_id: start(api, dag_id, alive).run_id for dag_id in PULLS}

    def finished() -> list[DagRun] | None:
        runs = [run for dag_id in PULLS for run in api.runs(dag_id)]
        ours = [run for run in runs if tracked[run.dag_id] == run.run_id]
        raise_if_failed(ours)
        busy = {run.dag_id for run in runs if run.unfinished}
        tell(f"{len(PULLS) - len(busy)} of {len(PULLS)} feeds are done")
        return None if busy else ours

    return wait_for("Pulling the extracts", finished, alive, PULL_SECONDS, pause=LOOK_SECONDS)


def start(api: AirflowApi, dag_id: str, alive: Callable[[], None]) -> DagRun:
    return wait_for(f"Starting {dag_id}", lambda: unfinished_or_new(api, dag_id), alive, START_SECONDS)


def unfinished_or_new(api: AirflowApi, dag_id: str) -> DagRun:
    """The run at work or waiting now (a timer may have been first), else a new one."""
    return next((run for run in api.runs(dag_id) if run.unfinished), None) or api.trigger(dag_id)


def raise_if_failed(runs: Sequence[DagRun]) -> None:
    for run in runs:
        if run.state == "failed":
            raise RunFailedError(
                f"Airflow's run {run.run_id} of {run.dag_id} failed; its log is in airflow/logs/dag_id={run.dag_id}"
            )


def refresh_after(api: AirflowApi, pulled_at: datetime, alive: Callable[[], None]) -> DagRun:
    """A successful refresh that began after the pulls ended: started by the asset, or by us where the hint was lost."""
    hint_until = time.monotonic() + HINT_SECONDS

    def refreshed() -> DagRun | None:
        runs = api.runs(WAITS_REFRESH)
        since = [run for run in runs if run.started_at and run.started_at >= pulled_at]
        raise_if_failed(since)
        if not any(run.unfinished for run in runs) and not since and time.monotonic() > hint_until:
            api.trigger(WAITS_REFRESH)
        return next((run for run in since if run.state == "success"), None)

    return wait_for("Refreshing the waits", refreshed, alive, REFRESH_SECONDS, pause=LOOK_SECONDS)
