"""What each part is told: its own folder, a loopback port, the settings of a demo."""

import socket
from pathlib import Path

import pytest

from sendwatch.rooms import key_path
from sendwatch.run.grafana import Grafana, publish_command
from sendwatch.run.prometheus import Prometheus
from sendwatch.run.service import USUAL_PORTS, environment, plan
from sendwatch.settings import Settings


def test_a_demo_never_touches_a_database_or_key_that_was_set_up_for_real_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "url").write_text("postgresql+psycopg://real")
    monkeypatch.setenv("SENDWATCH_STORE_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("SENDWATCH_PSEUDONYM_KEY_FILE", "/real/key")
    for name, value in environment(tmp_path / "demo", 9464).items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.database_url() == f"sqlite:///{tmp_path}/demo/store.sqlite"
    assert key_path(settings) == tmp_path / "demo" / "keys" / "pseudonym.key"


def test_a_port_that_is_taken_is_replaced_and_told(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        service = plan(tmp_path, taken)
    port = service.moved["Metrics exporter"]
    assert port > taken
    assert service.environment["SENDWATCH_METRICS_PORT"] == str(port)
    assert service.exporter_url == f"http://127.0.0.1:{port}/metrics"


def test_two_parts_with_the_same_usual_port_get_different_ones(tmp_path: Path) -> None:
    service = plan(tmp_path, USUAL_PORTS["Prometheus"])
    assert service.prometheus.port != service.prometheus.exporter_port


def test_every_part_is_on_loopback(tmp_path: Path) -> None:
    service = plan(tmp_path, 9464)
    urls = (service.airflow.url, service.exporter_url, service.prometheus.url, service.grafana.url)
    assert all(url.startswith("http://127.0.0.1:") for url in urls)
    assert service.environment["SENDWATCH_METRICS_HOST"] == "127.0.0.1"


def test_prometheus_listens_on_loopback_and_scrapes_our_exporter(tmp_path: Path) -> None:
    prometheus = Prometheus(tmp_path / "prometheus", 19_090, 19_464)
    prometheus.write_configuration(tmp_path / "rules.yaml")
    command = prometheus.component({}, tmp_path).command
    assert "--web.listen-address=127.0.0.1:19090" in command
    text = (tmp_path / "prometheus" / "prometheus.yml").read_text()
    assert "127.0.0.1:19464" in text
    assert str(tmp_path / "rules.yaml") in text


def test_a_grafana_of_our_own_calls_nobody_and_shows_what_was_built(tmp_path: Path) -> None:
    grafana = Grafana(tmp_path / "grafana", 13_000, "http://127.0.0.1:19090")
    grafana.write_configuration()
    told = grafana.component("grafana-server", {"PATH": "/bin"}, tmp_path).environment
    assert (told["GF_SERVER_HTTP_ADDR"], told["GF_SERVER_HTTP_PORT"]) == ("127.0.0.1", "13000")
    assert {told["GF_ANALYTICS_REPORTING_ENABLED"], told["GF_ANALYTICS_CHECK_FOR_UPDATES"]} == {"false"}
    assert list(Path(told["GF_PATHS_PROVISIONING"]).glob("datasources/*.yaml"))
    assert list(Path(told["SENDWATCH_DASHBOARDS_PATH"]).glob("*.json"))
    assert Path(told["GF_SECURITY_ADMIN_PASSWORD__FILE"]).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_grafana_on_this_machine_is_told_of_our_prometheus(host: str) -> None:
    assert publish_command(f"http://{host}:3000", "http://127.0.0.1:9090")[-1] == "http://127.0.0.1:9090"


def test_a_grafana_elsewhere_is_not_told_of_a_prometheus_that_it_cannot_reach() -> None:
    assert publish_command("https://grafana.example.org", "http://127.0.0.1:9090")[-1] == "publish"
