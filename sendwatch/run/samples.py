"""The figures of the store as samples: what the exporter and Prometheus must hold, and what they really do."""

import math
from collections.abc import Iterable, Mapping, Sequence

from prometheus_client.parser import text_string_to_metric_families

from diis.definitions.figures import ALL, DAYS, Figure
from diis.definitions.local_measures import MEASURES
from metrics.collectors import METRIC_OF_FIGURE, SECONDS_PER_DAY
from sendwatch.run.prometheus import Prometheus

Key = tuple[str, frozenset[tuple[str, str]]]
Samples = Mapping[Key, float]

ADDED_BY_PROMETHEUS = {"__name__", "job", "instance"}
_PATHWAYS = {measure.id: measure.pathway for measure in MEASURES}


def expected(figures: Sequence[Figure]) -> Samples:
    """One sample for each local figure that is a metric: its shown value in base units, NaN where it is too small."""
    local = (figure for figure in figures if figure.breakdown == ALL and figure.measure in _PATHWAYS)
    return {_key_of(figure): _value_of(figure) for figure in local if _kind(figure) in METRIC_OF_FIGURE}


def exported(text: str) -> Samples:
    """What a /metrics page holds."""
    families = text_string_to_metric_families(text)
    return {_key(sample.name, sample.labels): sample.value for family in families for sample in family.samples}


def recorded(prometheus: Prometheus) -> Samples:
    """What Prometheus holds now about waits, from the exporter that runs now."""
    every_wait = f'{{__name__=~"waits_.*", instance="{prometheus.target}"}}'
    return {_key(labels["__name__"], labels): value for labels, value in prometheus.query(every_wait)}


def differences(wanted: Samples, found: Samples) -> list[Key]:
    """The wanted samples that are missing or have another value."""
    return [key for key, value in wanted.items() if key not in found or not _same(value, found[key])]


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _key(name: str, labels: Mapping[str, str]) -> Key:
    return name, frozenset(_own(labels.items()))


def _own(labels: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, value in labels if name not in ADDED_BY_PROMETHEUS)


def _kind(figure: Figure) -> str:
    return figure.figure.partition(":")[0]


def _key_of(figure: Figure) -> Key:
    kind, _, band = figure.figure.partition(":")
    labels = {"measure": figure.measure, "pathway": _PATHWAYS[figure.measure], "provider": figure.provider}
    return _key(METRIC_OF_FIGURE[kind].name, labels | ({"band": band} if band else {}))


def _value_of(figure: Figure) -> float:
    value = figure.shown().value
    if value is None:
        return math.nan
    return value * SECONDS_PER_DAY if figure.unit == DAYS else value
