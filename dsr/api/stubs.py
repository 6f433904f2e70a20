"""What is told of a record that has left the live view: the stub, with days and codes and without a word or a name.

Whoever keeps the register sees it; a new referral brings the whole record back, and an emergency opens it (R-DSR-30,
31, 116).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from dsr.actions.recording import NotPossible
from dsr.api.access import Visit
from dsr.api.tellings import FactTold, StandingTold, fact_told
from dsr.rules.entry.reduction import reduced
from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import standing_on
from dsr.rules.life import Life
from dsr.rules.terms import Terms
from dsr.store.people import Person
from dsr.store.records import ChangeMade, FactKept

_NOT_SHOWN = "not shown any more"


def is_stub(visit: Visit, found: Person) -> bool:
    """Whether only the stub of a person is told."""
    return found.keeping is not Keeping.LIVE and found.person_ref not in visit.caller.emergencies


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


def without_words(changes: Iterable[ChangeMade]) -> list[ChangeMade]:
    """Who changed what and when, without why."""
    return [replace(one, reason=_NOT_SHOWN) for one in changes]
