"""Waiting-list arithmetic for one queue served first come, first served (R-WAIT-105 to 113, 115).

Demand and capacity are referrals a week, waits and targets are weeks; a mean wait in days must be divided by 7 first
(R-WAIT-112). Arrivals and treatments are taken to be random with known coefficients of variation.
"""

from collections.abc import Iterable
from datetime import date

WEEKS_TO_TARGET = 26
"""The usual time in which a queue is brought down to its target."""

FACTOR = 4
"""Target wait over target mean wait: with an exponential tail about 1.8% wait longer; a factor of 6 leaves 0.2%."""


def load(demand: float, capacity: float) -> float:
    """Demand over capacity; above 1 the queue grows (R-WAIT-106)."""
    return demand / capacity


def target_mean_wait(target_wait: float, factor: float = FACTOR) -> float:
    """The mean wait in weeks at which a target wait is kept (R-WAIT-107)."""
    return target_wait / factor


def target_queue(demand: float, target_wait: float, factor: float = FACTOR) -> float:
    """The length of queue at which a target wait is kept; over twice this, relief comes first (R-WAIT-108)."""
    return demand * target_mean_wait(target_wait, factor)


def relief_capacity(demand: float, queue: float, target: float, weeks_to_target: float = WEEKS_TO_TARGET) -> float:
    """Capacity a week that brings a queue down to its target length in some weeks (R-WAIT-109)."""
    return demand + (queue - target) / weeks_to_target


def target_capacity(
    demand: float, target_wait: float, factor: float = FACTOR, cv_demand: float = 1.0, cv_capacity: float = 1.0
) -> float:
    """Capacity a week that keeps a queue at its target, given the coefficients of variation (R-WAIT-110)."""
    return demand + (cv_demand**2 + cv_capacity**2) / 2 * factor / target_wait


def pressure(mean_wait: float, target_wait: float) -> float:
    """Twice the mean wait over the target; above 1 the target is most likely missed (R-WAIT-111)."""
    return 2 * mean_wait / target_wait


def expected_wait(position: float, capacity: float) -> float | None:
    """Weeks until a place in the queue is reached, in strict order (R-WAIT-115); None where nobody is being seen."""
    return position / capacity if capacity > 0 else None


def queue_size(stays: Iterable[tuple[date, date | None]], on: date, start: date) -> int:
    """How many wait at the end of a day: received by then and not removed by then (R-WAIT-113).

    `stays` are received and removal dates. A referral received before `start` counts from it; one removed before it
    never joined. The day of removal counts as off the list.
    """
    return sum(
        max(received, start) <= on and (removed is None or removed > on)
        for received, removed in stays
        if removed is None or removed >= start
    )
