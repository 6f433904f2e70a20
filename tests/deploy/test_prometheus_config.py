"""The Prometheus configuration and the rules it loads, read by Prometheus' own tool."""

import subprocess
from pathlib import Path

import yaml

from metrics.scrape import JOB, LONGEST_SCRAPE_SECONDS, SCRAPE_SECONDS
from tests.deploy.composed import DEPLOY, REPO, environment, mounts, services

CONFIG = DEPLOY / "prometheus" / "prometheus.yaml"
RULES = REPO / "dashboards" / "generated" / "prometheus" / "rules.yaml"


def test_promtool_accepts_it_with_the_rules_where_they_are_mounted(tmp_path: Path) -> None:
    inside = next(path for path, source in mounts(services()["prometheus"]).items() if source.endswith("rules.yaml"))
    text = CONFIG.read_text(encoding="utf-8")
    assert inside in text
    here = tmp_path / "prometheus.yaml"
    here.write_text(text.replace(inside, str(RULES)), encoding="utf-8")
    checked = subprocess.run(["promtool", "check", "config", str(here)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "rules found" in checked.stdout


def test_it_scrapes_the_exporter_under_the_job_and_pace_that_rules_and_tests_know() -> None:
    config = yaml.safe_load(CONFIG.read_text(encoding="utf-8"))
    jobs = {job["job_name"]: job["static_configs"][0]["targets"] for job in config["scrape_configs"]}
    port = environment(services()["exporter"])["SENDWATCH_METRICS_PORT"]
    assert jobs[JOB] == [f"exporter:{port}"]
    assert config["global"]["scrape_interval"] == config["global"]["evaluation_interval"] == f"{SCRAPE_SECONDS}s"
    assert config["global"]["scrape_timeout"] == f"{LONGEST_SCRAPE_SECONDS}s"


def test_nobody_can_delete_series_or_stop_it_over_http() -> None:
    command = " ".join(services()["prometheus"]["command"])
    assert "--web.enable-admin-api" not in command
    assert "--web.enable-lifecycle" not in command
