"""What a Grafana reads at its start: data source, dashboards, alert rules, and, apart, whom to tell.

`$SENDWATCH_...` in these files is replaced by Grafana from its own environment.
"""

from dashboards.grafana_rules import FOLDER, file_group
from dashboards.shapes import Json
from dashboards.waiting_times import DATASOURCE_UID

CONTACT = "Designated Clinical Officer"
CONTACT_UID = "sendwatch-dco"


def datasource() -> Json:
    """Prometheus; its name is its uid, because Grafana before and from 10.1 look for one or the other."""
    source: Json = {
        "name": DATASOURCE_UID,
        "uid": DATASOURCE_UID,
        "type": "prometheus",
        "access": "proxy",
        "orgId": 1,
        "url": "$SENDWATCH_PROMETHEUS_URL",
        "editable": False,
        "jsonData": {"httpMethod": "POST", "timeInterval": "15s"},
    }
    return {"apiVersion": 1, "datasources": [source]}


def dashboards() -> Json:
    """Where dashboards lie; changes are made in code, so the pages cannot be saved from the browser."""
    provider: Json = {
        "name": "sendwatch",
        "orgId": 1,
        "folder": FOLDER,
        "type": "file",
        "disableDeletion": False,
        "allowUiUpdates": False,
        "updateIntervalSeconds": 30,
        "options": {"path": "$SENDWATCH_DASHBOARDS_PATH"},
    }
    return {"apiVersion": 1, "providers": [provider]}


def alert_rules(runbook_address: str) -> Json:
    return {"apiVersion": 1, "groups": [file_group(runbook_address=runbook_address)]}


def contact_points() -> Json:
    receiver: Json = {
        "uid": CONTACT_UID,
        "type": "email",
        "settings": {"addresses": "$SENDWATCH_DCO_EMAIL", "singleEmail": True},
        "disableResolveMessage": False,
    }
    return {"apiVersion": 1, "contactPoints": [{"orgId": 1, "name": CONTACT, "receivers": [receiver]}]}


def policies() -> Json:
    """The whole policy tree of the organisation: Grafana replaces the one it has."""
    tree: Json = {
        "orgId": 1,
        "receiver": CONTACT,
        "group_by": ["grafana_folder", "owner", "pathway"],
        "group_wait": "1m",
        "group_interval": "15m",
        "repeat_interval": "24h",
    }
    return {"apiVersion": 1, "policies": [tree]}
