"""Our Airflow's configuration: on loopback, small enough for SQLite, its own secrets, nobody else's settings."""

import stat
from configparser import ConfigParser
from pathlib import Path

import pytest

from sendwatch.run.airflow import PARTS, Airflow, past_the_proxy

PORT = 18_080


@pytest.fixture
def airflow(tmp_path: Path) -> Airflow:
    return Airflow(tmp_path / "100% airflow", tmp_path / "dags", PORT)


def read(airflow: Airflow) -> ConfigParser:
    """As Airflow reads it, with interpolation."""
    parser = ConfigParser()
    parser.read(airflow.home / "airflow.cfg")
    return parser


def test_everything_it_offers_is_on_loopback(airflow: Airflow) -> None:
    airflow.write_configuration()
    written = read(airflow)
    assert written["api"]["host"] == "127.0.0.1"
    assert written["core"]["execution_api_server_url"] == f"http://127.0.0.1:{PORT}/execution/"
    assert "0.0.0.0" not in (airflow.home / "airflow.cfg").read_text()


def test_no_part_serves_its_logs_which_airflow_would_do_on_every_interface() -> None:
    assert "--skip-serve-logs" in PARTS["Airflow scheduler"]
    assert "standalone" not in str(PARTS)


def test_no_more_tasks_at_once_than_sqlite_bears(airflow: Airflow) -> None:
    assert int(airflow.configuration()["core"]["parallelism"]) <= 4


def test_the_secrets_are_long_and_new_at_each_start(airflow: Airflow) -> None:
    secrets = [airflow.configuration()["api_auth"]["jwt_secret"] for _ in range(2)]
    assert secrets[0] != secrets[1]
    assert all(len(bytes.fromhex(secret)) == 64 for secret in secrets)


def test_the_file_with_the_secrets_is_for_its_owner_only_even_when_it_was_there_before(airflow: Airflow) -> None:
    airflow.home.mkdir()
    (airflow.home / "airflow.cfg").write_text("open to all")
    airflow.write_configuration()
    assert stat.S_IMODE((airflow.home / "airflow.cfg").stat().st_mode) == 0o600


def test_a_folder_with_a_percent_sign_in_its_name_is_read_back_as_it_is(airflow: Airflow) -> None:
    airflow.write_configuration()
    assert read(airflow)["database"]["sql_alchemy_conn"] == f"sqlite:///{airflow.home}/airflow.db"


def test_settings_meant_for_another_airflow_do_not_reach_ours(airflow: Airflow) -> None:
    inherited = {"AIRFLOW_HOME": "/elsewhere", "AIRFLOW__CORE__PARALLELISM": "32", "PATH": "/bin"}
    environment = airflow.environment(inherited, {"SENDWATCH_HOME": "/here"})
    assert environment["AIRFLOW_HOME"] == str(airflow.home)
    assert "AIRFLOW__CORE__PARALLELISM" not in environment
    assert (environment["PATH"], environment["SENDWATCH_HOME"]) == ("/bin", "/here")


def test_python_may_keep_its_compiled_files_or_each_command_starts_seconds_later(airflow: Airflow) -> None:
    assert "PYTHONDONTWRITEBYTECODE" not in airflow.environment({"PYTHONDONTWRITEBYTECODE": "1"}, {})


def test_calls_on_loopback_never_go_through_a_proxy() -> None:
    assert past_the_proxy({})["no_proxy"] == "127.0.0.1,localhost"
    assert past_the_proxy({"NO_PROXY": "nhs.example"})["no_proxy"] == "nhs.example,127.0.0.1,localhost"
