"""What every measure of the register is told in: a period, and so many out of so many."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both of them in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Ratio:
    """So many out of so many; exact, and so not for publication (R-DSR-117)."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None where there is nothing to share."""
        return 100 * self.numerator / self.denominator if self.denominator else None
