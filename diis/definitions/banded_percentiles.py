"""Percentiles estimated from counts in bands one week wide, the last of them open (R-WAIT-19, R-WAIT-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class BandedPercentile:
    """A number of `weeks`; or, in the open band, only that it is `more_than_weeks`; or neither, over an empty list."""

    weeks: float | None = None
    more_than_weeks: int | None = None

    @property
    def note(self) -> str:
        return "" if self.more_than_weeks is None else f"more than {self.more_than_weeks} weeks"


def banded_percentile(bands: Sequence[int], share: float) -> BandedPercentile:
    """The `share` (0 to 1) percentile in weeks of counts by week band.

    Band n holds waits of more than n and up to n+1 weeks; the last one is open and gives no number. Position
    share*N falls in the first band that reaches it and is interpolated inside that band (R-WAIT-19).
    """
    # Fraction, because 0.55 of 100 is 55: in floating point it is a hair more, and falls in the next band.
    position = Fraction(str(share)) * sum(bands)
    below = 0
    for weeks, inside in enumerate(bands):
        if inside and below + inside >= position:
            if weeks == len(bands) - 1:
                return BandedPercentile(more_than_weeks=weeks)
            return BandedPercentile(weeks=float(weeks + (position - below) / inside))
        below += inside
    return BandedPercentile()
