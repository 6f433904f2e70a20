"""Tasks: what somebody must do about a young person, by when, and why.

A task is never kept and ticked off. It follows from the facts: one fact opens it, another closes it, and any past day
can be asked what was open then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from diis.definitions.calendar import day_in_words


class Owner(StrEnum):
    """Who must act (R-DSR-65a, 109, 110)."""

    CASE_LEAD = "case lead"
    COORDINATOR = "DSR coordinator"
    REGISTER_LEAD = "DSR manager"
    PANEL = "multi-agency panel"
    KEY_WORKER = "key worker"
    KEY_WORKER_LEAD = "key worker manager"
    REVIEW_COORDINATOR = "C(E)TR coordinator"
    COMMISSIONER = "commissioner"
    HEAD_OF_SERVICE = "council head of service"
    OVERSIGHT_PANEL = "C(E)TR oversight panel"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to be done.

    `code` names the kind of task, `rule` what asks for it. It is to be seen from `opens_on`, is due on `due_on` (the
    last day that is in time), and was done on `done_on`. `ceased_on` is the day from which it is asked for no longer,
    though nobody did it. `why` is a sentence that explains the due date. `about` tells two tasks of a code apart.
    """

    code: str
    rule: str
    opens_on: date
    due_on: date
    owner: Owner
    why: str
    done_on: date | None = None
    ceased_on: date | None = None
    about: str = ""

    def is_open(self, on: date) -> bool:
        """Whether it is to be done on a day."""
        ends = [day for day in (self.done_on, self.ceased_on) if day is not None]
        return self.opens_on <= on and all(on < day for day in ends)

    def is_overdue(self, on: date) -> bool:
        """Whether it is open after its day; an alert fires the day after a miss (R-DSR-59a)."""
        return self.is_open(on) and on > self.due_on

    def was_late(self) -> bool | None:
        """Whether it was done after its day; None while it is not done."""
        return None if self.done_on is None else self.done_on > self.due_on

    def days_overdue(self, on: date) -> int:
        """Calendar days past the due day, 0 while it is in time or not open."""
        return max(0, (on - self.due_on) // timedelta(days=1)) if self.is_open(on) else 0


def ended(done_on: date | None, ceased_on: date | None) -> tuple[date | None, date | None]:
    """How a task ended: done or ceased, whichever came first; of one day it was done."""
    if done_on is not None and (ceased_on is None or done_on <= ceased_on):
        return done_on, None
    return None, ceased_on


def active_since(begin: date) -> str:
    """What the sentence of a task says in the end that would have been due before an entry was active."""
    return f" The entry is active since {day_in_words(begin)}, so it is due on that day."


def open_again_since(begin: date) -> str:
    """The same of one about an entry that was over, and is not any more."""
    return f" The referral is open again since {day_in_words(begin)}, so it is due on that day."


def over_before(begin: date) -> str:
    """The same of one about the consent to an entry that was over meanwhile."""
    return f" The entry was over before {day_in_words(begin)}, so it is due on that day."


def asked_again_since(begin: date) -> str:
    """The same of one that was asked for before, and not any more for a while."""
    return f" It is asked for again since {day_in_words(begin)}, so it is due on that day."


def in_times(task: Task, times: Iterable[tuple[date, date | None]], since: Callable[[date], str]) -> Iterator[Task]:
    """A task for each of some times, in order, in which it was still asked for; a time is up to a day, or goes on.

    Asked for before, it opens with the time; `since` says so in its sentence, where it would have been due by then.
    """
    for begin, end in times:
        if goes_on(task, begin) and (end is None or task.opens_on < end):
            yield until(asked_from(task, begin, since(begin)), end)


def goes_on(task: Task, day: date) -> bool:
    """Whether what a task asks for was not over before a day."""
    return (task.done_on is None or day <= task.done_on) and (task.ceased_on is None or day < task.ceased_on)


def asked_from(task: Task, begin: date, words: str) -> Task:
    """A task that opens on a day or later, and is due on that day at the earliest: then words say why."""
    if begin <= task.opens_on:
        return task
    if begin <= task.due_on:
        return replace(task, opens_on=begin)
    return replace(task, opens_on=begin, due_on=begin, why=f"{task.why}{words}")


def until(task: Task, end: date | None) -> Task:
    """A task that ceases on a day, if it did not end before."""
    if end is None or (task.ceased_on is not None and task.ceased_on <= end):
        return task
    done_on, ceased_on = ended(task.done_on, end)
    return replace(task, done_on=done_on, ceased_on=ceased_on)


def told_once(tasks: Iterable[Task]) -> Iterator[Task]:
    """Of tasks with the same code, subject and first day the last: what was told twice on a day asks once."""
    yield from {(task.code, task.about, task.opens_on): task for task in tasks}.values()


def told_apart(parts: Iterable[Task]) -> Iterator[Task]:
    """What is asked for more than once, in order: each time after the first is about the day on which it opens too."""
    for place, part in enumerate(told_once(parts)):
        yield replace(part, about=f"{part.about}/{part.opens_on.isoformat()}") if place else part
