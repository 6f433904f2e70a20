"""One real Airflow for all tests of the DAGs: started once, on loopback, over a store and inboxes of its own."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from sendwatch.demo import write
from sendwatch.rooms import initialise
from sendwatch.run.airflow import Airflow
from sendwatch.run.airflow_api import AirflowApi, DagRun
from sendwatch.run.commands import run_command
from sendwatch.run.ports import free_port
from sendwatch.run.processes import Components
from sendwatch.run.pulls import wait_for_dags
from sendwatch.run.service import CHECKOUT, environment, wait_until_ready
from sendwatch.run.waiting import wait_for
from sendwatch.settings import Settings

RUN_SECONDS = 120.0
LAST_CENSUS = date(2026, 10, 25)


@dataclass(frozen=True)
class RealAirflow:
    """A running Airflow, the processes it is made of, and the settings its tasks find."""

    airflow: Airflow
    api: AirflowApi
    components: Components
    pids: tuple[int, ...]
    settings: Settings

    def until_finished(self, dag_id: str, kind: str) -> DagRun:
        """The newest run of a kind, once it has ended."""
        return self._until_ended(dag_id, lambda run: run.kind == kind)

    def run(self, dag_id: str) -> DagRun:
        """Start a run by hand and wait for its end."""
        ours = self.api.trigger(dag_id)
        return self._until_ended(dag_id, lambda run: run.run_id == ours.run_id)

    def _until_ended(self, dag_id: str, is_meant: Callable[[DagRun], bool]) -> DagRun:
        def ended() -> DagRun | None:
            newest = next((run for run in self.api.runs(dag_id) if is_meant(run)), None)
            return None if newest is None or newest.unfinished else newest

        return wait_for(f"the end of a run of {dag_id}", ended, self.components.check, RUN_SECONDS)

    def returned(self, run: DagRun, task_id: str) -> Any:
        """What a task left in XCom."""
        path = f"dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances/{task_id}/xcomEntries/return_value"
        return self.api.get(path.replace("+", "%2B"))["value"]


@pytest.fixture(scope="module")
def real_airflow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealAirflow]:
    """Airflow as `make run` starts it, with a few small extracts in the inboxes."""
    home = tmp_path_factory.mktemp("airflow")
    ours = environment(home, exporter_port=0)
    settings = Settings(home=home, allow_test_nhs_numbers=True, store_url="")
    initialise(settings)
    write(settings.home / "inbox", weeks=2, referrals=300, last_census=LAST_CENSUS)
    airflow = Airflow(home / "airflow", CHECKOUT / "dags", free_port(random.randrange(20_000, 40_000)))
    airflow.write_configuration()
    surroundings = airflow.environment(os.environ, ours)
    run_command("Airflow's database", airflow.migrate_command(), surroundings, home / "logs" / "migrate.log")
    with Components() as components:
        pids = tuple(components.start(part) for part in airflow.components(surroundings, home / "logs"))
        wait_until_ready("Airflow", f"{airflow.url}/api/v2/version", components.check)
        api = AirflowApi(airflow.url)
        wait_for_dags(api, components.check)
        yield RealAirflow(airflow, api, components, pids, settings)
