"""Every service that stays up, started with its command as written, until its health check as written passes.

Grafana has no server that can be had without an engine; what it is given is checked as files.
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError

import pytest

from metrics import catalogue
from sendwatch.dag_settings import HOUSEKEEPING
from sendwatch.run.json_calls import get_json, get_text, post_json
from tests.deploy.by_hand import ByHand
from tests.deploy.composed import services, stays_up

NOT_HERE = {"grafana"}
STARTED = ["airflow-api-server", "airflow-dag-processor", "exporter", "prometheus", "airflow-scheduler", "register"]
INBOX, FEED = "/var/lib/sendwatch/inbox", "rbd-neurodevelopmental"
API, EXPORTER, PROMETHEUS = "8080", "9464", "9090"


@pytest.fixture(scope="module")
def running(store: ByHand) -> ByHand:
    """All of them at once, as an engine would have them."""
    migrated = store.run("airflow-migrate")
    assert migrated.returncode == 0, migrated.stdout + migrated.stderr
    for name in STARTED:
        store.start(name)
    for name in STARTED:
        store.wait_until_healthy(name)
    return store


@pytest.fixture(scope="module")
def demonstrated(running: ByHand) -> ByHand:
    """With a list of invented children, brought in by the commands of deploy/README.md."""
    settings = {"SENDWATCH_ALLOW_TEST_NHS_NUMBERS": "1", "SENDWATCH_POSTCODES": f"{INBOX}/postcodes.csv"}
    for arguments in (["demo", INBOX, "--weeks", "1", "--referrals", "200"], ["pull", "--feed", FEED]):
        done = running.run("sendwatch", *arguments, **settings)
        assert done.returncode in (0, 4), done.stdout + done.stderr
    return running


@pytest.fixture(scope="module")
def token(running: ByHand) -> str:
    """What Airflow gives who signs in with the password among the secrets."""
    account = json.loads(running.secret("airflow_passwords"))
    body = {"username": "admin", "password": account["admin"]}
    answer: dict[str, str] = post_json(running.url(API, "/auth/token"), body)
    return answer["access_token"]


def eventually(ask: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := ask()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return done


def value(machine: ByHand, query: str) -> list[str]:
    answer = get_json(machine.url(PROMETHEUS, f"/api/v1/query?query={query}"))
    return [series["value"][1] for series in answer["data"]["result"]]


def test_nothing_that_stays_up_is_left_out() -> None:
    lasting = {name for name, service in services().items() if stays_up(service)}
    assert lasting == {"postgres", *STARTED, *NOT_HERE}


@pytest.mark.parametrize("name", ["postgres", *STARTED])
def test_its_health_check_passes(running: ByHand, name: str) -> None:
    assert name in running.was_healthy


@pytest.mark.parametrize("name", ["exporter", "prometheus", "airflow-api-server", "airflow-scheduler"])
def test_its_health_check_fails_where_nothing_runs(running: ByHand, name: str) -> None:
    elsewhere = ByHand(running.folder / "nothing-runs-here", running.components)
    assert not elsewhere.healthy(name)


def test_nobody_gets_into_airflow_without_the_password_that_was_made(running: ByHand, token: str) -> None:
    for password in ("admin", "airflow"):
        with pytest.raises(HTTPError, match="401"):
            post_json(running.url(API, "/auth/token"), {"username": "admin", "password": password})
    with pytest.raises(HTTPError, match="401"):
        get_json(running.url(API, "/api/v2/dags"))
    assert get_json(running.url(API, "/api/v2/dags"), token)


def test_no_password_is_printed_into_the_logs(running: ByHand, token: str) -> None:
    logs = "".join(log.read_text(encoding="utf-8") for log in (running.folder / "logs").iterdir())
    assert "Uvicorn running" in logs
    for secret in running.secrets.iterdir():
        assert _sensitive_part(secret.read_text(encoding="ascii")) not in logs


def _sensitive_part(secret: str) -> str:
    return secret.rpartition("@")[0].rpartition(":")[2] or secret.strip('{}"').rpartition('"')[2]


def test_the_scheduler_runs_a_task_in_the_role_of_the_writer(running: ByHand, token: str) -> None:
    runs = running.url(API, f"/api/v2/dags/{HOUSEKEEPING}/dagRuns")
    assert eventually(lambda: HOUSEKEEPING in _dags(running, token))
    started = post_json(runs, {"logical_date": None}, token)
    run = f"{runs}/{started['dag_run_id']}"
    assert eventually(lambda: get_json(run, token)["state"] in ("success", "failed"))
    assert get_json(run, token)["state"] == "success"


def _dags(machine: ByHand, token: str) -> set[str]:
    found: dict[str, Any] = get_json(machine.url(API, "/api/v2/dags"), token)
    return {dag["dag_id"] for dag in found["dags"]}


def test_no_dag_file_failed_to_import(running: ByHand, token: str) -> None:
    assert get_json(running.url(API, "/api/v2/importErrors"), token)["import_errors"] == []


def test_the_exporter_reads_figures_and_feeds_in_the_role_of_the_reader(demonstrated: ByHand) -> None:
    answer = get_text(demonstrated.url(EXPORTER, "/metrics"))
    for metric in (catalogue.WAITS_STANDARD, catalogue.WAITS_AS_AT, catalogue.EXTRACT_CENSUS):
        assert re.search(rf"^{metric.name}{{.*}} [1-9]", answer, re.MULTILINE), metric.name


def test_prometheus_scrapes_the_exporter_and_itself(running: ByHand) -> None:
    assert eventually(lambda: value(running, "up") == ["1", "1"]), value(running, "up")


def test_prometheus_has_loaded_the_built_rules(running: ByHand) -> None:
    groups = get_json(running.url(PROMETHEUS, "/api/v1/rules"))["data"]["groups"]
    assert groups
    assert all(rule["health"] != "err" for group in groups for rule in group["rules"])
