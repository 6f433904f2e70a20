"""A real exporter and a real Prometheus on free loopback ports, for tests that read figures back with PromQL."""

import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

from diis.definitions.figures import DAYS, Figure
from metrics.collectors import METRIC_OF_FIGURE
from metrics.scrape import config

PATIENCE_SECONDS = 60
RULES = Path(__file__).parents[2] / "dashboards" / "generated" / "prometheus" / "rules.yaml"

Series = dict[str, Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(ready: Callable[[], Any], what: str, patience_seconds: float = PATIENCE_SECONDS) -> Any:
    """The first true answer of `ready`, which may refuse the connection while something starts."""
    end = time.monotonic() + patience_seconds
    while time.monotonic() < end:
        try:
            answer = ready()
        except OSError:
            answer = None
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {patience_seconds} seconds")


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free loopback port; gives host:port."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, "the exporter starts")
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=5)


class Prometheus:
    """Asks a running server."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get(self, path: str, **query: str) -> Any:
        with urlopen(f"http://{self.address}{path}?{urlencode(query)}", timeout=5) as answer:
            return json.load(answer)["data"]

    def series(self, expr: str) -> list[Series]:
        """The answer to an instant query."""
        result: list[Series] = self.get("/api/v1/query", query=expr)["result"]
        return result

    def values(self, expr: str, *labels: str) -> dict[tuple[str, ...], float]:
        """Values of an instant query by the named labels."""
        return {
            tuple(one["metric"].get(label, "") for label in labels): float(one["value"][1]) for one in self.series(expr)
        }

    def alerts(self) -> set[tuple[str, str]]:
        """(name, state) of every alert that is pending or firing."""
        return {(alert["labels"]["alertname"], alert["state"]) for alert in self.get("/api/v1/alerts")["alerts"]}


def is_exported(figure: Figure) -> bool:
    """Whether there is a metric of a figure; figures that one measure has alone are none."""
    return figure.figure.partition(":")[0] in METRIC_OF_FIGURE


def promql(figure: Figure) -> str:
    """The query that reads one figure back, in the unit of the figure."""
    kind, _, band = figure.figure.partition(":")
    where = f'measure="{figure.measure}",provider="{figure.provider}"' + (f',band="{band}"' if band else "")
    query = f"{METRIC_OF_FIGURE[kind].name}{{{where}}}"
    return f"{query} / 86400" if figure.unit == DAYS else query


@contextmanager
def prometheus(target: str, folder: Path, rules: Path = RULES, every_seconds: int = 1) -> Iterator[Prometheus]:
    """A server that scrapes `target` so often; ready once the first scrape has succeeded.

    A scrape that takes longer than that fails, and every series is gone until the next: a real store has more to read.
    """
    settings = folder / "prometheus.yml"
    settings.write_text(config(target, rules, every_seconds=every_seconds))
    program = shutil.which("prometheus")
    assert program, "install Prometheus: apt-get install prometheus"
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [
            program,
            f"--config.file={settings}",
            f"--storage.tsdb.path={folder / 'data'}",
            f"--web.listen-address={address}",
            "--log.level=error",
        ],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Prometheus(address)
    try:
        wait_until(lambda: server.series("up == 1"), "Prometheus scrapes the exporter")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)
