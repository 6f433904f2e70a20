"""The dashboard is what every Grafana since 9.4 can read, and what every reader can read."""

import json
import re
import warnings
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from jsonschema import Draft7Validator

from dashboards import palette
from dashboards.palette import PROVIDER_LOOKS
from dashboards.promql import series
from dashboards.shapes import SUPPRESSED
from dashboards.wait_panels import band_words
from dashboards.waiting_times import dashboard
from diis.definitions.bands import BANDS
from diis.definitions.figures import ALL
from diis.definitions.pathways import PROVIDERS
from metrics import catalogue
from metrics.catalogue import LABEL_VALUES, METRICS, UnlistedLabel
from tests.dashboards.dashboard_schema import DASHBOARD

MODEL: dict[str, Any] = json.loads(json.dumps(dashboard()))
PANELS: list[dict[str, Any]] = MODEL["panels"]
CHARTED = [panel for panel in PANELS if panel["type"] not in ("row", "text")]
COLOURS = {value for value in vars(palette).values() if isinstance(value, str) and value.startswith("#")}

by_title = pytest.mark.parametrize("panel", CHARTED, ids=lambda panel: panel["title"])


def walk(value: Any) -> Iterator[Any]:
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from walk(one)


def lost(mine: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Where a model that has been through another program no longer says what it said."""
    if isinstance(mine, dict):
        for key, value in mine.items():
            if value is not None or key in theirs:
                yield from lost(value, theirs.get(key, "not there"), f"{path}/{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for index, (one, other) in enumerate(zip(mine, theirs, strict=True)):
            yield from lost(one, other, f"{path}/{index}")
    elif mine != theirs:
        yield f"{path}: {mine!r} became {theirs!r}"


def test_it_keeps_to_the_part_of_the_model_that_every_line_reads() -> None:
    errors = sorted(
        f"{'/'.join(map(str, error.path))}: {error.message}" for error in Draft7Validator(DASHBOARD).iter_errors(MODEL)
    )
    assert errors == []


def test_grafanas_own_models_keep_every_key_and_value() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from grafana_foundation_sdk.cog import encoder, plugins
        from grafana_foundation_sdk.models.dashboard import Dashboard
    plugins.register_default_plugins()
    read = Dashboard.from_json(json.loads(json.dumps(MODEL)))
    assert list(lost(MODEL, json.loads(json.dumps(read, cls=encoder.JSONEncoder)))) == []


def test_a_misspelt_key_would_not_pass_unseen() -> None:
    assert list(lost({"panels": [{"titel": "x"}]}, {"panels": [{}]})) == ["/panels/0/titel: 'x' became 'not there'"]
    misspelt = MODEL | {"refesh": "5m"}
    assert list(Draft7Validator(DASHBOARD).iter_errors(misspelt))


def test_panel_types_are_those_that_no_line_has_dropped() -> None:
    assert {panel["type"] for panel in PANELS} <= {"row", "text", "stat", "table", "timeseries", "bargauge", "barchart"}


def test_panels_have_ids_of_their_own_and_do_not_lie_on_each_other() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    for one, other in combinations([panel["gridPos"] for panel in PANELS], 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in PANELS)


@by_title
def test_every_panel_says_what_it_shows(panel: dict[str, Any]) -> None:
    defaults = panel["fieldConfig"]["defaults"]
    assert len(panel["description"]) > 20
    assert defaults["unit"]
    assert defaults["thresholds"]["steps"][0]["value"] is None


@by_title
def test_a_suppressed_value_is_said_in_words(panel: dict[str, Any]) -> None:
    mappings = panel["fieldConfig"]["defaults"]["mappings"]
    assert {"type": "special", "options": {"match": "nan", "result": {"text": SUPPRESSED, "index": 0}}} in mappings
    for override in panel["fieldConfig"]["overrides"]:
        shaped = {one["id"]: one["value"] for one in override["properties"]}
        if "unit" in shaped:
            assert SUPPRESSED in json.dumps(shaped["mappings"])


def test_every_chart_has_a_table_beside_it() -> None:
    charts = [panel for panel in PANELS if panel["type"] in ("timeseries", "bargauge")]
    tables = {panel["id"]: panel for panel in PANELS if panel["type"] == "table"}
    assert charts
    for chart in charts:
        asked = {re.search(r"(waits_\w+)", target["expr"])[1] for target in chart["targets"]}  # type: ignore[index]
        twin = json.dumps(tables[chart["id"] + 1]["targets"])
        assert all(name in twin for name in asked - {catalogue.WAITS_STANDARD.name})


def test_a_table_names_and_places_the_answer_of_each_query() -> None:
    for panel in (panel for panel in PANELS if panel["type"] == "table"):
        organize = panel["transformations"][1]["options"]
        answers = {f"Value #{target['refId']}" for target in panel["targets"]}
        headings = list(organize["renameByName"].values())
        assert answers <= set(organize["renameByName"])
        assert len(set(headings)) == len(headings)
        assert {override["matcher"]["options"] for override in panel["fieldConfig"]["overrides"]} <= set(headings)


def test_colours_are_those_of_the_palette() -> None:
    used = {value for value in walk(MODEL) if isinstance(value, str) and re.fullmatch(r"#[0-9a-fA-F]{6}", value)}
    assert used <= COLOURS


def test_lines_of_providers_differ_by_colour_and_by_name() -> None:
    looks = [PROVIDER_LOOKS[code] for code in (*PROVIDERS, ALL)]
    assert len({look.colour for look in looks}) == len(looks)
    assert len({look.words for look in looks}) == len(looks)
    assert len({look.dash for code, look in PROVIDER_LOOKS.items() if code != ALL}) == len(PROVIDERS)


def test_variables_are_the_data_source_provider_and_measure() -> None:
    variables = {variable["name"]: variable for variable in MODEL["templating"]["list"]}
    assert list(variables) == ["datasource", "measure", "provider"]
    assert {option["value"] for option in variables["provider"]["options"]} == set(LABEL_VALUES["provider"])
    assert {option["value"] for option in variables["measure"]["options"]} == set(LABEL_VALUES["measure"])


def test_choices_read_back_as_grafana_splits_them() -> None:
    for variable in MODEL["templating"]["list"][1:]:
        pairs = [re.fullmatch(r"(.+)\s:\s(.+)", part.strip()) for part in variable["query"].split(",")]
        assert [{"text": pair[1], "value": pair[2]} for pair in pairs if pair] == [
            {"text": option["text"], "value": option["value"]} for option in variable["options"]
        ]


def test_it_opens_on_26_weeks_with_every_provider() -> None:
    assert MODEL["time"] == {"from": "now-26w", "to": "now"}
    assert MODEL["templating"]["list"][2]["current"]["value"] == ["$__all"]


def test_the_first_panel_names_purpose_and_owner() -> None:
    words = PANELS[0]["options"]["content"]
    assert PANELS[0]["type"] == "text"
    assert "Owner" in words
    assert "What it answers" in words


def test_queries_name_only_metrics_of_the_catalogue() -> None:
    known = {metric.name for metric in METRICS}
    for panel in CHARTED:
        for target in panel["targets"]:
            named = set(re.findall(r"\b(?:waits|extract)_\w+", target["expr"]))
            assert named
            assert named <= known


def test_a_label_that_a_metric_does_not_have_is_refused_while_building() -> None:
    with pytest.raises(UnlistedLabel):
        series(catalogue.WAITS_OPEN, {"school": '="x"'})


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("0-7", "up to 1 week"),
        ("8-14", "over 1 to 2 weeks"),
        ("29-84", "over 4 to 12 weeks"),
        ("127-364", "over 18 to 52 weeks"),
        ("365-728", "over 52 to 104 weeks"),
        ("729+", "over 104 weeks"),
    ],
)
def test_bands_are_told_in_weeks(label: str, words: str) -> None:
    assert next(band_words(band) for band in BANDS if band.label == label) == words
