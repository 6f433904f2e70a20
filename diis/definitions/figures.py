"""What the figures of a local measure are, how each is counted, and the label that every number carries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from diis.definitions.bands import BANDS
from diis.definitions.measures import FullClockStop, Measure
from diis.definitions.suppression import suppressed_count, suppressed_statistic

ALL = "all"
WINDOW_DAYS = 28
"""Flow figures count the 28 days up to and including `as_at`."""

COUNT = "count"
DAYS = "days"
WORKING_DAYS = "working days"

VALUE = "value"
"""The one figure of a national measure."""


class Figure(NamedTuple):
    """One number with everything needed to ask for it again; a tuple, since a few years of days have a million.

    `value` is exact, None over nothing. `behind` is the number of referrals a statistic rests on.
    """

    as_at: date
    as_known: int
    measure: str
    figure: str
    provider: str
    breakdown: str
    level: str
    value: float | None
    unit: str
    rule: str
    behind: int
    note: str = ""
    published: bool = False
    suppressed: bool = False

    def shown(self) -> "Figure":
        """The figure as it may leave the service (R-WAIT-95); published national counts stay exact (R-WAIT-43)."""
        if self.published:
            return self
        if self.unit == COUNT:
            value = suppressed_count(int(self.value or 0))
        else:
            value = suppressed_statistic(self.value, self.behind)
        return self._replace(value=value, suppressed=value is None)


OPEN = "open"
NO_CONTACT = "open-no-contact"
NO_SCORE = "open-no-score"
NO_PLAN = "open-no-plan"
RECEIVED = "received"
STOPPED = "stopped"
STOPPED_WORKING = "stopped-working-days"
REMOVED = "removed"
TALLIES: tuple[str, ...] = (OPEN, NO_CONTACT, NO_SCORE, NO_PLAN, RECEIVED, STOPPED, STOPPED_WORKING, REMOVED)
"""What is tallied of the clocks of a day: a number of clocks for each number of days.

The days of `open` tallies are those waited so far, of `stopped` those from start to stop, in calendar or in working
days; `received` and `removed` are counted without any.
"""


@dataclass(frozen=True)
class Count:
    """Clocks of a tally, of `first` to `last` days, both inside; None is no bound."""

    tally: str
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True)
class Percentile:
    """The exact percentile of the days of a tally (R-WAIT-67); `share` is between 0 and 1."""

    tally: str
    share: float


@dataclass(frozen=True)
class FigureRecord:
    """A figure before it has a value."""

    id: str
    how: Count | Percentile
    rule: str
    unit: str = COUNT


def figure_records(measure: Measure) -> tuple[FigureRecord, ...]:
    """Every figure of a measure, in the order in which they are read."""
    return (*_open_records(measure), *_flow_records(measure))


def _open_records(measure: Measure) -> Iterator[FigureRecord]:
    yield FigureRecord("open", Count(OPEN), "R-WAIT-130")
    if measure.standard_days is not None:
        yield FigureRecord("open-over-standard", Count(OPEN, first=measure.standard_days + 1), "R-WAIT-130")
    for band in BANDS:
        yield FigureRecord(f"open-band:{band.label}", Count(OPEN, band.first_day, band.last_day), "R-WAIT-25")
    yield FigureRecord("open-median-days", Percentile(OPEN, 0.5), "R-WAIT-67", DAYS)
    yield FigureRecord("open-p90-days", Percentile(OPEN, 0.9), "R-WAIT-67", DAYS)
    if isinstance(measure.stop, FullClockStop):
        for missing in (NO_CONTACT, NO_SCORE, NO_PLAN):
            yield FigureRecord(missing, Count(missing), "R-WAIT-63")


def _flow_records(measure: Measure) -> Iterator[FigureRecord]:
    yield FigureRecord("received", Count(RECEIVED), "R-WAIT-130")
    yield FigureRecord("stopped", Count(STOPPED), "R-WAIT-130")
    yield FigureRecord("removed", Count(REMOVED), "R-WAIT-130")
    for days in measure.also_within_days:
        yield FigureRecord(f"stopped-within-{days}-days", Count(STOPPED, last=days), "R-WAIT-130")
    if measure.standard_days is not None:
        yield FigureRecord("stopped-within-standard", Count(STOPPED, last=measure.standard_days), "R-WAIT-130")
    yield FigureRecord("stopped-median-days", Percentile(STOPPED, 0.5), "R-WAIT-67", DAYS)
    if measure.in_working_days:
        yield FigureRecord("stopped-p90-days", Percentile(STOPPED, 0.9), "R-WAIT-67", DAYS)
        for name, share in (("median", 0.5), ("p90", 0.9)):
            figure = f"stopped-{name}-working-days"
            yield FigureRecord(figure, Percentile(STOPPED_WORKING, share), "R-WAIT-67", WORKING_DAYS)


Values = Mapping[str, float | None]
"""Figure to exact value; None over nothing."""


def figures_of(
    measure: Measure, values: Values, as_at: date, as_known: int, provider: str, breakdown: str = ALL, level: str = ALL
) -> list[Figure]:
    """Every figure of a measure for one provider (or `all`) and one level of a breakdown."""
    # By place, as this is done a million times for a few years of days.
    cell = (provider, breakdown, level)
    return [
        Figure(as_at, as_known, measure.id, figure, *cell, values[figure], unit, rule, int(values[behind] or 0))
        for figure, unit, rule, behind in _labels(measure)
    ]


_COUNT_OF = {OPEN: "open", STOPPED: "stopped", STOPPED_WORKING: "stopped"}


@cache
def _labels(measure: Measure) -> list[tuple[str, str, str, str]]:
    """Figure, unit, rule, and the count that it rests on: a count on itself, a percentile on the clocks it is of."""
    return [
        (one.id, one.unit, one.rule, one.id if isinstance(one.how, Count) else _COUNT_OF[one.how.tally])
        for one in figure_records(measure)
    ]
