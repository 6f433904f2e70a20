"""Prometheus on loopback: what it scrapes and judges by, as a process, and what it answers."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from metrics.scrape import config
from sendwatch.run.errors import RunError
from sendwatch.run.json_calls import get_json
from sendwatch.run.ports import LOOPBACK
from sendwatch.run.processes import Component

SCRAPE_SECONDS = 5
NOT_INSTALLED = "not installed, so no history and no alerts; to have them: sudo apt install prometheus"


class PrometheusAnswerError(RunError):
    """Prometheus did not answer a question as it should."""


@dataclass(frozen=True)
class Alert:
    """An alert as Prometheus sees it now; state `pending` means true, but not yet for as long as the alert asks."""

    name: str
    state: str
    labels: Mapping[str, str]
    summary: str


@dataclass(frozen=True)
class Prometheus:
    """One Prometheus: the folder of its configuration and data, its loopback port, and that of what it scrapes."""

    home: Path
    port: int
    exporter_port: int

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def target(self) -> str:
        return f"{LOOPBACK}:{self.exporter_port}"

    def write_configuration(self, rules: Path) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        text = config(self.target, rules.resolve(), every_seconds=SCRAPE_SECONDS)
        (self.home / "prometheus.yml").write_text(text, encoding="utf-8")

    def component(self, environment: Mapping[str, str], logs: Path) -> Component:
        command = (
            "prometheus",
            f"--config.file={self.home / 'prometheus.yml'}",
            f"--storage.tsdb.path={self.home / 'data'}",
            f"--web.listen-address={LOOPBACK}:{self.port}",
        )
        return Component("Prometheus", command, environment, logs / "prometheus.log")

    def query(self, promql: str) -> list[tuple[dict[str, str], float]]:
        """Labels and value of every series of an instant query."""
        return [(row["metric"], float(row["value"][1])) for row in self._ask("query", query=promql)["result"]]

    def alerts(self) -> list[Alert]:
        return [
            Alert(row["labels"]["alertname"], row["state"], row["labels"], row["annotations"].get("summary", ""))
            for row in self._ask("alerts")["alerts"]
        ]

    def _ask(self, question: str, **arguments: str) -> Any:
        answer = get_json(f"{self.url}/api/v1/{question}?{urlencode(arguments)}")
        if answer["status"] != "success":
            raise PrometheusAnswerError(f"Prometheus could not answer {question} {arguments}: {json.dumps(answer)}")
        return answer["data"]


def is_installed() -> bool:
    return shutil.which("prometheus") is not None
