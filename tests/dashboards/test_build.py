"""The generated files: committed as the code writes them, and readable by those they are for."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from dashboards.alerts import ALERTS
from dashboards.build import GENERATED, Unfinished, differences, files, require_runbooks_and_tests, write
from dashboards.waiting_times import DATASOURCE_UID, dashboard
from dashboards.yaml_text import yaml_text
from tests.dashboards import grafana_contract as contract

PROVISIONING = "grafana/provisioning"

SCHEMAS = {
    f"{PROVISIONING}/alerting/sendwatch-rules.yaml": contract.RULE_FILE,
    f"{PROVISIONING}/datasources/sendwatch.yaml": contract.DATASOURCES_FILE,
    f"{PROVISIONING}/dashboards/sendwatch.yaml": contract.DASHBOARD_PROVIDERS_FILE,
    "grafana/contacts/sendwatch-contact-points.yaml": contract.CONTACT_POINTS_FILE,
    "grafana/contacts/sendwatch-policies.yaml": contract.POLICIES_FILE,
}


def read(path: str) -> Any:
    return yaml.safe_load((GENERATED / path).read_text(encoding="utf-8"))


def test_the_committed_files_are_what_the_code_writes() -> None:
    assert differences(files()) == []


@pytest.mark.parametrize("path", SCHEMAS)
def test_provisioning_files_are_what_grafana_reads(path: str) -> None:
    errors = [error.message for error in Draft7Validator(SCHEMAS[path]).iter_errors(read(path))]
    assert errors == []


def test_the_dashboard_file_is_the_dashboard() -> None:
    text = (GENERATED / "grafana/dashboards/sendwatch-waiting-times.json").read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(dashboard()))


def test_nothing_in_the_rules_looks_like_a_variable_to_grafana() -> None:
    text = (GENERATED / PROVISIONING / "alerting/sendwatch-rules.yaml").read_text(encoding="utf-8")
    assert "$" not in text


def test_addresses_and_people_come_from_the_environment() -> None:
    assert read(f"{PROVISIONING}/datasources/sendwatch.yaml")["datasources"][0]["url"] == "$SENDWATCH_PROMETHEUS_URL"
    [point] = read("grafana/contacts/sendwatch-contact-points.yaml")["contactPoints"]
    assert point["receivers"][0]["settings"]["addresses"] == "$SENDWATCH_DCO_EMAIL"
    variables = set(re.findall(r"\$(\w+)", "".join(text for path, text in files().items() if path.endswith(".yaml"))))
    assert variables == {"SENDWATCH_PROMETHEUS_URL", "SENDWATCH_DASHBOARDS_PATH", "SENDWATCH_DCO_EMAIL"}


def test_alerts_go_to_a_contact_that_exists() -> None:
    [point] = read("grafana/contacts/sendwatch-contact-points.yaml")["contactPoints"]
    [policy] = read("grafana/contacts/sendwatch-policies.yaml")["policies"]
    assert policy["receiver"] == point["name"]


def test_the_data_source_is_found_by_name_and_by_uid() -> None:
    [source] = read(f"{PROVISIONING}/datasources/sendwatch.yaml")["datasources"]
    [group] = read(f"{PROVISIONING}/alerting/sendwatch-rules.yaml")["groups"]
    assert source["name"] == source["uid"] == DATASOURCE_UID
    assert {rule["data"][0]["datasourceUid"] for rule in group["rules"]} == {DATASOURCE_UID}


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    assert write(tmp_path) == sorted(files())
    assert write(tmp_path) == []


def test_writing_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_edited_lost_or_added_by_hand_is_found(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "prometheus" / "rules.yaml").write_text("groups: []\n")
    (tmp_path / "grafana" / "contacts" / "sendwatch-policies.yaml").unlink()
    (tmp_path / "extra.yaml").write_text("")
    assert differences(files(), tmp_path) == [
        "extra.yaml",
        "grafana/contacts/sendwatch-policies.yaml",
        "prometheus/rules.yaml",
    ]


def test_runbooks_are_addressed_where_they_are_published() -> None:
    rules = yaml.safe_load(files("https://example.org/runbooks")["prometheus/rules.yaml"])
    [group] = rules["groups"]
    assert group["rules"][0]["annotations"]["runbook_url"] == "https://example.org/runbooks/ExtractLate.md"


def test_an_alert_without_runbook_or_test_is_refused(tmp_path: Path) -> None:
    require_runbooks_and_tests()
    unwritten = replace(ALERTS[0], name="NobodyWroteThis")
    with pytest.raises(
        Unfinished, match=r"has no runbook: write NobodyWroteThis\.md; NobodyWroteThis has no promtool test"
    ):
        require_runbooks_and_tests([unwritten])
    with pytest.raises(Unfinished, match="ExtractLate has no promtool test"):
        require_runbooks_and_tests(ALERTS, tmp_path)


KEYS = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
READABLE = VALUES.filter(lambda value: value == yaml.safe_load(json.dumps(value)))


@given(st.dictionaries(KEYS, READABLE, max_size=5))
@example({"no": {"on": ["off", "true", None, []]}, "n": {}})
def test_yaml_reads_back_as_it_was(content: dict[str, Any]) -> None:
    assert (yaml.safe_load(yaml_text(content, "a comment\nof two lines")) or {}) == content
