"""Table panels: every chart has one beside it, for those who read numbers, screen readers and greyscale prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.palette import PROVIDER_WORDS
from dashboards.panels import Frame, Panel, Target, charted, targets
from dashboards.shapes import COUNTED, Json, Shape, words_for
from diis.definitions.local_measures import MEASURES

MEASURE_WORDS: dict[str, str] = {measure.id: measure.title for measure in MEASURES}

KEY_HEADINGS: dict[str, str] = {"measure": "Measure", "pathway": "Pathway", "provider": "Provider"}
_KEY_WORDS: dict[str, dict[str, str]] = {"measure": MEASURE_WORDS, "provider": PROVIDER_WORDS}


@dataclass(frozen=True)
class Column:
    """One query under a heading; its series have the labels of the table's keys and no others."""

    heading: str
    expr: str
    shape: Shape = COUNTED


def table(frame: Frame, keys: Sequence[str], columns: Sequence[Column]) -> Panel:
    """A row for each set of values of the labels `keys`, a column for each query."""
    queries = targets([Target(column.expr, "") for column in columns], instant=True, as_table=True)
    fields = _field_names(queries)
    headings = {key: KEY_HEADINGS[key] for key in keys} | {
        name: column.heading for name, column in zip(fields, columns, strict=True)
    }
    overrides = [_in_words(key) for key in keys if key in _KEY_WORDS] + [_shaped(column) for column in columns]
    options: Json = {
        "showHeader": True,
        "footer": {"show": False, "reducer": ["sum"], "countRows": False, "fields": ""},
    }
    defaults = COUNTED.defaults() | {"custom": {"align": "auto", "filterable": False, "inspect": False}}
    panel = charted(frame, "table", queries, defaults, options, overrides)
    return Panel(frame, panel.body | {"transformations": _one_table(headings)})


def _field_names(queries: Sequence[Json]) -> list[str]:
    """What the data source calls the value of each query."""
    return [f"Value #{query['refId']}" for query in queries] if len(queries) > 1 else ["Value"]


def _one_table(headings: Mapping[str, str]) -> list[Json]:
    """Join the answers on their labels, then name and order the columns."""
    organize: Json = {
        "excludeByName": {"Time": True},
        "indexByName": {name: index for index, name in enumerate(headings)},
        "renameByName": dict(headings),
    }
    return [{"id": "merge", "options": {}}, {"id": "organize", "options": organize}]


def _in_words(key: str) -> Json:
    words = words_for(_KEY_WORDS[key])
    return {
        "matcher": {"id": "byName", "options": KEY_HEADINGS[key]},
        "properties": [{"id": "mappings", "value": [words]}],
    }


def _shaped(column: Column) -> Json:
    return {"matcher": {"id": "byName", "options": column.heading}, "properties": column.shape.properties()}
