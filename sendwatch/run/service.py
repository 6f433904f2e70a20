"""The parts of one service on one machine: where each lives, what it finds in its environment, how it is started."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboards.build import GENERATED
from sendwatch.demo.writing import ORGANISATIONS_FILE, POSTCODES_FILE, PRACTICES_FILE
from sendwatch.run.airflow import Airflow
from sendwatch.run.commands import run_command
from sendwatch.run.grafana import Grafana, publish_command
from sendwatch.run.json_calls import get_text
from sendwatch.run.ports import LOOPBACK, free_port
from sendwatch.run.processes import Component, Components
from sendwatch.run.prometheus import Prometheus
from sendwatch.run.waiting import wait_for

CHECKOUT = Path(__file__).resolve().parents[2]
"""Airflow reads the DAG files from a folder: they are in no package."""

RULES = GENERATED / "prometheus" / "rules.yaml"

USUAL_PORTS: Mapping[str, int] = {"Airflow": 8080, "Prometheus": 9090, "Grafana": 3000}
READY_SECONDS = 120.0


@dataclass(frozen=True)
class Service:
    """All that is decided before the first part starts. `environment` is what the parts and this process share."""

    home: Path
    airflow: Airflow
    prometheus: Prometheus
    grafana: Grafana
    environment: Mapping[str, str]
    moved: Mapping[str, int]
    """The parts whose usual port is taken, and the port they get instead."""

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def exporter_url(self) -> str:
        return f"http://{self.prometheus.target}/metrics"

    def exporter(self) -> Component:
        command = (sys.executable, "-m", "sendwatch", "metrics", "serve")
        return Component("Metrics exporter", command, {**os.environ, **self.environment}, self.logs / "exporter.log")

    def start_airflow(self, components: Components) -> None:
        environment = self.airflow.environment(os.environ, self.environment)
        for part in self.airflow.components(environment, self.logs):
            components.start(part)
        wait_until_ready("Airflow", f"{self.airflow.url}/api/v2/version", components.check)

    def start_exporter(self, components: Components) -> None:
        components.start(self.exporter())
        wait_until_ready("The metrics exporter", self.exporter_url, components.check)

    def start_prometheus(self, components: Components) -> None:
        self.prometheus.write_configuration(RULES)
        components.start(self.prometheus.component(os.environ, self.logs))
        wait_until_ready("Prometheus", f"{self.prometheus.url}/-/ready", components.check)

    def start_grafana(self, program: str, components: Components) -> None:
        self.grafana.write_configuration()
        components.start(self.grafana.component(program, os.environ, self.logs))
        wait_until_ready("Grafana", f"{self.grafana.url}/api/health", components.check)

    def publish(self, grafana_url: str) -> None:
        command = publish_command(grafana_url, self.prometheus.url)
        run_command("Publishing to Grafana", command, {**os.environ, **self.environment}, self.logs / "publish.log")


def plan(home: Path, exporter_port: int) -> Service:
    """Choose a free port for each part, the usual one where it can be had."""
    home = home.absolute()
    usual = {"Metrics exporter": exporter_port, **USUAL_PORTS}
    ports: dict[str, int] = {}
    for name, port in usual.items():
        ports[name] = free_port(port, ports.values())
    prometheus = Prometheus(home / "prometheus", ports["Prometheus"], ports["Metrics exporter"])
    return Service(
        home=home,
        airflow=Airflow(home / "airflow", CHECKOUT / "dags", ports["Airflow"]),
        prometheus=prometheus,
        grafana=Grafana(home / "grafana", ports["Grafana"], prometheus.url),
        environment=environment(home, ports["Metrics exporter"]),
        moved={name: port for name, port in ports.items() if port != usual[name]},
    )


def environment(home: Path, exporter_port: int) -> dict[str, str]:
    """The settings of a demo: never the database or the key that somebody set up for real data."""
    return {
        "SENDWATCH_HOME": str(home),
        "SENDWATCH_STORE_URL": f"sqlite:///{home / 'store.sqlite'}",
        "SENDWATCH_PSEUDONYM_KEY_FILE": str(home / "keys" / "pseudonym.key"),
        "SENDWATCH_ALLOW_TEST_NHS_NUMBERS": "1",
        "SENDWATCH_POSTCODES": str(home / "inbox" / POSTCODES_FILE),
        "SENDWATCH_PRACTICES": str(home / "inbox" / PRACTICES_FILE),
        "SENDWATCH_ORGANISATIONS": str(home / "inbox" / ORGANISATIONS_FILE),
        "SENDWATCH_METRICS_HOST": LOOPBACK,
        "SENDWATCH_METRICS_PORT": str(exporter_port),
    }


def wait_until_ready(name: str, url: str, alive: Callable[[], None]) -> None:
    wait_for(f"{name} answering at {url}", lambda: get_text(url), alive, READY_SECONDS)
