"""Everything that is due: the tasks of all families of rules together, and the terms that they read.

What is asked while an entry is active ends with it, and is asked again where the same entry goes on after a break. What
must follow an ending, such as closing the entry after a withdrawal, opens on that day and goes on; and somebody in
hospital need not be on a register (R-DSR-25, 68, 90): what their stay asks for no ending of an entry takes back.

What follows a withdrawal no later ending takes back either: an agency with which sharing ended while the entry went on
still holds what it was told, and may not use it, whatever became of the entry (R-DSR-31). A death ends everything but
what others are owed still (`after_death`).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from types import ModuleType

from dsr.rules import access_terms, attention, attention_to_waits
from dsr.rules.after_death import OWED, until_death
from dsr.rules.carried_over import as_kept_here, kept_since
from dsr.rules.consent import best_interests, consent, withdrawals
from dsr.rules.entry import (
    awaiting_consent,
    case_lead,
    eligibility,
    referrals,
    removal,
    residence,
    residence_tasks,
    retention,
    transfer,
    transition,
)
from dsr.rules.entry.periods import Period, active_periods, periods_not_over, periods_of_any_consent
from dsr.rules.entry.standing import OVER, Status, beginnings
from dsr.rules.facts.people import Died
from dsr.rules.hospital import causes, inadequate_providers, leaving_hospital, visits
from dsr.rules.hospital.spells import spell_on
from dsr.rules.key_work import caseloads, key_worker_contacts, key_worker_needs, key_workers, key_working, step_down
from dsr.rules.key_work.key_worker_needs import ON_THE_REGISTER
from dsr.rules.life import Life, remembered
from dsr.rules.measures import closing
from dsr.rules.owners import as_owned
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
from dsr.rules.tasks import Task, active_since, asked_from, goes_on, in_times, over_before, until
from dsr.rules.terms import Term, Terms

OF_AN_ENTRY: tuple[ModuleType, ...] = (
    actions_by_rating,
    case_lead,
    first_ratings,
    happenings,
    key_worker_contacts,
    meetings,
    rating_reviews,
    step_down,
)
"""Families that ask nothing of somebody without an active entry."""

OF_ANYBODY: tuple[ModuleType, ...] = (
    awaiting_consent,
    community_reviews,
    eligibility,
    protocol,
    referrals,
    residence_tasks,
    transfer,
    transition,
)
"""Families that judge by themselves of whom they ask something; what was asked within an entry ends with it."""

OF_A_CONSENT: tuple[ModuleType, ...] = (consent,)
"""Families that ask about the consent to an entry: the same, and nothing while the newest one is over (R-DSR-22, 26).

A refusal, a withdrawal and the closing end a consent, and so what it asked for. A decline ends none, since somebody who
was declined can be accepted on second thoughts: then they are asked, or by the facts of the next entry. Of somebody in
hospital, and of whoever agreed to something apart, what that rests on is asked all the same.
"""

_SETTLED = frozenset({Status.DECLINED, Status.CLOSED})
"""Ways in which an entry is over, and nobody is to agree to it again."""

OF_A_STAY: tuple[ModuleType, ...] = (
    inadequate_providers,
    key_workers,
    leaving_hospital,
    packs,
    review_deadlines,
    review_running,
    visits,
)
"""Families that go on for whoever is in hospital when an entry ends: of all inpatients (R-DSR-68, 90, 98)."""

OF_AN_ADMISSION: tuple[ModuleType, ...] = (causes,)
"""Families whose question nothing takes back: every admission of the kind is analysed (R-DSR-72)."""

OF_A_MEETING: tuple[ModuleType, ...] = (review_reports,)
"""Families that follow a C(E)TR that was held, on the register or not, and judge by themselves what a withdrawal ends.

