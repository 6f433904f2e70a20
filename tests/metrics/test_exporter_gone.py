"""F30: the exporter's query hangs or the exporter dies; a real Prometheus shows it, and our own alert goes off.

`up` is 0, no number of before is served, and the alert that speaks of missing data for all fires; its hour of patience
is a second here.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from diis.definitions.figures import Figure
from metrics.exporter import create_app
from sendwatch.rooms import initialise
from sendwatch.settings import Settings
from tests.metrics.invented import SOURCES, figures_now_or_before
from tests.metrics.live import RULES, Prometheus, free_port, prometheus, served, wait_until

ALERT = "ExtractNeverSeen"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The generated rules, each of which waits a second."""
    lines = RULES.read_text(encoding="utf-8").splitlines()
    quick = ['        for: "1s"' if line.strip().startswith("for:") else line for line in lines]
    assert quick != lines
    (tmp_path / "rules.yaml").write_text("\n".join(quick), encoding="utf-8")
    return tmp_path / "rules.yaml"


def speaks_of_the_exporter(server: Prometheus) -> bool:
    """Whether the alert fires for no feed at all; it fires for single feeds that were never seen as well."""
    return any(
        alert["labels"]["alertname"] == ALERT and alert["state"] == "firing" and "provider" not in alert["labels"]
        for alert in server.get("/api/v1/alerts")["alerts"]
    )


def is_silent_about_the_exporter(server: Prometheus) -> None:
    """Before the first scrape there was nothing to see: a second of patience is short."""
    wait_until(lambda: not speaks_of_the_exporter(server), "the alert ends")


def shows_that_it_is_gone(server: Prometheus) -> None:
    wait_until(lambda: server.series("up == 0"), "the failed scrape shows")
    assert server.series("waits_open") == []
    assert server.series("extract_info") == []
    wait_until(lambda: speaks_of_the_exporter(server), "the alert fires")


def test_a_hung_query_fails_the_scrape_and_raises_the_alert_until_it_ends(tmp_path: Path, rules: Path) -> None:
    hangs, ended = threading.Event(), threading.Event()

    def figures(before_days: int) -> Sequence[Figure]:
        if hangs.is_set():
            ended.wait(60)
        return figures_now_or_before(before_days)

    app = create_app(replace(SOURCES, figures=figures), deadline_seconds=0.5)
    with served(app) as target, prometheus(target, tmp_path, rules) as server:
        assert server.series("waits_open")
        is_silent_about_the_exporter(server)
        hangs.set()
        shows_that_it_is_gone(server)
        hangs.clear()
        ended.set()
        wait_until(lambda: server.series("up == 1"), "the scrape is well again")
        is_silent_about_the_exporter(server)
        assert server.series("waits_open")


@contextmanager
def exporter_process(home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The exporter as it runs in service, over a store of its own; gives host:port and the process."""
    initialise(Settings(home=home, store_url=""))
    port = free_port()
    ours = {"SENDWATCH_HOME": str(home), "SENDWATCH_STORE_URL": "", "SENDWATCH_METRICS_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "sendwatch", "metrics", "serve"],
        env={**os.environ, **ours},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait(timeout=10)


def test_an_exporter_that_the_kernel_kills_shows_as_down_and_raises_the_alert(tmp_path: Path, rules: Path) -> None:
    """As the kernel does when memory runs out: it gets no word in."""
    with exporter_process(tmp_path / "home") as (target, process), prometheus(target, tmp_path, rules) as server:
        assert server.series("extract_info")
        is_silent_about_the_exporter(server)
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=10) == -signal.SIGKILL
        shows_that_it_is_gone(server)
