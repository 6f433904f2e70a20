"""Invented figures and feeds, built through the definitions: what the store would say of a small Dorset."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from diis.definitions.figures import (
    ALL,
    OPEN,
    RECEIVED,
    REMOVED,
    STOPPED,
    Count,
    Figure,
    FigureRecord,
    Values,
    figure_records,
    figures_of,
)
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.definitions.pathways import PROVIDERS
from diis.definitions.percentiles import percentile
from diis.feeds import FEEDS
from diis.store.readings import FeedStatus
from metrics.sources import Sources

AS_AT = date(2026, 11, 16)
AS_BEFORE = date(2026, 10, 19)
LEFT_ON = date(2026, 11, 9)
LAST_SUCCESS = datetime(2026, 7, 14, 5, 20)


def measure_called(name: str) -> Measure:
    return next(measure for measure in MEASURES if measure.id == name)


@dataclass(frozen=True)
class Tally:
    """Clocks counted by days: those open by the days waited, those stopped by the days until then."""

    open_days: Counter[int]
    stopped_days: Counter[int]
    removed: int
    received: int

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.open_days + other.open_days,
            self.stopped_days + other.stopped_days,
            self.removed + other.removed,
            self.received + other.received,
        )

    def values(self, measure: Measure) -> Values:
        """What the figures of a measure come to."""
        counted: dict[str, Mapping[int, int]] = {
            OPEN: self.open_days,
            STOPPED: self.stopped_days,
            REMOVED: {0: self.removed},
            RECEIVED: {0: self.received},
        }
        return {one.id: _value(one, counted.get(one.how.tally, {})) for one in figure_records(measure)}


def _value(record: FigureRecord, days: Mapping[int, int]) -> float | None:
    if not isinstance(record.how, Count):
        return percentile(days, record.how.share)
    first, last = record.how.first or 0, record.how.last
    return sum(count for day, count in days.items() if day >= first and (last is None or day <= last))


def tally(days: dict[int, int], stopped: dict[int, int] | None = None, received: int = 20, removed: int = 3) -> Tally:
    return Tally(Counter(days), Counter(stopped or {10: 6, 40: 7, 200: 9}), removed=removed, received=received)


QUIET = {provider: tally({20: 30, 200: 10}) for provider in PROVIDERS}
"""For a provider that no test here is about."""
NOW: dict[str, Tally] = QUIET | {
    "RBD": tally({3: 12, 60: 31, 100: 43, 400: 27, 800: 9}),
    "R0D": tally({5: 8, 91: 22, 92: 2, 130: 14}),
    "RDY": tally({2: 1, 200: 2}, stopped={9: 1}, received=2, removed=0),
}
BEFORE: dict[str, Tally] = QUIET | {
    "RBD": tally({3: 15, 60: 45, 100: 30, 400: 20, 800: 5}),
    "R0D": tally({5: 8, 91: 22, 92: 2, 130: 14}),
    "RDY": tally({2: 3}, stopped={}),
}


def figures(tallies: dict[str, Tally], as_at: date) -> list[Figure]:
    """Every measure, for each provider and for all of them together."""
    together = sum(tallies.values(), Tally(Counter(), Counter(), 0, 0))
    return [
        figure
        for measure in MEASURES
        for provider, counted in {**tallies, ALL: together}.items()
        for figure in figures_of(measure, counted.values(measure), as_at, as_known=7, provider=provider)
    ]


def figures_now_or_before(before_days: int) -> list[Figure]:
    assert before_days in (0, 28)
    return figures(BEFORE, AS_BEFORE) if before_days else figures(NOW, AS_AT)


def feeds() -> list[FeedStatus]:
    """All is well: each feed seen, nothing held, nobody missing."""
    return [
        FeedStatus(
            feed=feed.name,
            provider=feed.provider,
            pathway=feed.pathway,
            census_on=AS_AT,
            last_success_at=LAST_SUCCESS,
            rows_accepted=1_234,
            rows_quarantined=12,
            rows_duplicate=0,
            refused=0,
            held=0,
            unexplained_leavers=0,
            layout=feed.layout,
        )
        for feed in FEEDS
    ]


def feeds_in_trouble() -> list[FeedStatus]:
    """One feed never seen, one with a held list, one with two unexplained leavers, the rest long silent.

    And one that nobody expects, of which a list is held.
    """
    never, held, leavers, *rest = feeds()
    return [
        replace(never, census_on=None, last_success_at=None, rows_accepted=0, rows_quarantined=0),
        replace(held, held=1),
        replace(leavers, unexplained_leavers=2, newest_leaver_on=LEFT_ON),
        *(replace(status, census_on=date(2026, 1, 5)) for status in rest),
        replace(held, feed="r0d-camhs-gateway", provider="R0D", pathway="camhs-gateway", held=1),
    ]


SOURCES = Sources(figures=figures_now_or_before, feeds=feeds)
TROUBLED = Sources(figures=figures_now_or_before, feeds=feeds_in_trouble)
