"""Write what Prometheus and Grafana read; the written files are committed, and the check finds one edited by hand."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards import provisioning
from dashboards.alert import RUNBOOK_ADDRESS, Alert
from dashboards.alerts import ALERTS
from dashboards.prometheus_rules import rules
from dashboards.waiting_times import UID, dashboard
from dashboards.yaml_text import yaml_text

GENERATED = Path(__file__).parent / "generated"
TESTS = Path(__file__).parents[1] / "tests" / "dashboards" / "alerts"

_WRITTEN = "Written by `sendwatch dashboards build`; do not edit."
_CONTACT_NOTE = (
    f"{_WRITTEN}\nNot read unless you mount this folder too. Grafana needs SENDWATCH_DCO_EMAIL in its environment:\n"
    "with an empty address it refuses to start."
)
_POLICY_NOTE = f"{_CONTACT_NOTE}\nThis replaces the notification policy of the whole organisation."


class Unfinished(Exception):
    """An alert that nobody could act on, or that was never tried."""


def files(runbook_address: str = RUNBOOK_ADDRESS) -> dict[str, str]:
    """Every generated file: its path below the folder, and its text."""
    return {
        f"grafana/dashboards/{UID}.json": json.dumps(dashboard(), indent=2, ensure_ascii=False) + "\n",
        "grafana/provisioning/datasources/sendwatch.yaml": yaml_text(provisioning.datasource(), _WRITTEN),
        "grafana/provisioning/dashboards/sendwatch.yaml": yaml_text(provisioning.dashboards(), _WRITTEN),
        "grafana/provisioning/alerting/sendwatch-rules.yaml": yaml_text(
            provisioning.alert_rules(runbook_address), _WRITTEN
        ),
        "grafana/contacts/sendwatch-contact-points.yaml": yaml_text(provisioning.contact_points(), _CONTACT_NOTE),
        "grafana/contacts/sendwatch-policies.yaml": yaml_text(provisioning.policies(), _POLICY_NOTE),
        "prometheus/rules.yaml": yaml_text(rules(runbook_address=runbook_address), _WRITTEN),
    }


def require_runbooks_and_tests(alerts: Sequence[Alert] = ALERTS, tests: Path = TESTS) -> None:
    """Refuse an alert without a runbook, or without a promtool test of its edge."""
    missing = [
        f"{alert.name} has no {what}: write {path.name}"
        for alert in alerts
        for what, path in (("runbook", alert.runbook), ("promtool test", tests / f"{alert.name}.test.yaml"))
        if not path.is_file()
    ]
    if missing:
        raise Unfinished("; ".join(missing))


def write(folder: Path = GENERATED, runbook_address: str = RUNBOOK_ADDRESS) -> list[str]:
    """Write the files that differ, and give their paths below `folder`; what else lies there is left alone."""
    wanted = files(runbook_address)
    changed = [path for path in differences(wanted, folder) if path in wanted]
    for path in changed:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(wanted[path], encoding="utf-8")
    return changed


def differences(wanted: Mapping[str, str], folder: Path = GENERATED) -> list[str]:
    """Paths below `folder` whose text is not the wanted one: changed, missing, or written by nothing."""
    found = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))
