"""What is told of a record that has left the live view: the stub, with days and codes and without a word or a name.

Whoever keeps the register sees it; a new referral brings the whole record back, and an emergency opens it (R-DSR-30,
31, 116).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dsr.actions.recording import NotPossible
from dsr.api.access import Visit
from dsr.api.tellings import FactTold, StandingTold, TaskTold, fact_told, task_told
from dsr.rules.entry.reduction import reduced, reduced_task
from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import standing_on
from dsr.rules.life import Life
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from dsr.store.people import Person
from dsr.store.records import ChangeMade, FactKept

_NOT_SHOWN = "not shown any more"


def is_stub(visit: Visit, found: Person) -> bool:
    """Whether only the stub of a person is told."""
    return _is_stub(visit, found.person_ref, found.keeping)


def _is_stub(visit: Visit, person_ref: str, keeping: Keeping) -> bool:
    return keeping is not Keeping.LIVE and person_ref not in visit.caller.emergencies


def whole(visit: Visit, found: Person) -> Person:
    """A person of whom everything is told; raises `NotPossible` for a stub."""
    if is_stub(visit, found):
        raise NotPossible("The record has left the live view (R-DSR-30, 116). A new referral brings it back.")
    return found


def standing_in_stub(life: Life, day: date, terms: Terms) -> StandingTold:
    """How the entry ended, and nobody who had to do with it."""
    standing = standing_on(life, day, terms)
    return StandingTold(
        status=standing.status if standing else None,
        why=standing.why if standing else "",
        rating=None,
        rated_since=None,
        next_review_on=None,
        authority=None,
        team=None,
        case_lead=None,
        key_worker=None,
    )


def fact_in_stub(kept: FactKept) -> FactTold:
    """A fact with its number, so that it can be undone, and without what somebody wrote."""
    return fact_told(replace(kept, fact=reduced([kept.fact])[0]))


def tasks_seen(visit: Visit, person_ref: str, keeping: Keeping, tasks: Iterable[Task]) -> list[TaskTold]:
    """What is to be done about somebody, the same wherever it is told; of a stub without a word.

    What follows an ending, such as to tell whom sharing ended with, is for whoever keeps the register, who sees stubs.
    """
    day, organisations = visit.session.today, visit.session.terms.organisations
    stub = _is_stub(visit, person_ref, keeping)
    return [task_told(reduced_task(one, organisations) if stub else one, day) for one in tasks]


def without_words(changes: Iterable[ChangeMade]) -> list[ChangeMade]:
    """Who changed what and when, without why."""
    return [replace(one, reason=_NOT_SHOWN) for one in changes]
