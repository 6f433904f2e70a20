"""What a Grafana accepts: JSON Schemas of the bodies we send, from its published HTTP API and provisioning formats.

Stricter than Grafana where Grafana is silent: an unknown key is an error here, because there it would be dropped.
"""

from typing import Any

Schema = dict[str, Any]

DURATION = r"^([0-9]+(ms|[smhdwy]))+$"
UID = {"type": "string", "pattern": r"^[a-zA-Z0-9_-]{1,40}$"}
TEXT = {"type": "string", "minLength": 1}


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": sorted(required),
        "additionalProperties": False,
    }


TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}

_CONDITION = closed(
    {
        "evaluator": closed(
            {
                "type": {"enum": ["gt", "lt", "within_range", "outside_range"]},
                "params": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 2},
            }
        )
    }
)
_LIMITS = {"intervalMs": {"type": "integer", "minimum": 1}, "maxDataPoints": {"type": "integer", "minimum": 1}}
_EXPRESSION_SOURCE = closed({"type": {"const": "__expr__"}, "uid": {"const": "__expr__"}})

_PROMETHEUS_MODEL = closed(
    {
        "refId": TEXT,
        "datasource": closed({"type": {"const": "prometheus"}, "uid": UID}),
        "expr": TEXT,
        "instant": {"const": True},
        "range": {"const": False},
        **_LIMITS,
    },
    {"editorMode": {"enum": ["code", "builder"]}},
)
_REDUCE_MODEL = closed(
    {
        "refId": TEXT,
        "datasource": _EXPRESSION_SOURCE,
        "type": {"const": "reduce"},
        "expression": TEXT,
        "reducer": {"enum": ["last", "min", "max", "mean", "sum", "count"]},
        **_LIMITS,
    }
)
_THRESHOLD_MODEL = closed(
    {
        "refId": TEXT,
        "datasource": _EXPRESSION_SOURCE,
        "type": {"const": "threshold"},
        "expression": TEXT,
        "conditions": {"type": "array", "items": _CONDITION, "minItems": 1, "maxItems": 1},
        **_LIMITS,
    }
)
_QUERY = closed(
    {
        "refId": {"type": "string", "pattern": "^[A-Z]$"},
        "relativeTimeRange": closed(
            {"from": {"type": "integer", "minimum": 0}, "to": {"type": "integer", "minimum": 0}}
        ),
        "datasourceUid": UID,
        "model": {"oneOf": [_PROMETHEUS_MODEL, _REDUCE_MODEL, _THRESHOLD_MODEL]},
    },
    {"queryType": {"type": "string"}},
)

_RULE: dict[str, Any] = {
    "uid": UID,
    "title": {"type": "string", "minLength": 1, "maxLength": 190},
    "condition": {"type": "string", "pattern": "^[A-Z]$"},
    "data": {"type": "array", "items": _QUERY, "minItems": 1},
    "noDataState": {"enum": ["Alerting", "NoData", "OK"]},
    "execErrState": {"enum": ["Alerting", "Error", "OK"]},
    "for": {"type": "string", "pattern": DURATION},
    "annotations": TEXTS,
    "labels": TEXTS,
    "isPaused": {"type": "boolean"},
}
RULE_IN_API = closed(_RULE | {"orgID": {"type": "integer"}, "folderUID": UID, "ruleGroup": TEXT})
_RULE_IN_FILE = closed(_RULE | {"dashboardUid": UID, "panelId": {"type": "integer", "minimum": 1}})

RULE_GROUP_IN_API = closed(
    {
        "title": {"type": "string", "minLength": 1, "maxLength": 190},
        "folderUid": UID,
        "interval": {"type": "integer", "minimum": 10, "multipleOf": 10},
        "rules": {"type": "array", "items": RULE_IN_API},
    }
)
RULE_FILE = closed(
    {
        "apiVersion": {"const": 1},
        "groups": {
            "type": "array",
            "minItems": 1,
            "items": closed(
                {
                    "orgId": {"type": "integer", "minimum": 1},
                    "name": TEXT,
                    "folder": TEXT,
                    "interval": {"type": "string", "pattern": DURATION},
                    "rules": {"type": "array", "items": _RULE_IN_FILE},
                }
            ),
        },
    }
)
CONTACT_POINTS_FILE = closed(
    {
        "apiVersion": {"const": 1},
        "contactPoints": {
            "type": "array",
            "items": closed(
                {
                    "orgId": {"type": "integer", "minimum": 1},
                    "name": TEXT,
                    "receivers": {
                        "type": "array",
                        "items": closed(
                            {
                                "uid": UID,
                                "type": {"const": "email"},
                                "settings": {"type": "object", "required": ["addresses"]},
                            },
                            {"disableResolveMessage": {"type": "boolean"}},
                        ),
                    },
                }
            ),
        },
    }
)
_INTERVAL = {"type": "string", "pattern": DURATION}
POLICIES_FILE = closed(
    {
        "apiVersion": {"const": 1},
        "policies": {
            "type": "array",
            "items": closed(
                {"orgId": {"type": "integer", "minimum": 1}, "receiver": TEXT},
                {
                    "group_by": {"type": "array", "items": TEXT},
                    "group_wait": _INTERVAL,
                    "group_interval": _INTERVAL,
                    "repeat_interval": _INTERVAL,
                },
            ),
        },
    }
)
_SOURCE: dict[str, Any] = {
    "name": TEXT,
    "uid": UID,
    "type": {"const": "prometheus"},
    "access": {"const": "proxy"},
    "url": TEXT,
    "jsonData": closed({"httpMethod": {"enum": ["GET", "POST"]}, "timeInterval": _INTERVAL}),
}
DATASOURCE_IN_API = closed(_SOURCE)
DATASOURCES_FILE = closed(
    {
        "apiVersion": {"const": 1},
        "datasources": {
            "type": "array",
            "items": closed(_SOURCE | {"orgId": {"type": "integer", "minimum": 1}, "editable": {"type": "boolean"}}),
        },
    }
)
DASHBOARD_PROVIDERS_FILE = closed(
    {
        "apiVersion": {"const": 1},
        "providers": {
            "type": "array",
            "items": closed(
                {
                    "name": TEXT,
                    "orgId": {"type": "integer", "minimum": 1},
                    "type": {"const": "file"},
                    "options": closed({"path": TEXT}, {"foldersFromFilesStructure": {"type": "boolean"}}),
                },
                {
                    "folder": {"type": "string"},
                    "disableDeletion": {"type": "boolean"},
                    "allowUiUpdates": {"type": "boolean"},
                    "updateIntervalSeconds": {"type": "integer", "minimum": 1},
                },
            ),
        },
    }
)
FOLDER_IN_API = closed({"uid": UID, "title": TEXT})
SAVE_DASHBOARD = closed(
    {
        "dashboard": {"type": "object", "required": ["uid", "title", "schemaVersion", "panels"]},
        "folderUid": UID,
        "overwrite": {"type": "boolean"},
        "message": {"type": "string"},
    }
)
