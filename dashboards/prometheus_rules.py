"""The alerts as rules of Prometheus: evaluated beside the data, so they fire also while Grafana is away."""

from collections.abc import Sequence

from dashboards.alert import RUNBOOK_ADDRESS, Alert
from dashboards.alerts import ALERTS
from dashboards.shapes import Json
from dashboards.waiting_times import UID

GROUP = "sendwatch"

VALUE = '{{ printf "%.0f" .Value }}'


def rules(alerts: Sequence[Alert] = ALERTS, runbook_address: str = RUNBOOK_ADDRESS) -> Json:
    """The content of a rules file."""
    return {"groups": [{"name": GROUP, "rules": [_rule(alert, runbook_address) for alert in alerts]}]}


def _rule(alert: Alert, runbook_address: str) -> Json:
    panel = {"dashboard": f"/d/{UID}?viewPanel={alert.panel_id}"}
    return {
        "alert": alert.name,
        "expr": alert.expr,
        "for": alert.wait,
        "labels": alert.all_labels,
        "annotations": alert.annotations(VALUE, runbook_address) | panel,
    }
