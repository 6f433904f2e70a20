"""Exact percentiles of counted days, with linear interpolation (R-WAIT-67)."""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate


def percentile(days: Mapping[int, int], share: float) -> float | None:
    """The `share` (0 to 1) percentile of waits counted as {days waited: referrals}, in days.

    Position share*(n-1) in the sorted list, interpolated between its neighbours; None over nothing.
    """
    ordered = sorted(day for day, count in days.items() if count)
    if not ordered:
        return None
    reached = list(accumulate(days[day] for day in ordered))
    position = share * (reached[-1] - 1)
    below = int(position)
    lower = ordered[bisect_right(reached, below)]
    upper = ordered[bisect_right(reached, min(below + 1, reached[-1] - 1))]
    return lower + (upper - lower) * (position - below)
