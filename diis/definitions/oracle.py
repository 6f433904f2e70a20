"""The oracle: every figure of a measure, computed slowly and obviously from the referrals themselves.

The store computes the same figures in SQL; the tests hold the two together. Nothing here is shared with that
path but the clock rules of `clocks`, which the store writes again in SQL.
"""

from collections.abc import Iterable
from datetime import date

from diis.definitions.bands import BANDS
from diis.definitions.clocks import OPEN, REMOVED, STOPPED, Referral, clock_of, in_window
from diis.definitions.measures import Measure

Values = dict[str, float | None]


def percentile_of(days: list[int], share: float) -> float | None:
    """Exact percentile with linear interpolation at position share*(n-1) (R-WAIT-67); None over nothing."""
    if not days:
        return None
    ordered = sorted(days)
    position = share * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def values_of(measure: Measure, referrals: Iterable[Referral], as_at: date) -> Values:
    """Figure name to exact value, over all the referrals given that are on the measure's pathway."""
    mine = [referral for referral in referrals if referral.pathway == measure.pathway]
    clocks = [clock_of(measure, referral, as_at) for referral in mine]
    waits = [clock.days for clock in clocks if clock.state == OPEN]
    ended = [clock for clock in clocks if clock.ended_on is not None and in_window(clock.ended_on, as_at)]
    stops = [clock.days for clock in ended if clock.state == STOPPED]
    values: Values = {
        "open": len(waits),
        "open-median-days": percentile_of(waits, 0.5),
        "open-p90-days": percentile_of(waits, 0.9),
        "received": sum(in_window(referral.received_on, as_at) for referral in mine),
        "stopped": len(stops),
        "removed": sum(clock.state == REMOVED for clock in ended),
        "stopped-median-days": percentile_of(stops, 0.5),
    }
    for band in BANDS:
        values[f"open-band:{band.label}"] = sum(band.holds(wait) for wait in waits)
    if measure.standard_days is not None:
        values["open-over-standard"] = sum(wait > measure.standard_days for wait in waits)
        values["stopped-within-standard"] = sum(wait <= measure.standard_days for wait in stops)
    return values
