"""The alerts as Grafana-managed rules, in the two forms Grafana wants them: a provisioning file and its HTTP API.

A is the query, B its last value, C whether that is above 0. Three steps instead of a classic condition, which would
melt all series into one alert and lose its labels.
"""

from collections.abc import Sequence

from dashboards.alert import RUNBOOK_ADDRESS, Alert
from dashboards.alerts import ALERTS
from dashboards.shapes import Json
from dashboards.waiting_times import DATASOURCE_UID, UID

FOLDER_UID = "sendwatch"
FOLDER = "Waiting times"
GROUP = "waiting-times"
INTERVAL_SECONDS = 60
EXPRESSIONS = "__expr__"

VALUE = '{{ printf "%.0f" .Values.B.Value }}'

_LIMITS: Json = {"intervalMs": 1000, "maxDataPoints": 43200}


def file_group(
    alerts: Sequence[Alert] = ALERTS, datasource: str = DATASOURCE_UID, runbook_address: str = RUNBOOK_ADDRESS
) -> Json:
    """The group for a provisioning file; it names its folder by title."""
    return {
        "orgId": 1,
        "name": GROUP,
        "folder": FOLDER,
        "interval": f"{INTERVAL_SECONDS}s",
        "rules": [
            _rule(alert, datasource, runbook_address) | {"dashboardUid": UID, "panelId": alert.panel_id}
            for alert in alerts
        ],
    }


def api_group(
    folder_uid: str,
    datasource: str = DATASOURCE_UID,
    alerts: Sequence[Alert] = ALERTS,
    runbook_address: str = RUNBOOK_ADDRESS,
) -> Json:
    """The body of `PUT /api/v1/provisioning/folder/<uid>/rule-groups/<group>`."""
    placed: Json = {"orgID": 1, "folderUID": folder_uid, "ruleGroup": GROUP}
    return {
        "title": GROUP,
        "folderUid": folder_uid,
        "interval": INTERVAL_SECONDS,
        "rules": [_rule(alert, datasource, runbook_address) | placed for alert in alerts],
    }


def _rule(alert: Alert, datasource: str, runbook_address: str) -> Json:
    links = {"__dashboardUid__": UID, "__panelId__": str(alert.panel_id)}
    return {
        "uid": f"sendwatch-{alert.name}",
        "title": alert.name,
        "condition": "C",
        "data": _data(alert, datasource),
        "noDataState": alert.when_no_data.value,
        "execErrState": "Error",
        "for": alert.wait,
        "annotations": alert.annotations(VALUE, runbook_address) | links,
        "labels": alert.all_labels,
        "isPaused": False,
    }


def _data(alert: Alert, datasource: str) -> list[Json]:
    query: Json = {
        "datasource": {"type": "prometheus", "uid": datasource},
        "editorMode": "code",
        "expr": alert.query,
        "instant": True,
        "range": False,
    }
    reduced: Json = {"type": "reduce", "expression": "A", "reducer": "last"}
    above_0: Json = {"evaluator": {"type": "gt", "params": [0]}}
    above: Json = {"type": "threshold", "expression": "B", "conditions": [above_0]}
    return [_step("A", datasource, query), _step("B", EXPRESSIONS, reduced), _step("C", EXPRESSIONS, above)]


def _step(ref_id: str, datasource: str, model: Json) -> Json:
    expression: Json = {"datasource": {"type": EXPRESSIONS, "uid": EXPRESSIONS}} if datasource == EXPRESSIONS else {}
    return {
        "refId": ref_id,
        "queryType": "",
        "relativeTimeRange": {"from": 600, "to": 0},
        "datasourceUid": datasource,
        "model": {"refId": ref_id} | expression | model | _LIMITS,
    }
