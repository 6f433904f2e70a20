"""Alerts: five, each tested on both sides of its edge, each with somebody to act and a page that says how."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from dashboards import grafana_rules, prometheus_rules
from dashboards.alert import Alert, WhenNoData
from dashboards.alerts import ALERTS
from dashboards.build import GENERATED, TESTS
from dashboards.waiting_times import dashboard
from metrics.catalogue import LABEL_VALUES
from tests.dashboards.grafana_contract import RULE_GROUP_IN_API

by_name = pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.name)
SECTIONS = ["What it means", "First look", "What to do", "Whom to tell"]


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("promtool")
    assert program, "install Prometheus: apt-get install prometheus"
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)


def test_there_are_five() -> None:
    assert [alert.name for alert in ALERTS] == [
        "ExtractLate",
        "ExtractNeverSeen",
        "ListHeld",
        "UnexplainedLeavers",
        "OverStandardShareRising",
    ]


@by_name
def test_promtool_finds_it_silent_before_its_edge_and_firing_after(alert: Alert) -> None:
    tried = promtool("test", "rules", TESTS / f"{alert.name}.test.yaml")
    assert tried.returncode == 0, tried.stdout + tried.stderr


@by_name
def test_its_promtool_test_has_both_sides_and_absent_data(alert: Alert) -> None:
    tests = yaml.safe_load((TESTS / f"{alert.name}.test.yaml").read_text())["tests"]
    assert any("no data" in test["name"] for test in tests)
    for test in tests[:1]:
        expected = [bool(case["exp_alerts"]) for case in test["alert_rule_test"]]
        assert False in expected[: expected.index(True)]


def test_a_rule_with_another_edge_would_fail_its_test(tmp_path: Path) -> None:
    """The promtool tests read the generated rules: change the rules, and they must notice."""
    rules = (GENERATED / "prometheus" / "rules.yaml").read_text()
    (tmp_path / "rules.yaml").write_text(rules.replace(") > 0", ") > 1"))
    for alert in ALERTS:
        test = (TESTS / f"{alert.name}.test.yaml").read_text()
        copy = tmp_path / f"{alert.name}.test.yaml"
        copy.write_text(test.replace("../../../dashboards/generated/prometheus/rules.yaml", "rules.yaml"))
        assert promtool("test", "rules", copy).returncode == 1, alert.name


def test_promtool_accepts_the_rules_file() -> None:
    checked = promtool("check", "rules", GENERATED / "prometheus" / "rules.yaml")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@by_name
def test_somebody_owns_it_and_knows_how_soon(alert: Alert) -> None:
    assert alert.owner in ("dco", "information-team")
    assert re.fullmatch(r"[0-9]+[mh]", alert.wait)
    assert alert.all_labels["severity"] in ("critical", "warning")


@by_name
def test_its_runbook_says_more_than_the_message(alert: Alert) -> None:
    words = alert.runbook.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", words, re.MULTILINE) == SECTIONS
    assert "**Owner:**" in words
    assert "**Act:**" in words
    assert words.count("\n1. ") >= 1
    for sentence in re.split(r"(?<=[.:]) ", f"{alert.summary}. {alert.description}"):
        assert sentence.strip(" .") not in words


def test_no_runbook_is_left_without_its_alert() -> None:
    assert {path.stem for path in ALERTS[0].runbook.parent.glob("*.md")} == {alert.name for alert in ALERTS}


@by_name
def test_texts_name_no_person_and_no_number_of_people(alert: Alert) -> None:
    named = set(re.findall(r"\.Labels\.(\w+)", alert.summary + alert.description))
    assert named <= set(LABEL_VALUES)
    assert "{{ value }}" not in alert.description or alert.name == "ExtractLate"


def test_prometheus_and_grafana_get_the_same_alerts() -> None:
    plain: Any = prometheus_rules.rules()
    managed: Any = grafana_rules.api_group("folder")
    for rule, other in zip(plain["groups"][0]["rules"], managed["rules"], strict=True):
        assert rule["alert"] == other["title"]
        assert rule["for"] == other["for"]
        assert rule["labels"] == other["labels"]
        assert rule["expr"].startswith(f"({other['data'][0]['model']['expr']}) > 0")


def test_the_form_for_the_api_is_what_grafana_publishes() -> None:
    group = json.loads(json.dumps(grafana_rules.api_group("folder")))
    assert [error.message for error in Draft7Validator(RULE_GROUP_IN_API).iter_errors(group)] == []


def test_grafanas_own_models_keep_every_key_of_the_rules() -> None:
    from grafana_foundation_sdk.cog import encoder
    from grafana_foundation_sdk.models.alerting import RuleGroup

    group = json.loads(json.dumps(grafana_rules.api_group("folder")))
    back = json.loads(json.dumps(RuleGroup.from_json(group), cls=encoder.JSONEncoder))
    assert back == group


def test_rules_have_stable_names_that_fit() -> None:
    uids = [rule["uid"] for rule in grafana_rules.api_group("folder")["rules"]]  # type: ignore[attr-defined]
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid) for uid in uids)
    assert len(set(uids)) == len(uids)


@by_name
def test_it_points_at_a_panel_that_exists(alert: Alert) -> None:
    panels: list[dict[str, Any]] = dashboard()["panels"]  # type: ignore[assignment]
    assert alert.panel_id in {panel["id"] for panel in panels}


def test_one_alert_speaks_of_missing_data_for_all() -> None:
    speaking = [alert.name for alert in ALERTS if alert.when_no_data is WhenNoData.NO_DATA]
    assert speaking == ["ExtractNeverSeen"]
    assert [alert.name for alert in ALERTS if "absent(" in alert.expr] == speaking


def test_a_published_runbook_address_is_used() -> None:
    annotations = ALERTS[0].annotations("{{ .Value }}", "https://example.org/runbooks/")
    assert annotations["runbook_url"] == "https://example.org/runbooks/ExtractLate.md"


def test_an_alert_without_a_runbook_has_nowhere_to_point() -> None:
    assert not replace(ALERTS[0], name="NobodyWroteThis").runbook.exists()
