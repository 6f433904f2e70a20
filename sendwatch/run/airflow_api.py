"""What we ask of a running Airflow through its API: its DAGs, a new run, and how runs ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sendwatch.run.json_calls import get_json, post_json

UNFINISHED = ("queued", "running")


@dataclass(frozen=True)
class DagRun:
    """One run of a DAG; `kind` says what started it: manual, scheduled or asset_triggered."""

    dag_id: str
    run_id: str
    state: str
    kind: str
    started_at: datetime | None

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED


class AirflowApi:
    """The API of one Airflow whose every visitor is its administrator: ours, on loopback."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._token: str = get_json(f"{url}/auth/token")["access_token"]

    def get(self, path: str) -> Any:
        return get_json(f"{self._url}/api/v2/{path}", self._token)

    def dags(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get("dags?limit=100")["dags"]
        return found

    def import_errors(self) -> list[str]:
        return [f"{error['filename']}: {error['stack_trace']}" for error in self.get("importErrors")["import_errors"]]

    def trigger(self, dag_id: str) -> DagRun:
        return _dag_run(post_json(f"{self._url}/api/v2/dags/{dag_id}/dagRuns", {"logical_date": None}, self._token))

    def runs(self, dag_id: str = "~") -> list[DagRun]:
        """The newest hundred runs of one DAG, or of all."""
        return [_dag_run(row) for row in self.get(f"dags/{dag_id}/dagRuns?limit=100&order_by=-run_after")["dag_runs"]]

    def task_ended_at(self, run: DagRun, task_id: str) -> datetime:
        """When a task of a finished run ended: earlier than the run, which has more to do after it."""
        path = f"dags/{run.dag_id}/dagRuns/{quote(run.run_id)}/taskInstances/{task_id}"
        return datetime.fromisoformat(self.get(path)["end_date"])


def _dag_run(row: dict[str, Any]) -> DagRun:
    return DagRun(
        dag_id=row["dag_id"],
        run_id=row["dag_run_id"],
        state=row["state"],
        kind=row["run_type"],
        started_at=_instant(row["start_date"]),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
