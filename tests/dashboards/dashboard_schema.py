"""The part of the classic dashboard model we use, as a closed JSON Schema: what Grafana 9.4 to 13 all read."""

from typing import Any

from tests.dashboards.grafana_contract import TEXT, UID, Schema, closed

BOOLEAN = {"type": "boolean"}
NATURAL = {"type": "integer", "minimum": 0}
STRING = {"type": "string"}
SOURCE = closed({"type": {"const": "prometheus"}, "uid": {"const": "${datasource}"}})
COLOUR = {"type": "string", "pattern": "^#[0-9A-F]{6}$"}

REDUCE = closed({"calcs": {"const": ["last"]}, "fields": STRING, "values": BOOLEAN})

MAPPED = closed({"text": TEXT, "index": NATURAL}, {"color": COLOUR})
MAPPING: Schema = {
    "oneOf": [
        closed({"type": {"const": "special"}, "options": closed({"match": {"const": "nan"}, "result": MAPPED})}),
        closed({"type": {"const": "value"}, "options": {"type": "object", "additionalProperties": MAPPED}}),
    ]
}
STEP = closed({"color": COLOUR, "value": {"type": ["number", "null"]}})
THRESHOLDS = closed({"mode": {"const": "absolute"}, "steps": {"type": "array", "items": STEP, "minItems": 1}})
FIELD_DEFAULTS = closed(
    {
        "unit": {"type": "string", "pattern": r"^(none|percentunit|suffix:(weeks|days)|time:[DMYHm: ]+)$"},
        "color": closed({"mode": {"enum": ["thresholds", "palette-classic"]}}),
        "mappings": {"type": "array", "items": MAPPING, "minItems": 1},
        "thresholds": THRESHOLDS,
        "noValue": TEXT,
    },
    {"decimals": NATURAL, "min": {"type": "number"}, "custom": {"type": "object"}},
)
OVERRIDE = closed(
    {
        "matcher": closed({"id": {"const": "byName"}, "options": TEXT}),
        "properties": {"type": "array", "items": closed({"id": TEXT, "value": {}}), "minItems": 1},
    }
)
TARGET = closed(
    {
        "refId": {"type": "string", "pattern": "^[A-Z]$"},
        "datasource": SOURCE,
        "expr": TEXT,
        "format": {"enum": ["table", "time_series"]},
        "instant": BOOLEAN,
        "range": BOOLEAN,
        "legendFormat": STRING,
        "editorMode": {"const": "code"},
    }
)
PLACE = closed({"x": NATURAL, "y": NATURAL, "w": {"enum": list(range(1, 25))}, "h": {"enum": list(range(1, 41))}})
HEAD: dict[str, Any] = {"id": {"type": "integer", "minimum": 1}, "title": TEXT, "gridPos": PLACE}

OPTIONS: dict[str, Schema] = {
    "stat": closed(
        {
            "reduceOptions": REDUCE,
            "orientation": {"enum": ["auto", "horizontal", "vertical"]},
            "textMode": {"enum": ["auto", "value", "value_and_name", "name", "none"]},
            "colorMode": {"enum": ["none", "value", "background"]},
            "graphMode": {"enum": ["none", "area"]},
            "justifyMode": {"enum": ["auto", "center"]},
        },
        {"text": closed({"valueSize": NATURAL})},
    ),
    "timeseries": closed(
        {
            "legend": closed(
                {
                    "showLegend": BOOLEAN,
                    "displayMode": {"enum": ["list", "table"]},
                    "placement": {"enum": ["bottom", "right"]},
                    "calcs": {"type": "array"},
                }
            ),
            "tooltip": closed(
                {"mode": {"enum": ["single", "multi", "none"]}, "sort": {"enum": ["none", "asc", "desc"]}}
            ),
        }
    ),
    "bargauge": closed(
        {
            "reduceOptions": REDUCE,
            "orientation": {"enum": ["auto", "horizontal", "vertical"]},
            "displayMode": {"enum": ["basic", "lcd", "gradient"]},
            "showUnfilled": BOOLEAN,
            "minVizWidth": NATURAL,
            "minVizHeight": NATURAL,
        }
    ),
    "table": closed(
        {
            "showHeader": BOOLEAN,
            "footer": closed(
                {"show": BOOLEAN, "reducer": {"type": "array"}, "countRows": BOOLEAN, "fields": {"const": ""}}
            ),
        }
    ),
}


