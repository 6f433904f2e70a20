"""What is asked of somebody whom another register had before: what was begun there is not overdue here (R-DSR-57, 65a).

An entry that is carried over, such as from a spreadsheet, brings days of long ago and says little of what was done
about them. What the state of somebody asks for, such as a review, a C(E)TR, a key worker, a consent, a visit, stays due
from its own day: nobody is less at risk because a register moved. What followed from a past event is asked from the day
since which the entry is kept here, with the working days that it would have had; a survey of a past time is not asked,
since nobody can answer it any more. Figures are counted from the tasks of the families, so this moves none (ADR 0073).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from diis.definitions.working_days import is_working_day
from dsr.rules.days import working_days_after
from dsr.rules.facts.entry import Decided
from dsr.rules.key_work.key_workers import ASK
from dsr.rules.key_work.step_down import CLOSING_REVIEW, SURVEY
from dsr.rules.life import Life, remembered
from dsr.rules.rating.actions_by_rating import CODES
from dsr.rules.tasks import Task

NOT_ASKED = frozenset({SURVEY})
"""What nobody can do later than it was asked (R-DSR-106)."""

ASKED_HERE = frozenset({*CODES, ASK, CLOSING_REVIEW, "discharge-checklist", "root-cause-analysis"})
"""What may have been done before, and nobody here can know (R-DSR-57, 72, 96, 101, 105)."""

_DAY = timedelta(days=1)


@remembered
def kept_since(life: Life) -> date | None:
    """Since when somebody is kept here whom another register had; None for who was taken on here before that day.

    Of several such records in one, after a merge, it is the earliest day, so that a second import puts off nothing that
    was overdue here. One that says no day was put off by nothing, and is not from then on.
    """
    accepted = [one for one in life.all(Decided) if one.accepted]
    told = [one.kept_since for one in accepted if one.carried_over]
    days = [since for since in told if since is not None]
    begun = min(days, default=None)
    if begun is None or len(days) < len(told) or any(not one.carried_over and one.on < begun for one in accepted):
        return None
    return begun


def as_kept_here(task: Task, since: date | None) -> Iterator[Task]:
    """A task as it is asked here of somebody whom another register had until a day; None: there was none."""
    if since is None or task.opens_on >= since:
        yield task
    elif task.code in ASKED_HERE and task.is_open(since):
        yield _counted_anew(task, since)
    elif task.code not in NOT_ASKED:
        yield task


def _counted_anew(task: Task, since: date) -> Task:
    due_on = working_days_after(since, _working_days(task.opens_on, task.due_on))
    if due_on <= task.due_on:
        return task
    why = f"{task.why} Kept here since {day_in_words(since)}, from which it counts: due by {day_in_words(due_on)}."
    return replace(task, opens_on=since, due_on=due_on, why=why)


def _working_days(opens_on: date, due_on: date) -> int:
    """The working days after one day up to another."""
    days = (due_on - opens_on).days
    return sum(is_working_day(opens_on + _DAY * day) for day in range(1, days + 1))
