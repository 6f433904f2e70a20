"""Custom collectors: they read the store when Prometheus asks, so no number outlives the data behind it.

Nothing is kept between two scrapes. What counts people leaves only in its shown form (R-WAIT-95), and a suppressed
value is exported as NaN: the presence of a series must not tell what its value may not.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from prometheus_client import Metric as Family
from prometheus_client.registry import Collector, CollectorRegistry

from diis.definitions.figures import ALL, DAYS, WINDOW_DAYS, Figure
from diis.definitions.local_measures import MEASURES
from diis.definitions.suppression import suppressed_count
from diis.feeds import FEEDS, Feed
from diis.store.readings import FeedStatus
from metrics import catalogue as names
from metrics.freshness import is_fresh, newest_lists
from metrics.rising import OverStandard, is_rising
from metrics.samples import Samples
from metrics.sources import Sources

SECONDS_PER_DAY = 86_400
PREVIOUS_DAYS = WINDOW_DAYS
"""How far back "previous" is: the refresh keeps the figures of one window before the newest day."""

METRIC_OF_FIGURE: Mapping[str, names.Metric] = {
    # Figures that one measure has alone are no metrics: a dashboard compares measures.
    "open": names.WAITS_OPEN,
    "open-over-standard": names.WAITS_OPEN_OVER_STANDARD,
    "open-band": names.WAITS_OPEN_BY_BAND,
    "open-median-days": names.WAITS_OPEN_MEDIAN,
    "open-p90-days": names.WAITS_OPEN_P90,
    "received": names.WAITS_RECEIVED,
    "stopped": names.WAITS_STOPPED,
    "removed": names.WAITS_REMOVED,
    "stopped-within-standard": names.WAITS_STOPPED_WITHIN_STANDARD,
    "stopped-median-days": names.WAITS_STOPPED_MEDIAN,
}
_METRIC_OF_PREVIOUS: Mapping[str, names.Metric] = {
    "open": names.WAITS_OPEN_PREVIOUS,
    "open-over-standard": names.WAITS_OPEN_OVER_STANDARD_PREVIOUS,
}
_PATHWAY_OF_MEASURE: Mapping[str, str] = {measure.id: measure.pathway for measure in MEASURES}

_Waits = Mapping[tuple[str, str], Mapping[str, Figure]]


class WaitsCollector(Collector):
    """Figures of every measure and provider, now and four weeks before."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def collect(self) -> Iterable[Family]:
        figures = [figure for figure in self._sources.figures(0) if _is_local(figure)]
        now = _by_wait(figures)
        before = _by_wait(self._sources.figures(PREVIOUS_DAYS))
        newest = newest_lists(self._sources.feeds())
        samples = Samples()
        samples.add(names.WAITS_LEFT_OUT, sum(not _is_listed(figure) for figure in figures))
        for (measure, provider), wait in now.items():
            pathway = _PATHWAY_OF_MEASURE[measure]
            labels = {"measure": measure, "pathway": pathway, "provider": provider}
            _add_now(samples, wait, labels)
            _add_previous(samples, wait, before.get((measure, provider), {}), labels)
            _add_days(samples, wait, newest.get((pathway, provider)), labels)
            _add_rising(samples, wait, before.get((measure, provider), {}), newest.get((pathway, provider)), labels)
        _add_standards(samples, {figure.measure: figure.as_at for wait in now.values() for figure in wait.values()})
        return samples.families()


