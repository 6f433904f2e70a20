"""Everything that is due: the tasks of all families of rules together, and the terms that they read.

What is asked while an entry is active ends with it. What must follow an ending, such as closing the entry after a
withdrawal, opens on that day and goes on; and somebody in hospital need not be on a register (R-DSR-25, 68).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import ModuleType

from dsr.rules import access_terms, attention, attention_to_waits
from dsr.rules.consent import consent
from dsr.rules.entry import eligibility, referrals, removal, residence, residence_tasks, retention, transfer, transition
from dsr.rules.entry.standing import active_periods
from dsr.rules.hospital import causes, inadequate_providers, leaving_hospital, visits
from dsr.rules.key_work import caseloads, key_worker_contacts, key_worker_needs, key_workers, key_working, step_down
from dsr.rules.life import Life, remembered
from dsr.rules.measures import closing
from dsr.rules.rating import (
    actions_by_rating,
    escalation,
    first_ratings,
    happenings,
    meetings,
    rating_history,
    rating_reviews,
)
from dsr.rules.reviews import (
    community_reviews,
    deadlines_by_law,
    packs,
    protocol,
    review_deadlines,
    review_intervals,
    review_reports,
    review_running,
)
from dsr.rules.tasks import Task, ended
from dsr.rules.terms import Term, Terms

OF_AN_ENTRY: tuple[ModuleType, ...] = (
    actions_by_rating,
    first_ratings,
    happenings,
    key_worker_contacts,
    meetings,
    rating_reviews,
    step_down,
)
"""Families that ask nothing of somebody without an active entry."""

OF_ANYBODY: tuple[ModuleType, ...] = (
    causes,
    community_reviews,
    consent,
    eligibility,
    inadequate_providers,
    key_workers,
    leaving_hospital,
    packs,
    protocol,
    referrals,
    residence_tasks,
    review_deadlines,
    review_reports,
    review_running,
    transfer,
    transition,
    visits,
)
"""Families that judge by themselves of whom they ask something."""

_WITH_TERMS_ONLY: tuple[ModuleType, ...] = (
    access_terms,
    attention,
    attention_to_waits,
    caseloads,
    closing,
    deadlines_by_law,
    escalation,
    key_worker_needs,
    key_working,
    rating_history,
    removal,
    residence,
    retention,
    review_intervals,
)

_SOME_TERMS: dict[str, Term] = {
    term.id: term for family in (*OF_AN_ENTRY, *OF_ANYBODY, *_WITH_TERMS_ONLY) for term in getattr(family, "TERMS", ())
}
TERMS: tuple[Term, ...] = tuple(_SOME_TERMS.values())
"""Every term of the register, each once."""


@remembered
def every_task(life: Life, terms: Terms) -> tuple[Task, ...]:
    """Every task that the facts ever gave rise to, the rungs of escalation among them, by the day it opens."""
    active = active_periods(life, terms)
    found = [
        task
        for family in (*OF_AN_ENTRY, *OF_ANYBODY)
        for asked in family.tasks(life, terms)
        if (task := _within(asked, active, needs_entry=family in OF_AN_ENTRY)) is not None
    ]
    found += escalation.ladder(life, terms, found)
    return tuple(sorted(found, key=lambda task: (task.opens_on, task.due_on, task.code, task.about)))


def open_on(life: Life, day: date, terms: Terms) -> Iterator[Task]:
    """What is to be done on a day, the longest overdue first."""
    yield from sorted((task for task in every_task(life, terms) if task.is_open(day)), key=lambda task: task.due_on)


def _within(task: Task, active: tuple[tuple[date, date | None], ...], *, needs_entry: bool) -> Task | None:
    """A task as it ends with the entry in which it opened; None where it asks for an entry and there was none."""
    ends = [end for begin, end in active if begin <= task.opens_on and (end is None or task.opens_on < end)]
    if not ends:
        return None if needs_entry else task
    if ends[0] is None or (task.ceased_on is not None and task.ceased_on <= ends[0]):
        return task
    done_on, ceased_on = ended(task.done_on, ends[0])
    return replace(task, done_on=done_on, ceased_on=ceased_on)
