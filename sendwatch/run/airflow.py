"""A real Airflow of our own: its configuration, its environment, and its parts as processes.

Never `airflow standalone`: it, and any part that serves its logs, listens on every network interface.
"""

import io
import secrets
import sys
from collections.abc import Mapping
from configparser import ConfigParser
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sendwatch.run.ports import LOOPBACK
from sendwatch.run.private_files import write_private
from sendwatch.run.processes import Component

PARALLEL_TASKS: Final = 4
"""More at once on SQLite ends with "database is locked" in the scheduler itself."""

PARTS: Final[dict[str, tuple[str, ...]]] = {
    "Airflow API server": ("api-server", "--host", LOOPBACK, "--workers", "1"),
    "Airflow scheduler": ("scheduler", "--skip-serve-logs"),
    "Airflow DAG processor": ("dag-processor",),
}


@dataclass(frozen=True)
class Airflow:
    """Where one Airflow lives, which DAG files it reads, and the loopback port of its screen and API."""

    home: Path
    dags: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def configuration(self) -> dict[str, dict[str, str]]:
        return {
            "core": {
                "dags_folder": str(self.dags),
                "executor": "LocalExecutor",
                "parallelism": str(PARALLEL_TASKS),
                "load_examples": "False",
                "dags_are_paused_at_creation": "False",
                "simple_auth_manager_all_admins": "True",
                "execution_api_server_url": f"{self.url}/execution/",
            },
            "database": {"sql_alchemy_conn": f"sqlite:///{self.home / 'airflow.db'}"},
            "logging": {"base_log_folder": str(self.home / "logs")},
            "api": {
                "host": LOOPBACK,
                "port": str(self.port),
                "base_url": self.url,
                "secret_key": secrets.token_hex(64),
            },
            "api_auth": {"jwt_secret": secrets.token_hex(64)},
            "dag_processor": {"refresh_interval": "10"},
            # Tasks of a scheduler that was killed are given to the next one at once, not after five minutes.
            "scheduler": {"orphaned_tasks_check_interval": "30"},
        }

    def write_configuration(self) -> None:
        """Write `airflow.cfg` with new secrets: whoever was signed in is signed out when Airflow starts again."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        parser = ConfigParser(interpolation=None)
        parser.read_dict(self.configuration())
        text = io.StringIO()
        parser.write(text)
        write_private(self.home / "airflow.cfg", text.getvalue().replace("%", "%%"))

    def environment(self, inherited: Mapping[str, str], service: Mapping[str, str]) -> dict[str, str]:
        """What Airflow's parts and tasks find in their environment: nothing that was meant for another Airflow."""
        kept = {name: value for name, value in inherited.items() if not name.startswith(("AIRFLOW_", "_AIRFLOW"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # costs each Airflow command three seconds
        return {**kept, **service, "AIRFLOW_HOME": str(self.home), **past_the_proxy(inherited)}

    def migrate_command(self) -> list[str]:
        return airflow_command("db", "migrate")

    def components(self, environment: Mapping[str, str], logs: Path) -> list[Component]:
        return [
            Component(name, airflow_command(*arguments), environment, logs / f"{name.lower().replace(' ', '-')}.log")
            for name, arguments in PARTS.items()
        ]


def airflow_command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "airflow", *arguments]


def past_the_proxy(inherited: Mapping[str, str]) -> dict[str, str]:
    """Loopback added to the hosts that no proxy may see, in both spellings that programs look at."""
    hosts = ",".join(filter(None, [inherited.get("no_proxy") or inherited.get("NO_PROXY"), LOOPBACK, "localhost"]))
    return {"no_proxy": hosts, "NO_PROXY": hosts}
