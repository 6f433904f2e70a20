"""What would follow if somebody were rated otherwise: asked before it is decided, and nothing is recorded by it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StrictBool

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, PersonRef
from dsr.api.following import SuggestionTold, suggestion_told
from dsr.api.stubs import whole
from dsr.api.tellings import TaskTold, task_told
from dsr.auth.roles import Permission
from dsr.rules.foreseeing import Foreseen, foreseen
from dsr.rules.key_work.caseloads import Fit, if_rated, state
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Picture, Rating, RedPrompt
from dsr.rules.rating.suggestions import suggested_on

router = APIRouter()

Rater = Annotated[Visit, Depends(Allowed(Permission.RATE))]


class FourQuestions(Body):
    """The red prompt (R-DSR-49)."""

    unstable_mental_health: StrictBool
    significant_behavioural_challenge: StrictBool
    unstable_environment: StrictBool
    crisis_presentation_last_month: StrictBool


class WhatIsSeen(Body):
    """What a clinician sees, in the order in which it decides (R-DSR-50)."""

    immediate_and_not_manageable: StrictBool = False
    immediate_without_urgent_help: StrictBool = False
    illness_or_breakdown_likely: StrictBool = False
    some_managed_risk: StrictBool = False


class IfRated(Body):
    """A rating that is thought of, and answers; without a rating it is asked what the answers suggest."""

    rating: Rating | None = None
    prompt: FourQuestions | None = None
    picture: WhatIsSeen | None = None


class CaseloadThen(Answer):
    """What the key worker would carry."""

    worker: str
    load: float
    state: Fit


class WouldFollow(Answer):
    """What is suggested, and what would follow from the rating that was asked about, or else from the suggested one."""

    suggestion: SuggestionTold
    rating: Rating | None = Field(description="The rating whose consequences these are; null: none is suggested.")
    why_not: str | None = Field(description="Why it cannot be set today; null where it can.")
    opens: list[TaskTold]
    ends: list[TaskTold]
    next_review_on: date | None
    caseload: CaseloadThen | None


@router.post("/people/{person_ref}/if-rated")
def would_follow(person_ref: PersonRef, said: IfRated, visit: Rater) -> WouldFollow:
    """What is suggested for the rating, and which tasks and caseload a rating would bring; nothing is written."""
    life, day = whole(visit, visit.store.person(person_ref)).life, visit.session.today
    prompt = RedPrompt(**dict(said.prompt)) if said.prompt else None
    suggestion = suggested_on(life, day, prompt, Picture(**dict(said.picture)) if said.picture else None)
    rating = said.rating or suggestion.rating
    found = Foreseen(None)
    if rating is not None:
        found = foreseen(life, rating, day, visit.session.terms, suggested=suggestion.rating, prompt=prompt)
    may_set = rating is not None and found.why_not is None
    return WouldFollow(
        suggestion=suggestion_told(suggestion),
        rating=rating,
        why_not=found.why_not,
        opens=[task_told(one, day) for one in found.opens],
        ends=[task_told(one, day) for one in found.ends],
        next_review_on=found.next_review_on,
        caseload=_caseload(visit, life, rating) if rating is not None and may_set else None,
    )


def _caseload(visit: Visit, life: Life, rating: Rating) -> CaseloadThen | None:
    day, terms = visit.session.today, visit.session.terms
    worker = key_worker_on(life, day)
    carried = visit.store.caseloads().get(worker) if worker else None
    if worker is None or carried is None:
        return None
    load = if_rated(carried, life, rating, day, terms)
    return CaseloadThen(worker=worker, load=load, state=state(load, day, terms))