class ExtractsCollector(Collector):
    """What is expected of each feed, and what was seen of it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def collect(self) -> Iterable[Family]:
        samples = Samples()
        for feed in FEEDS:
            samples.add(names.EXTRACT_INFO, 1, **_labels_of(feed))
            samples.add(names.EXTRACT_LATE_AFTER, feed.late_after_days * SECONDS_PER_DAY, **_labels_of(feed))
        for status in self._sources.feeds():
            if _is_listed(status):
                _add_status(samples, status)
        return samples.families()


class BuildCollector(Collector):
    """Which version is running."""

    def collect(self) -> Iterable[Family]:
        samples = Samples()
        for version in names.LABEL_VALUES["version"]:
            samples.add(names.WAITS_BUILD_INFO, 1, version=version)
        return samples.families()


def registry_of(sources: Sources) -> CollectorRegistry:
    """A registry of our own: the global one would carry whatever a library puts there."""
    registry = CollectorRegistry(auto_describe=False)
    for collector in (BuildCollector(), WaitsCollector(sources), ExtractsCollector(sources)):
        registry.register(collector)
    return registry


def midnight(day: date) -> float:
    """Midnight UTC at the start of a day, in seconds since 1970."""
    return datetime.combine(day, time.min, UTC).timestamp()


def _is_local(figure: Figure) -> bool:
    """Whether a figure is one of our measures over everybody; published aggregates have labels of their own."""
    return figure.measure in _PATHWAY_OF_MEASURE and figure.breakdown == ALL


def _is_listed(reading: Figure | FeedStatus) -> bool:
    return reading.provider in names.LABEL_VALUES["provider"]


def _by_wait(figures: Sequence[Figure]) -> _Waits:
    waits: defaultdict[tuple[str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if _is_local(figure) and _is_listed(figure):
            waits[figure.measure, figure.provider][figure.figure] = figure
    return waits


def _add_now(samples: Samples, wait: Mapping[str, Figure], labels: Mapping[str, str]) -> None:
    for name, figure in wait.items():
        kind, _, band = name.partition(":")
        if kind not in METRIC_OF_FIGURE:
            continue
        extra = {"band": band} if band else {}
        samples.add(METRIC_OF_FIGURE[kind], _base_units(figure.shown()), **labels, **extra)


def _add_previous(
    samples: Samples, wait: Mapping[str, Figure], before: Mapping[str, Figure], labels: Mapping[str, str]
) -> None:
    for name, metric in _METRIC_OF_PREVIOUS.items():
        if name in wait:
            previous = before.get(name)
            samples.add(metric, previous.shown().value if previous else None, **labels)


def _add_days(
    samples: Samples, wait: Mapping[str, Figure], newest_list: date | None, labels: Mapping[str, str]
) -> None:
    as_at = _as_at(wait)
    samples.add(names.WAITS_AS_AT, midnight(as_at), **labels)
    if newest_list is not None:
        # A list that came since the last refresh is not in the figures yet.
        samples.add(names.WAITS_NEWEST_LIST, midnight(min(newest_list, as_at)), **labels)


def _add_rising(
    samples: Samples,
    wait: Mapping[str, Figure],
    before: Mapping[str, Figure],
    newest_list: date | None,
    labels: Mapping[str, str],
) -> None:
    """An old list makes everybody on it wait longer with nobody seen: that share rises for want of data alone."""
    if "open-over-standard" in wait:
        rising = is_rising(_counts(wait), _counts(before)) and is_fresh(newest_list, _as_at(wait))
        samples.add(names.WAITS_OVER_STANDARD_RISING, rising, **labels)


def _add_standards(samples: Samples, days: Mapping[str, date]) -> None:
    """The standards in force on the days of the figures, by measure."""
    for measure in MEASURES:
        applies = measure.id in days and measure.in_force(days[measure.id])
        if applies and measure.standard_days is not None:
            seconds = measure.standard_days * SECONDS_PER_DAY
            samples.add(names.WAITS_STANDARD, seconds, measure=measure.id, pathway=measure.pathway)


def _add_status(samples: Samples, status: FeedStatus) -> None:
    labels = _labels_of(status)
    if status.census_on is not None:
        samples.add(names.EXTRACT_CENSUS, midnight(status.census_on), **labels)
    if status.last_success_at is not None:
        samples.add(names.EXTRACT_LAST_SUCCESS, status.last_success_at.replace(tzinfo=UTC).timestamp(), **labels)
    rows = {
        names.ACCEPTED: status.rows_accepted,
        names.QUARANTINED: status.rows_quarantined,
        names.DUPLICATE: status.rows_duplicate,
    }
    for outcome, count in rows.items():
        samples.add(names.EXTRACT_ROWS, suppressed_count(count), **labels, outcome=outcome)
    samples.add(names.EXTRACT_QUARANTINED_PRESENT, status.rows_quarantined > 0, **labels)
    samples.add(names.EXTRACT_REFUSED, status.refused, **labels)
    samples.add(names.EXTRACT_HELD, status.held, **labels)
    samples.add(names.EXTRACT_LEAVERS, suppressed_count(status.unexplained_leavers), **labels)
    samples.add(names.EXTRACT_LEAVERS_PRESENT, status.unexplained_leavers > 0, **labels)
    if status.newest_leaver_on is not None:
        samples.add(names.EXTRACT_NEWEST_LEAVER, midnight(status.newest_leaver_on), **labels)


def _as_at(wait: Mapping[str, Figure]) -> date:
    return max(figure.as_at for figure in wait.values())


def _counts(wait: Mapping[str, Figure]) -> OverStandard:
    """Exact counts, for the yes or no only."""
    counts = (wait[name].value if name in wait else None for name in ("open", "open-over-standard"))
    waiting, over = (int(count or 0) for count in counts)
    return OverStandard(waiting, over)


def _base_units(figure: Figure) -> float | None:
    if figure.value is None or figure.unit != DAYS:
        return figure.value
    return figure.value * SECONDS_PER_DAY


def _labels_of(feed: Feed | FeedStatus) -> dict[str, str]:
    return {"provider": feed.provider, "pathway": feed.subject or ALL}
