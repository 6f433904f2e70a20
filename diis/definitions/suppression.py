"""Small-number suppression of a figure that leaves the service (R-WAIT-43, R-WAIT-68, R-WAIT-95, R-DSR-117)."""

from decimal import ROUND_HALF_UP, Decimal

SMALLEST_SHOWN = 5
ROUNDED_TO = 5
LARGEST_IN_BAND = 7
"""Of the register: 0 to 7 people are one band, so that nobody can tell whether there is anybody at all."""


def suppressed_count(count: int) -> int | None:
    """A count to the nearest 5; None for 0 to 4, zero included, so that a gap cannot be read as 'not zero'."""
    if count < SMALLEST_SHOWN:
        return None
    return ROUNDED_TO * whole(count / ROUNDED_TO)


def suppressed_statistic(value: float | None, behind: int) -> int | None:
    """A median, percentile or percentage as a whole number; None where fewer than 5 stand behind it."""
    if value is None or behind < SMALLEST_SHOWN:
        return None
    return whole(value)


def banded_count(count: int) -> int | None:
    """A count of the register to the nearest 5; None for 0 to 7, zero included (R-DSR-117)."""
    return None if count <= LARGEST_IN_BAND else ROUNDED_TO * whole(count / ROUNDED_TO)


def banded_statistic(value: float | None, behind: int) -> int | None:
    """A median of the register as a whole number; None where 7 or fewer stand behind it (R-DSR-117)."""
    return None if value is None or behind <= LARGEST_IN_BAND else whole(value)


def whole(value: float) -> int:
    """The nearest whole number, a half upwards (R-WAIT-43)."""
    return int(Decimal(repr(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
