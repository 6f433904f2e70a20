"""What a young person or parent sees: how they stand, what comes next, what they agreed to (R-DSR-110).

Words that staff wrote are not here: they may name other people. `dsr/api/person.py` is for those who care for them.
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, PersonRef
from dsr.api.identifiers import IdentityTold, identity_told
from dsr.api.standing import consent_told, standing_told
from dsr.api.tellings import ConsentTold
from dsr.auth.roles import Permission
from dsr.rules.due import open_on
from dsr.rules.entry.standing import Status
from dsr.rules.facts.people import PlanRecorded, PlanStatus
from dsr.rules.life import Life
from dsr.rules.rating.ratings import MEANING, Rating
from dsr.rules.reviews.held import to_come
from dsr.rules.tasks import Owner

router = APIRouter()

_FOR_THEM = ("cetr-", "consent-", "crisis-support", "key-worker-", "recommendation", "renew-consent", "review")
"""What is done for the person and with them. What somebody reported, and how offices remind each other, is not here."""

Own = Annotated[Visit, Depends(Allowed(Permission.READ_OWN_SUMMARY))]


class Step(Answer):
    """What is to be done for the person, by which office and by when."""

    by: Owner
    due_on: date
    words: str


class Summary(Answer):
    """A person's own summary, plan and consents."""

    person_ref: str
    identity: IdentityTold | None
    status: Status | None
    rating: Rating | None
    rating_means: str | None
    rated_since: date | None
    next_review_on: date | None
    has_key_worker: bool
    education_plan: PlanStatus | None
    reviews_planned: list[date]
    steps: list[Step]
    consent: ConsentTold


@router.get("/people/{person_ref}/summary")
def summary(person_ref: PersonRef, visit: Own) -> Summary:
    """One's own summary, plan and consents, without anybody else's name."""
    found, day, terms = visit.store.person(person_ref), visit.session.today, visit.session.terms
    seen = visit.fields_of([person_ref])[person_ref]
    tasks = tuple(open_on(found.life, day, terms))
    told, plan = standing_told(found.life, day, terms, tasks), found.life.last(PlanRecorded, by=day)
    return Summary(
        person_ref=person_ref,
        identity=identity_told(seen, found.identifiers),
        status=told.status,
        rating=told.rating,
        rating_means=MEANING[told.rating] if told.rating else None,
        rated_since=told.rated_since,
        next_review_on=told.next_review_on,
        has_key_worker=told.key_worker is not None,
        education_plan=plan.status if plan else None,
        reviews_planned=sorted(plan.meeting_on for plan in to_come(found.life, day)),
        steps=_steps(found.life, visit),
        consent=consent_told(found.life, day, terms),
    )


def _steps(life: Life, visit: Visit) -> list[Step]:
    found = open_on(life, visit.session.today, visit.session.terms)
    return [Step(by=one.owner, due_on=one.due_on, words=one.why) for one in found if one.code.startswith(_FOR_THEM)]
