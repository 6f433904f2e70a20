"""The oracle: every figure of a measure, computed slowly and obviously from the referrals themselves.

The engine (`diis.counting`) computes the same figures by column; the tests hold the two together. Nothing here is
shared with that path but the records of measures and breakdowns; the clock rules are written there again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from diis.definitions.bands import BANDS
from diis.definitions.breakdowns import BREAKDOWNS, UNKNOWN, Breakdown
from diis.definitions.clocks import NOT_STARTED, OPEN, REMOVED, STOPPED, Clock, Referral, clock_of, in_window
from diis.definitions.figures import ALL
from diis.definitions.measures import FullClockStop, Measure
from diis.definitions.spells import spells_of
from diis.definitions.working_days import working_days_between

Values = dict[str, float | None]
Cell = tuple[str, str, str]
"""Provider, breakdown and level."""

MISSING = ("open-no-contact", "open-no-score", "open-no-plan")


@dataclass(frozen=True)
class Counted:
    """The clock of a counted unit. `referral` gives its attributes: of a spell, the first by received date and id."""

    referral: Referral
    start_on: date
    clock: Clock
    lacks: tuple[str, ...] = ()


def counted(measure: Measure, referrals: Iterable[Referral], as_at: date) -> list[Counted]:
    """The started clocks of a measure, over those of the referrals given that are on its pathway."""
    mine = [referral for referral in referrals if referral.pathway == measure.pathway]
    if isinstance(measure.stop, FullClockStop):
        return [Counted(one.first, one.start_on, one.clock, one.lacks) for one in spells_of(mine, as_at)]
    clocks = (Counted(one, one.received_on, clock_of(measure, one, as_at)) for one in mine)
    return [one for one in clocks if one.clock.state != NOT_STARTED]


def percentile_of(days: Iterable[int], share: float) -> float | None:
    """Exact percentile with linear interpolation at position share*(n-1) (R-WAIT-67); None over nothing."""
    ordered = sorted(days)
    if not ordered:
        return None
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def values_of(measure: Measure, referrals: Iterable[Referral], as_at: date) -> Values:
    """Figure name to exact value, over all the referrals given that are on the measure's pathway."""
    return _values(measure, counted(measure, referrals, as_at), as_at)


def cells_of(
    measure: Measure, referrals: Iterable[Referral], as_at: date, providers: Sequence[str]
) -> dict[Cell, Values]:
    """The values of every cell: each of the providers that sent a list and `all` of them, by each breakdown and level.

    An open set of levels (area) has those that somebody counted on the day is in at any provider, and the unknown.
    """
    clocks = counted(measure, referrals, as_at)
    cells: dict[Cell, Values] = {}
    for provider in (*sorted(providers), ALL) if providers else ():
        mine = [one for one in clocks if provider in (ALL, one.referral.provider)]
        cells[provider, ALL, ALL] = _values(measure, mine, as_at)
        for breakdown in BREAKDOWNS:
            for level in _levels(breakdown, clocks, as_at):
                inside = [one for one in mine if _level_of(breakdown, one) == level]
                cells[provider, breakdown.id, level] = _values(measure, inside, as_at)
    return cells


def _levels(breakdown: Breakdown, clocks: list[Counted], as_at: date) -> Iterable[str]:
    if breakdown.levels is not None:
        return breakdown.levels
    seen = {_level_of(breakdown, one) for one in clocks if _is_in_a_figure(one, as_at)}
    return (*sorted(seen - {UNKNOWN}), UNKNOWN)


def _level_of(breakdown: Breakdown, one: Counted) -> str:
    return breakdown.level_of(getattr(one.referral, breakdown.column))


def _is_in_a_figure(one: Counted, as_at: date) -> bool:
    ended_on = one.clock.ended_on
    return ended_on is None or in_window(ended_on, as_at) or in_window(one.start_on, as_at)


def _values(measure: Measure, clocks: list[Counted], as_at: date) -> Values:
    waiting = [one for one in clocks if one.clock.state == OPEN]
    ended = [one for one in clocks if one.clock.ended_on is not None and in_window(one.clock.ended_on, as_at)]
    stopped = [one for one in ended if one.clock.state == STOPPED]
    waits, stops = [one.clock.days for one in waiting], [one.clock.days for one in stopped]
    values: Values = {
        "open": len(waits),
        "open-median-days": percentile_of(waits, 0.5),
        "open-p90-days": percentile_of(waits, 0.9),
        "received": sum(in_window(one.start_on, as_at) for one in clocks),
        "stopped": len(stops),
        "removed": sum(one.clock.state == REMOVED for one in ended),
        "stopped-median-days": percentile_of(stops, 0.5),
    }
    for band in BANDS:
        values[f"open-band:{band.label}"] = sum(band.holds(wait) for wait in waits)
    if measure.standard_days is not None:
        values["open-over-standard"] = sum(wait > measure.standard_days for wait in waits)
        values["stopped-within-standard"] = sum(wait <= measure.standard_days for wait in stops)
    for limit in measure.also_within_days:
        values[f"stopped-within-{limit}-days"] = sum(wait <= limit for wait in stops)
    if measure.in_working_days:
        values["stopped-p90-days"] = percentile_of(stops, 0.9)
        worked = [working_days_between(one.start_on, one.clock.ended_on or one.start_on) for one in stopped]
        values["stopped-median-working-days"] = percentile_of(worked, 0.5)
        values["stopped-p90-working-days"] = percentile_of(worked, 0.9)
    if isinstance(measure.stop, FullClockStop):
        values |= {name: sum(name in one.lacks for one in waiting) for name in MISSING}
    return values
