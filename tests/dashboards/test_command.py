"""`sendwatch dashboards`: what it prints, and what it returns to the shell."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dashboards import build
from sendwatch.commands.dashboards import app
from tests.dashboards.grafana_stub import TOKEN, GrafanaStub, running
from tests.metrics.live import free_port


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GRAFANA_URL", "GRAFANA_TOKEN", "GRAFANA_TOKEN_FILE", "RUNBOOK_URL"):
        monkeypatch.delenv(f"SENDWATCH_{name}", raising=False)


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, arguments, env={f"SENDWATCH_{name}": value for name, value in environment.items()})


def test_check_passes_on_what_is_committed() -> None:
    checked = run("check")
    assert (checked.exit_code, checked.stderr) == (0, "")
    assert "every alert has a runbook and a test" in checked.stdout


@pytest.mark.parametrize("arguments", [["check"], ["build", "--check"]])
def test_check_names_a_file_that_differs_and_what_to_do(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "differences", lambda _: ["prometheus/rules.yaml"])
    checked = run(*arguments)
    assert checked.exit_code == 1
    assert "not what the code writes: prometheus/rules.yaml. Run: sendwatch dashboards build" in checked.stderr


def test_an_unfinished_alert_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unfinished() -> None:
        raise build.Unfinished("ListHeld has no runbook: write ListHeld.md")

    monkeypatch.setattr(build, "require_runbooks_and_tests", unfinished)
    built = run("build", "--out", str(tmp_path / "out"))
    assert (built.exit_code, built.stderr) == (1, "sendwatch: ListHeld has no runbook: write ListHeld.md\n")
    assert not (tmp_path / "out").exists()


def test_build_elsewhere_links_the_published_runbooks(tmp_path: Path) -> None:
    built = run("build", "--out", str(tmp_path / "out"), RUNBOOK_URL="https://example.org/runbooks")
    assert built.exit_code == 0
    assert "https://example.org/runbooks/ListHeld.md" in (tmp_path / "out/prometheus/rules.yaml").read_text()
    assert len(built.stdout.splitlines()) == len(build.files())


def test_publish_tells_each_step() -> None:
    with running(GrafanaStub()) as stub:
        published = run(
            "publish", "--prometheus-url", "http://127.0.0.1:9090", GRAFANA_URL=stub.url, GRAFANA_TOKEN=TOKEN
        )
    assert published.exit_code == 0
    assert published.stdout.splitlines() == [
        "data source sendwatch-prometheus: created",
        "folder Waiting times: created",
        "dashboard Waiting times overview: created",
        "alert rules waiting-times: created",
    ]


def test_a_dry_run_tells_what_would_be_and_json_is_for_machines() -> None:
    with running(GrafanaStub()) as stub:
        stub.sources["prom"] = {"uid": "prom", "name": "Prometheus", "type": "prometheus"}
        settings = {"GRAFANA_URL": stub.url, "GRAFANA_TOKEN": TOKEN}
        told = run("publish", "--dry-run", **settings)
        machine = run("publish", "--dry-run", "--json", **settings)
        assert stub.writes == []
    assert "folder Waiting times: would be created" in told.stdout
    report = json.loads(machine.stdout)
    assert report["dry_run"] is True
    assert report["steps"][0] == {"kind": "folder", "name": "Waiting times", "outcome": "created"}


def test_the_token_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(f"{TOKEN}\n")
    with running(GrafanaStub()) as stub:
        stub.sources["prom"] = {"uid": "prom", "name": "Prometheus", "type": "prometheus"}
        assert run("publish", GRAFANA_URL=stub.url, GRAFANA_TOKEN_FILE=str(secret)).exit_code == 0


def test_no_address_is_a_fault_of_use() -> None:
    published = run("publish")
    assert published.exit_code == 2
    assert "SENDWATCH_GRAFANA_URL" in published.stderr


def test_a_refusal_and_an_absent_server_differ_in_their_code() -> None:
    with running(GrafanaStub("8.0.0")) as stub:
        refused = run("publish", GRAFANA_URL=stub.url, GRAFANA_TOKEN=TOKEN)
    assert (refused.exit_code, refused.stderr) == (1, "sendwatch: Grafana 8.0.0 is too old: 9.4 or later is needed\n")
    absent = run("publish", GRAFANA_URL=f"http://127.0.0.1:{free_port()}", GRAFANA_TOKEN=TOKEN)
    assert absent.exit_code == 5