def charted(kind: str) -> Schema:
    """A panel that shows data."""
    transformation = closed({"id": {"enum": ["merge", "organize"]}, "options": {"type": "object"}})
    return closed(
        HEAD
        | {
            "type": {"const": kind},
            "description": TEXT,
            "datasource": SOURCE,
            "targets": {"type": "array", "items": TARGET, "minItems": 1, "maxItems": 26},
            "fieldConfig": closed({"defaults": FIELD_DEFAULTS, "overrides": {"type": "array", "items": OVERRIDE}}),
            "options": OPTIONS[kind],
        },
        {
            "transformations": {"type": "array", "items": transformation},
            "repeat": {"const": "provider"},
            "repeatDirection": {"enum": ["h", "v"]},
            "maxPerRow": NATURAL,
        },
    )


TEXT_PANEL = closed(
    HEAD
    | {
        "type": {"const": "text"},
        "description": TEXT,
        "options": closed({"mode": {"enum": ["markdown", "html"]}, "content": TEXT}),
    }
)
ROW_PANEL = closed(HEAD | {"type": {"const": "row"}, "collapsed": BOOLEAN, "panels": {"const": []}})

_VARIABLE: dict[str, Any] = {
    "name": TEXT,
    "label": TEXT,
    "query": TEXT,
    "multi": BOOLEAN,
    "includeAll": BOOLEAN,
    "hide": {"enum": [0, 1, 2]},
    "skipUrlSync": BOOLEAN,
    "current": closed({"selected": BOOLEAN, "text": {}, "value": {}}),
}
_CHOICE = closed({"selected": BOOLEAN, "text": TEXT, "value": TEXT})
VARIABLE: Schema = {
    "oneOf": [
        closed(
            _VARIABLE
            | {"type": {"const": "datasource"}, "regex": STRING, "refresh": {"const": 1}, "options": {"const": []}}
        ),
        closed(
            _VARIABLE | {"type": {"const": "custom"}, "options": {"type": "array", "items": _CHOICE, "minItems": 1}}
        ),
    ]
}
LINK = closed(
    {
        "title": TEXT,
        "type": {"enum": ["link", "dashboards"]},
        "icon": TEXT,
        "tooltip": STRING,
        "url": STRING,
        "tags": {"type": "array", "items": TEXT},
        "asDropdown": BOOLEAN,
        "includeVars": BOOLEAN,
        "keepTime": BOOLEAN,
        "targetBlank": BOOLEAN,
    }
)

DASHBOARD = closed(
    {
        "id": {"type": "null"},
        "uid": UID,
        "title": TEXT,
        "description": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "schemaVersion": {"const": 37},
        "version": {"const": 0},
        "editable": BOOLEAN,
        "graphTooltip": {"enum": [0, 1, 2]},
        "timezone": TEXT,
        "weekStart": {"enum": ["monday"]},
        "time": closed({"from": TEXT, "to": TEXT}),
        "timepicker": {"type": "object"},
        "refresh": TEXT,
        "links": {"type": "array", "items": LINK, "minItems": 1},
        "annotations": closed({"list": {"type": "array"}}),
        "templating": closed({"list": {"type": "array", "items": VARIABLE}}),
        "panels": {
            "type": "array",
            "items": {"oneOf": [TEXT_PANEL, ROW_PANEL, *(charted(kind) for kind in OPTIONS)]},
        },
    }
)
