"""Samples of one scrape, gathered by metric; the only place that makes a line Prometheus can read."""

from collections.abc import Iterator
from math import nan

from prometheus_client.core import GaugeMetricFamily

from metrics.catalogue import Metric


class Samples:
    """Gathers values under catalogued metrics and labels only."""

    def __init__(self) -> None:
        self._families: dict[str, GaugeMetricFamily] = {}

    def add(self, metric: Metric, value: float | None, **labels: str) -> None:
        """One sample; a value of None (suppressed, or over nothing) becomes NaN, never 0."""
        family = self._families.get(metric.name)
        if family is None:
            family = GaugeMetricFamily(metric.name, metric.help, labels=metric.labels)
            self._families[metric.name] = family
        family.add_metric(metric.label_values(labels), nan if value is None else float(value))

    def families(self) -> Iterator[GaugeMetricFamily]:
        """What a collector gives to its registry."""
        return iter(self._families.values())
