"""Panel builders for the classic dashboard model; none can be made without a description, a unit and thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from dashboards.palette import PROVIDER_LOOKS, STANDARD, STANDARD_LOOK, Look
from dashboards.shapes import Json, Shape

DATASOURCE: Json = {"type": "prometheus", "uid": "${datasource}"}

REDUCE_TO_NOW: Json = {"calcs": ["last"], "fields": "", "values": False}
"""The last value even where it is NaN: `lastNotNull` would show an older figure in place of a suppressed one."""


@dataclass(frozen=True)
class Frame:
    """What every panel has; `panel_id` is stable, because alerts and links name it. Width is of 24 columns."""

    panel_id: int
    title: str
    description: str
    width: int
    height: int


@dataclass(frozen=True)
class Target:
    """One query of a panel; `legend` names its lines."""

    expr: str
    legend: str = "{{provider}}"


@dataclass(frozen=True)
class Panel:
    """A panel without its place on the page."""

    frame: Frame
    body: Json = field(hash=False)


def text(frame: Frame, markdown: str) -> Panel:
    body: Json = {"type": "text", "options": {"mode": "markdown", "content": markdown}}
    return Panel(frame, _head(frame) | body)


def row(panel_id: int, title: str) -> Panel:
    """A heading over the panels that follow."""
    frame = Frame(panel_id, title, title, 24, 1)
    return Panel(frame, {"id": panel_id, "type": "row", "title": title, "collapsed": False, "panels": []})


def stat(frame: Frame, target: Target, shape: Shape) -> Panel:
    """One value of now, in large type."""
    options: Json = {
        "reduceOptions": REDUCE_TO_NOW,
        "orientation": "auto",
        "textMode": "value",
        "colorMode": "none",
        "graphMode": "none",
        "justifyMode": "center",
        "text": {"valueSize": 40},
    }
    return charted(frame, "stat", targets([target], instant=True), shape.defaults(), options)


def timeseries(frame: Frame, lines: Sequence[Target], shape: Shape) -> Panel:
    """Lines over time, each with its own colour and dash; a gap is a suppressed value or a failed scrape."""
    custom: Json = {
        "drawStyle": "line",
        "lineInterpolation": "stepAfter",
        "lineWidth": 2,
        "fillOpacity": 0,
        "showPoints": "auto",
        "pointSize": 6,
        "spanNulls": False,
        "axisPlacement": "auto",
        "axisLabel": frame.title,
        "axisSoftMin": 0,
        "thresholdsStyle": {"mode": "off"},
    }
    options: Json = {
        "legend": {"showLegend": True, "displayMode": "list", "placement": "bottom", "calcs": []},
        "tooltip": {"mode": "multi", "sort": "desc"},
    }
    looks = dict(PROVIDER_LOOKS)
    if any(line.legend == STANDARD for line in lines):
        looks[STANDARD] = STANDARD_LOOK
    overrides = [_line(name, look) for name, look in looks.items()]
    defaults = shape.defaults() | {"color": {"mode": "palette-classic"}, "custom": custom}
    return charted(frame, "timeseries", targets(lines), defaults, options, overrides)


def bargauge(frame: Frame, bars: Sequence[Target], shape: Shape) -> Panel:
    """A bar for each query, in the order of the queries, with its value written beside it."""
    options: Json = {
        "reduceOptions": REDUCE_TO_NOW,
        "orientation": "horizontal",
        "displayMode": "basic",
        "showUnfilled": True,
        "minVizWidth": 0,
        "minVizHeight": 10,
    }
    return charted(frame, "bargauge", targets(bars, instant=True), shape.defaults() | {"min": 0}, options)


def repeated(panel: Panel, variable: str) -> Panel:
    """The panel once for each chosen value of a variable, side by side."""
    per_row = 24 // panel.frame.width
    return Panel(panel.frame, panel.body | {"repeat": variable, "repeatDirection": "h", "maxPerRow": per_row})


def targets(queries: Sequence[Target], instant: bool = False, as_table: bool = False) -> list[Json]:
    """Queries as Grafana's Prometheus data source wants them, lettered from A."""
    return [
        {
            "refId": letter,
            "datasource": DATASOURCE,
            "editorMode": "code",
            "expr": query.expr,
            "legendFormat": query.legend,
            "format": "table" if as_table else "time_series",
            "instant": instant,
            "range": not instant,
        }
        for letter, query in zip(ascii_uppercase, queries, strict=False)
    ]


def charted(
    frame: Frame, kind: str, queries: Sequence[Json], defaults: Json, options: Json, overrides: Sequence[Json] = ()
) -> Panel:
    """A panel that shows the data of `queries`."""
    body: Json = {
        "type": kind,
        "datasource": DATASOURCE,
        "targets": list(queries),
        "fieldConfig": {"defaults": defaults, "overrides": list(overrides)},
        "options": options,
    }
    return Panel(frame, _head(frame) | body)


def _head(frame: Frame) -> Json:
    return {"id": frame.panel_id, "title": frame.title, "description": frame.description}


def _line(name: str, look: Look) -> Json:
    """Words, colour and dash of the line with a legend of `name`."""
    style: Json = {"fill": "dash", "dash": list(look.dash)} if look.dash else {"fill": "solid"}
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [
            {"id": "displayName", "value": look.words},
            {"id": "color", "value": {"mode": "fixed", "fixedColor": look.colour}},
            {"id": "custom.lineStyle", "value": style},
        ],
    }
