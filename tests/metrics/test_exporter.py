"""The exporter answers what it can read now, or fails the scrape: it never serves an old number."""

import logging
import shutil
import subprocess
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from diis.definitions.figures import Figure
from metrics.exporter import create_app
from metrics.sources import Sources
from tests.metrics.invented import SOURCES, figures_now_or_before

NHS_NUMBER = "999 000 0018"


def client(sources: Sources = SOURCES, deadline_seconds: float = 5) -> TestClient:
    return TestClient(create_app(sources, deadline_seconds))


def failing(_: int) -> Sequence[Figure]:
    raise RuntimeError(f"could not read the row of {NHS_NUMBER}")


def test_metrics_are_the_plain_text_format() -> None:
    answer = client().get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert 'waits_open{measure="nd-first-contact",pathway="neurodevelopmental",provider="RBD"} 120.0' in answer.text


def test_promtool_finds_nothing_to_say_of_names_and_help() -> None:
    promtool = shutil.which("promtool")
    assert promtool, "install Prometheus: apt-get install prometheus"
    text = client().get("/metrics").content
    lint = subprocess.run([promtool, "check", "metrics"], input=text, capture_output=True, timeout=30)
    assert lint.stderr.decode() == ""
    assert lint.returncode == 0


def test_nothing_of_the_process_or_the_client_library_is_exported() -> None:
    families = [line for line in client().get("/metrics").text.splitlines() if line.startswith("# TYPE")]
    assert families
    assert all(line.split()[2].startswith(("waits_", "extract_")) for line in families)


def test_healthz_answers_without_reading_the_store() -> None:
    answer = client(replace(SOURCES, figures=failing)).get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json"])
def test_there_are_no_other_pages(path: str) -> None:
    assert client().get(path).status_code == 404


def test_a_failed_query_fails_the_scrape_and_no_data_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = client(replace(SOURCES, figures=failing)).get("/metrics")
    assert answer.status_code == 500
    assert "waits_" not in answer.text
    assert "Scrape failed: RuntimeError." in caplog.text
    assert NHS_NUMBER not in caplog.text + answer.text


def test_a_failure_after_a_good_scrape_serves_nothing_old() -> None:
    answers = [figures_now_or_before, failing]

    def once(before_days: int) -> Sequence[Figure]:
        return answers[0](before_days)

    app = client(replace(SOURCES, figures=once))
    assert app.get("/metrics").status_code == 200
    answers.pop(0)
    assert app.get("/metrics").status_code == 500


def test_a_hung_query_fails_the_scrape_at_the_deadline_and_the_next_ones_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answered = threading.Event()
    asked: list[int] = []

    def hung(before_days: int) -> Sequence[Figure]:
        asked.append(before_days)
        answered.wait(30)
        return figures_now_or_before(before_days)

    app = client(replace(SOURCES, figures=hung), deadline_seconds=0.2)
    began = time.monotonic()
    assert app.get("/metrics").status_code == 500
    assert app.get("/metrics").status_code == 500
    assert time.monotonic() - began < 5
    assert asked == [0]
    assert "no answer from the store in 0.2 seconds" in caplog.text
    assert "an earlier scrape is still under way" in caplog.text
    answered.set()
    assert _recovers(app)


def test_two_scrapes_at_once_take_turns() -> None:
    def slow(before_days: int) -> Sequence[Figure]:
        time.sleep(0.05)
        return figures_now_or_before(before_days)

    app = client(replace(SOURCES, figures=slow))
    with ThreadPoolExecutor(4) as scrapers:
        answers = list(scrapers.map(lambda _: app.get("/metrics").status_code, range(4)))
    assert answers == [200] * 4


def _recovers(app: TestClient) -> bool:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if app.get("/metrics").status_code == 200:
            return True
        time.sleep(0.05)
    return False
