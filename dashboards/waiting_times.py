"""The dashboard "Waiting times overview": who waits, how long, is it getting worse, and how fresh are the data."""

from dashboards import feed_panels, wait_panels
from dashboards.palette import PROVIDER_WORDS
from dashboards.panels import Panel
from dashboards.shapes import Json
from dashboards.tables import MEASURE_WORDS
from diis.definitions.figures import ALL

UID = "sendwatch-waiting-times"
TITLE = "Waiting times overview"
DATASOURCE_UID = "sendwatch-prometheus"
"""Name and uid of the data source: before 10.1 Grafana keeps the name in a dashboard variable, then the uid."""

SCHEMA_VERSION = 37
"""That of Grafana 9.4: an older line would not know how to read more, every later line migrates from it."""


def dashboard(datasource: str = DATASOURCE_UID, datasource_name: str = DATASOURCE_UID) -> Json:
    """The classic dashboard model, as imported, provisioned or published; it opens on the data source of this uid."""
    rows = (*wait_panels.rows(), *feed_panels.rows())
    return {
        "id": None,
        "uid": UID,
        "title": TITLE,
        "description": "Children's waiting times in Dorset, from the lists that providers send. Owner: DCO for SEND.",
        "tags": ["sendwatch", "waiting-times"],
        "schemaVersion": SCHEMA_VERSION,
        "version": 0,
        "editable": False,
        "graphTooltip": 1,
        "timezone": "Europe/London",
        "weekStart": "monday",
        "time": {"from": "now-26w", "to": "now"},
        "timepicker": {},
        "refresh": "5m",
        "links": _links(),
        "annotations": {"list": []},
        "templating": {"list": [_datasource(datasource, datasource_name), _measure(), _provider()]},
        "panels": _laid_out(rows),
    }


def _laid_out(rows: tuple[list[Panel], ...]) -> list[Json]:
    """Panels with their places: left to right in each row, rows from top to bottom."""
    placed: list[Json] = []
    top = 0
    for panels in rows:
        left = 0
        for panel in panels:
            place = {"x": left, "y": top, "w": panel.frame.width, "h": panel.frame.height}
            placed.append(panel.body | {"gridPos": place})
            left += panel.frame.width
        top += max(panel.frame.height for panel in panels)
    return placed


def _links() -> list[Json]:
    plain: Json = {"asDropdown": False, "includeVars": False, "keepTime": False, "targetBlank": False, "tags": []}
    return [
        {
            "title": "Alerts",
            "type": "link",
            "icon": "bolt",
            "tooltip": "Alert rules and their state",
            "url": "/alerting/list",
        }
        | plain,
        {"title": "Other dashboards", "type": "dashboards", "icon": "external link", "tooltip": "", "url": ""}
        | plain
        | {"asDropdown": True, "tags": ["sendwatch"]},
    ]


def _datasource(uid: str, name: str) -> Json:
    return {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "regex": "",
        "refresh": 1,
        "multi": False,
        "includeAll": False,
        "hide": 0,
        "skipUrlSync": False,
        "options": [],
        "current": {"selected": True, "text": name, "value": uid},
    }


def _measure() -> Json:
    first, *_ = MEASURE_WORDS
    return _choice("measure", "Measure", MEASURE_WORDS) | {
        "multi": False,
        "includeAll": False,
        "current": {"selected": True, "text": MEASURE_WORDS[first], "value": first},
    }


def _provider() -> Json:
    together_first = {ALL: PROVIDER_WORDS[ALL]} | PROVIDER_WORDS
    return _choice("provider", "Provider", together_first) | {
        "multi": True,
        "includeAll": True,
        "current": {"selected": True, "text": ["All"], "value": ["$__all"]},
    }


def _choice(name: str, label: str, words: dict[str, str]) -> Json:
    """A variable over a closed set: what is offered does not depend on what was scraped."""
    return {
        "name": name,
        "label": label,
        "type": "custom",
        "query": ", ".join(f"{text} : {value}" for value, text in words.items()),
        "options": [{"selected": False, "text": text, "value": value} for value, text in words.items()],
        "hide": 0,
        "skipUrlSync": False,
    }