No removal takes the report back from who is given it by law, nor what they must have regard to (R-DSR-68, 87, 88).
"""

OF_A_WITHDRAWAL: tuple[ModuleType, ...] = (withdrawals,)
"""Families that follow the end of a consent and judge by themselves when nobody need be told any more (R-DSR-31)."""

FAMILIES = (*OF_AN_ENTRY, *OF_ANYBODY, *OF_A_CONSENT, *OF_A_STAY, *OF_AN_ADMISSION, *OF_A_MEETING, *OF_A_WITHDRAWAL)

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
    term.id: term for family in (*FAMILIES, *_WITH_TERMS_ONLY) for term in getattr(family, "TERMS", ())
}
TERMS: tuple[Term, ...] = tuple(_SOME_TERMS.values())
"""Every term of the register, each once."""


@remembered
def every_task(life: Life, terms: Terms) -> tuple[Task, ...]:
    """Every task that the facts ever gave rise to, the rungs of escalation among them, by the day it opens.

    Each with the owner whose it is by itself; whose it is on a day follows from who sees the record then.
    """
    course, since = _Course(life, terms), kept_since(life)
    asked = (
        task
        for family in FAMILIES
        for asked in family.tasks(life, terms)
        for within in _within(asked, course, family)
        for task in as_kept_here(within, since)
    )
    found = list(until_death(asked, course.died_on))
    for rung in until_death(escalation.ladder(life, terms, found), course.died_on):
        found += course.while_active(rung) if rung.code in escalation.OF_AN_ENTRY else [rung]
    return tuple(sorted(found, key=lambda task: (task.opens_on, task.due_on, task.code, task.about)))


def owned_on(life: Life, day: date, terms: Terms) -> tuple[Task, ...]:
    """Every task with the owner whose it is on a day: somebody who may see the record then (R-DSR-26, 29)."""
    return tuple(as_owned(every_task(life, terms), life, day, terms))


def open_on(life: Life, day: date, terms: Terms) -> Iterator[Task]:
    """What is to be done on a day, the longest overdue first."""
    open_ = (task for task in every_task(life, terms) if task.is_open(day))
    yield from sorted(as_owned(open_, life, day, terms), key=lambda task: task.due_on)


class _Course:
    """The entries of a life in time, to which tasks are held."""

    def __init__(self, life: Life, terms: Terms) -> None:
        self._life, self._terms, died = life, terms, life.first(Died)
        self.died_on = died.on if died else None
        self._begun = beginnings(life, terms)
        self._active = active_periods(life, terms)
        self._not_over = periods_not_over(life, terms)
        self._of_entry: list[list[Period]] = [[] for _ in range(len(self._begun) + 1)]
        for period in self._active:
            self._of_entry[self._entry_of(period[0])].append(period)

    def while_active(self, task: Task) -> Iterator[Task]:
        """A task for each time in which there was an active entry and it was still asked for.

        Asked for before, such as by a rating before the consent, it opens with that time.
        """
        return in_times(task, self._active, active_since)

    def until_its_end(self, task: Task) -> Iterator[Task]:
        """A task that was asked for within an entry, or before it, as it ends with it, and after a break once more."""
        return self._in_parts(task, lambda _: True)

    def unless_over(self, task: Task) -> Iterator[Task]:
        """The same, but not while the newest entry is over, though it was never active; and if it is not, once more.

        What any consent rests on is asked for a C(E)TR too; and where parents do not agree, the no of one of them ends
        the entry and not the question (R-DSR-35).
        """
        if task.code in best_interests.OF_ANY_CONSENT:
            over = _SETTLED if task.code == best_interests.DISAGREEMENT else OVER
            yield from in_times(task, periods_of_any_consent(self._life, self._terms, over), over_before)
        else:
            for part in in_times(task, self._not_over, over_before):
                yield from self.until_its_end(part)

    def unless_in_hospital(self, task: Task) -> Iterator[Task]:
        """The same, but for an inpatient, whose stay goes on."""
        return self._in_parts(task, lambda end: spell_on(self._life, end) is None)

    def _in_parts(self, task: Task, is_an_end: Callable[[date], bool]) -> Iterator[Task]:
        periods = self._of_entry[self._entry_of(task.opens_on)]
        ends = (end for _, end in periods if end is not None and task.opens_on < end)
        end = next((end for end in ends if is_an_end(end) and not self._is_owed_after(task, end)), None)
        yield until(task, end)
        again = next((begin for begin, _ in periods if end is not None and end < begin), None)
        if again is not None and goes_on(task, again):
            yield from self._in_parts(asked_from(task, again, active_since(again)), is_an_end)

    def _is_owed_after(self, task: Task, end: date) -> bool:
        return end == self.died_on and task.code in OWED

    def _entry_of(self, day: date) -> int:
        return bisect_right(self._begun, day)


def _within(task: Task, course: _Course, family: ModuleType) -> Iterator[Task]:
    if family in OF_AN_ENTRY or (family is key_workers and task.about in ON_THE_REGISTER):
        yield from course.while_active(task)
    elif family in OF_A_CONSENT:
        yield from course.unless_over(task)
    elif family in OF_A_STAY:
        yield from course.unless_in_hospital(task)
    elif family in (*OF_AN_ADMISSION, *OF_A_MEETING, *OF_A_WITHDRAWAL):
        yield task
    else:
        yield from course.until_its_end(task)
