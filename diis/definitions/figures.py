"""From counted waits to the figures of a measure (docs/measures.md): one small pure function."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from diis.definitions.bands import BANDS
from diis.definitions.measures import Measure
from diis.definitions.percentiles import percentile
from diis.definitions.suppression import suppressed_count, suppressed_statistic

ALL = "all"
WINDOW_DAYS = 28
"""Flow figures count the 28 days up to and including `as_at`."""

COUNT = "count"
DAYS = "days"


@dataclass(frozen=True)
class Figure:
    """One number with everything needed to ask for it again.

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
        return replace(self, value=value, suppressed=value is None)


@dataclass
class Tally:
    """Clocks of one measure and provider, counted by days: the only thing the store hands over."""

    open_days: Counter[int] = field(default_factory=Counter)
    stopped_days: Counter[int] = field(default_factory=Counter)
    removed: int = 0
    received: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.open_days + other.open_days,
            self.stopped_days + other.stopped_days,
            self.removed + other.removed,
            self.received + other.received,
        )


@dataclass(frozen=True)
class _Value:
    """A figure's value before it is labelled."""

    figure: str
    value: float | None
    unit: str
    rule: str
    behind: int


def _total(days: Mapping[int, int]) -> int:
    return sum(days.values())


def _open_values(tally: Tally, standard_days: int | None) -> Iterator[_Value]:
    days = tally.open_days
    waiting = _total(days)
    yield _Value("open", waiting, COUNT, "R-WAIT-130", waiting)
    if standard_days is not None:
        over = sum(count for day, count in days.items() if day > standard_days)
        yield _Value("open-over-standard", over, COUNT, "R-WAIT-130", over)
    for band in BANDS:
        inside = sum(count for day, count in days.items() if band.holds(day))
        yield _Value(f"open-band:{band.label}", inside, COUNT, "R-WAIT-25", inside)
    yield _Value("open-median-days", percentile(days, 0.5), DAYS, "R-WAIT-67", waiting)
    yield _Value("open-p90-days", percentile(days, 0.9), DAYS, "R-WAIT-67", waiting)


def _flow_values(tally: Tally, standard_days: int | None) -> Iterator[_Value]:
    days = tally.stopped_days
    stopped = _total(days)
    yield _Value("received", tally.received, COUNT, "R-WAIT-130", tally.received)
    yield _Value("stopped", stopped, COUNT, "R-WAIT-130", stopped)
    yield _Value("removed", tally.removed, COUNT, "R-WAIT-130", tally.removed)
    if standard_days is not None:
        within = sum(count for day, count in days.items() if day <= standard_days)
        yield _Value("stopped-within-standard", within, COUNT, "R-WAIT-130", within)
    yield _Value("stopped-median-days", percentile(days, 0.5), DAYS, "R-WAIT-67", stopped)


def figures_of(
    measure: Measure, tally: Tally, as_at: date, as_known: int, provider: str, breakdown: str = ALL, level: str = ALL
) -> list[Figure]:
    """Every figure of a measure for one provider (or `all`) and one level of a breakdown."""
    values = (*_open_values(tally, measure.standard_days), *_flow_values(tally, measure.standard_days))
    return [
        Figure(
            as_at=as_at,
            as_known=as_known,
            measure=measure.id,
            figure=value.figure,
            provider=provider,
            breakdown=breakdown,
            level=level,
            value=value.value,
            unit=value.unit,
            rule=value.rule,
            behind=value.behind,
        )
        for value in values
    ]
