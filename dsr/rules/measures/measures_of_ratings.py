"""Measures of ratings over many lives: K11 and K14. Exact numbers, told as at the last day of a period."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dsr.rules.entry.taken_on import rated_periods
from dsr.rules.life import Life
from dsr.rules.measures.measuring import Period, Ratio, known
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.rating import rating_reviews
from dsr.rules.rating.rating_history import history
from dsr.rules.rating.ratings import Rating, is_lower
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms

_DAY = timedelta(days=1)

OnRegister = Callable[[Life], Collection[tuple[date, date | None]]]
"""From when to when somebody had an active entry; the second day is the first without one."""


@dataclass(frozen=True)
class Flow:
    """What moved in a period (K14): persons who came and went, changes of rating, and days in red of what ended."""

    came: int
    went_up: int
    went_down: int
    left: int
    days_red: tuple[int, ...]


def is_on(periods: Iterable[tuple[date, date | None]], day: date) -> bool:
    """Whether there was an active entry at the end of a day."""
    return any(since <= day and (until is None or day < until) for since, until in periods)


def reviews_in_time(
    lives: Iterable[Life], period: Period, on_register: OnRegister, terms: Terms
) -> dict[Rating, Ratio]:
    """K11: reviews held in time, of those due in a period, and of those due before it that are overdue at its end.

    By the rating that asked for them (R-DSR-59): who is never reviewed is not in date in any month, as with K5.
    """
    due, overdue = list[Task](), list[Task]()
    for life in known(lives, period):
        active, tasks = on_register(life), list(rating_reviews.tasks(life, terms))
        due += [task for task in tasks if is_on(active, task.due_on)]
        if is_on(active, period.last):
            overdue += [task for task in tasks if task.due_on < period.first and task.is_overdue(period.last)]
    return {rating: _in_date(_at(due, rating), len(_at(overdue, rating)), period) for rating in Rating}


def _at(tasks: Iterable[Task], rating: Rating) -> list[Task]:
    return [task for task in tasks if task.about == rating]


def _in_date(due: Iterable[Task], overdue: int, period: Period) -> Ratio:
    held = in_time(due, period)
    return Ratio(held.numerator, held.denominator + overdue)


def flow(lives: Iterable[Life], period: Period, on_register: OnRegister, terms: Terms) -> Flow:
    """K14: who came and left, how often a rating rose or fell, and how long times in red were that ended."""
    came = up = down = left = 0
    days_red: list[int] = []
    for life in known(lives, period):
        entries = on_register(life)
        came += sum(period.holds(since) for since, _ in entries)
        left += sum(until is not None and period.holds(until) for _, until in entries)
        rises = _changes(life, period, entries, terms)
        up += sum(rises)
        down += len(rises) - sum(rises)
        days_red += _days_red(life, period, terms)
    return Flow(came, up, down, left, tuple(sorted(days_red)))


def _changes(life: Life, period: Period, entries: Collection[tuple[date, date | None]], terms: Terms) -> list[bool]:
    """For each change of a rating whether it rose; an admission is one too, a first rating is none."""
    held = history(life, terms)
    return [
        is_lower(before.rating, after.rating)
        for before, after in pairwise(held)
        if period.holds(after.on) and all(is_on(entries, day) for day in (after.on - _DAY, after.on))
    ]


def _days_red(life: Life, period: Period, terms: Terms) -> list[int]:
    return [
        (one.until - one.since).days
        for one in rated_periods(life, terms)
        if one.rating is Rating.RED and one.until is not None and period.holds(one.until)
    ]
