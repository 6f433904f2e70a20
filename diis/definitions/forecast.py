"""When will a child's assessment be, from queue order and recent throughput, with a range (R-WAIT-93, 111, 115)?

An ordering aid and no promise. How far it holds is measured (`calibration`), and docs/adr/0036-turning-18-forecast.md
says why it is made this way.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import ceil
from typing import Protocol, TypeVar

from diis.definitions.queue_order import QueueOrder

WEEK_DAYS = 7
RECENT_WEEKS = 13
"""The likely pace is the mean of so many weeks."""

RANGE_WEEKS = 26
"""The range looks back so many weeks: at the slowest and fastest pace, and at the order of the queue."""

PACE_WEEKS = 4
"""A slowest or fastest pace is that of so many weeks on end: a single week says too little."""

EARLY, LATE = 0.9, 0.1
"""The range ends where so many of ten children in the same place would still wait: nine, and one."""

URGENT = frozenset({"1", "2", "4"})
"""Emergency, urgent, very urgent go before routine and before those without a priority."""

LIKELY = "likely"
POSSIBLE = "possible"
UNLIKELY = "unlikely"
CANNOT_BE_TOLD = "cannot-be-told"
OUTLOOKS = (LIKELY, POSSIBLE, CANNOT_BE_TOLD, UNLIKELY)
"""Whether the child will be 18 before the assessment, the most pressing first."""


class Queued(Protocol):
    """One who is or was in a queue, as far as its order and pace rest on it."""

    @property
    def received_on(self) -> date:
        """The day it joined."""

    @property
    def urgent(self) -> bool:
        """Whether it goes before the others."""

    @property
    def ended_on(self) -> date | None:
        """The day it left the queue, None while it waits."""

    @property
    def assessed(self) -> bool:
        """Whether it left by being assessed."""


Item = TypeVar("Item", bound=Queued)


@dataclass(frozen=True)
class Pace:
    """Assessments completed a week: the slowest and fastest four weeks of the last 26, and the mean of the last 13."""

    slowest: float
    likely: float
    fastest: float


@dataclass(frozen=True)
class Expected:
    """When the turn of a place in the queue comes; None where no assessments say when."""

    earliest_on: date | None
    likely_on: date | None
    latest_on: date | None


@dataclass(frozen=True)
class Queue:
    """A provider's queue at the end of a day: how long it is, how fast it moves, how strictly its order is kept."""

    as_at: date
    length: int
    pace: Pace
    order: QueueOrder

    def expected(self, position: int) -> Expected:
        """When a position has its turn: likely in position / pace weeks (R-WAIT-115), with the range around it."""
        likely = self._after(position, self.pace.likely)
        place = position / self.length
        early = self._after(self.length * self.order.turnovers(place, EARLY), self.pace.fastest)
        late = self._after(self.length * self.order.turnovers(place, LATE), self.pace.slowest)
        if likely is None or early is None:
            return Expected(None, None, None)
        return Expected(min(early, likely), likely, None if late is None else max(late, likely))

    def chance_of_waiting(self, position: int, until: date) -> float:
        """The share (0 to 1) of children in a position who still wait on a day, at the likely pace."""
        weeks = (until - self.as_at).days / WEEK_DAYS
        return self.order.still_waiting(position / self.length, weeks * self.pace.likely / self.length)

    def _after(self, assessments: float, weekly: float) -> date | None:
        """The day by which so many more were assessed; None if that is never, or past every calendar."""
        days = ceil(assessments * WEEK_DAYS / weekly) if weekly else None
        return None if days is None or days > (date.max - self.as_at).days else self.as_at + timedelta(days=days)


def queue_of(queued: Sequence[Queued], as_at: date) -> Queue:
    """The queue at the end of a day, from everybody who was in it in the last 26 weeks."""
    length = sum(one.ended_on is None for one in queued)
    return Queue(as_at, length, pace_of(queued, as_at), QueueOrder(places_of(queued, as_at)))


def pace_of(queued: Iterable[Queued], as_at: date) -> Pace:
    """The pace at the end of a day."""
    weekly = [0] * RANGE_WEEKS
    for one in queued:
        if one.assessed and one.ended_on is not None:
            weekly[(as_at - one.ended_on).days // WEEK_DAYS] += 1
    likely = sum(weekly[:RECENT_WEEKS]) / RECENT_WEEKS
    paces = [sum(weekly[start : start + PACE_WEEKS]) / PACE_WEEKS for start in range(RANGE_WEEKS - PACE_WEEKS + 1)]
    # The mean of 13 weeks can lie outside the means of four when the work comes in bursts.
    return Pace(min(*paces, likely), likely, max(*paces, likely))


def places_of(queued: Sequence[Queued], as_at: date) -> list[float]:
    """Where in the queue each child stood at the start of the week of its assessment: above 0, the end is 1."""
    places: list[float] = []
    for weeks in range(1, RANGE_WEEKS + 1):
        began = as_at - timedelta(weeks=weeks)
        ended = began + timedelta(weeks=1)
        there = sorted(
            queue_key(one) for one in queued if one.received_on <= began and (not one.ended_on or one.ended_on > began)
        )
        for one in queued:
            if one.assessed and one.ended_on is not None and began < one.ended_on <= ended:
                ahead = bisect_right(there, queue_key(one))
                places.append(ahead / len(there) if one.received_on <= began else 1.0)
    return places


def queue_key(one: Queued) -> tuple[bool, date]:
    """Smaller is nearer to being seen: urgent before routine, then by the day of receipt."""
    return not one.urgent, one.received_on


def positions(waiting: Iterable[Item]) -> list[tuple[int, Item]]:
    """Each of a queue with its position: how many come before or on the same day, itself included.

    Who was received on the same day counts as ahead: the order within a day is not known, and a forecast may warn too
    early but not too late.
    """
    ordered = sorted(waiting, key=queue_key)
    found: list[tuple[int, Item]] = []
    for _, group in groupby(ordered, key=queue_key):
        together = list(group)
        place = len(found) + len(together)
        found.extend((place, one) for one in together)
    return found


def outlook(turn: Expected, eighteenth_on: date) -> str:
    """Whether the child will be 18 before its turn comes; an assessment on the birthday comes too late (R-WAIT-93)."""
    if turn.likely_on is None:
        return CANNOT_BE_TOLD
    if turn.likely_on >= eighteenth_on:
        return LIKELY
    if turn.latest_on is None or turn.latest_on >= eighteenth_on:
        return POSSIBLE
    return UNLIKELY
