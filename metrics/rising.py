"""Whether the share over the standard is rising: decided on exact counts, published only as yes or no."""

from dataclasses import dataclass
from fractions import Fraction

from diis.definitions.suppression import SMALLEST_SHOWN

RISE = Fraction(5, 100)
"""A working limit, not a national rule: more than this, in 28 days, is a rise worth a person's look."""


@dataclass(frozen=True)
class OverStandard:
    """Exact counts of one measure and provider on one day: clocks open, and those of them over the standard."""

    open: int
    over: int

    @property
    def share(self) -> Fraction | None:
        """Share over the standard, 0 to 1; None where fewer than 5 wait, too few for a share (R-WAIT-95)."""
        return Fraction(self.over, self.open) if self.open >= SMALLEST_SHOWN else None


def is_rising(now: OverStandard, before: OverStandard) -> bool:
    """Whether the share is more than 5 percentage points above that of `before` (exact, so 5 points itself is not)."""
    return now.share is not None and before.share is not None and now.share - before.share > RISE
