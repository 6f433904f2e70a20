"""A referral of somebody new, by a professional, the person or the family: the short form (R-DSR-18 to 20)."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, status
from fastapi.responses import JSONResponse
from pydantic import Field, create_model

from dsr.actions.passing_on import refer_or_pass_on
from dsr.actions.recording import NotPossible
from dsr.api.access import Allowed, Visit
from dsr.api.actions import MOST_FACTS, done
from dsr.api.bodies import Answer, Body, Reason
from dsr.api.fact_bodies import FactBody, body_of, list_of
from dsr.api.identifiers import IdentifiersSaid
from dsr.api.people import within_limit
from dsr.api.problems import AlreadyHeldProblem
from dsr.api.tellings import Done
from dsr.auth.roles import Permission
from dsr.rules.entry.standing import Status
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.people import CaseLeadNamed, ConditionRecorded, FactorRecorded, Lives, PlanRecorded

router = APIRouter()

_FIRST_VERSION = 1
_SHORT_FORM = (ConditionRecorded, FactorRecorded, Lives, PlanRecorded)
"""What a referral may tell besides; everything else is recorded by whoever may record it."""


class ReferralSaid(Body):
    """Who is referred, why, and what is known already."""

    identifiers: IdentifiersSaid
    reason: Reason
    somebody_else: bool = Field(
        default=False, strict=True, description="Those of the same name and birth date were looked at: it is none."
    )
    referral: FactBody
    facts: list[FactBody]


def _short_form() -> Any:
    fields: dict[str, Any] = {
        "referral": (body_of(Referred), ...),
        "facts": (list_of(_SHORT_FORM, fewest=0, most=MOST_FACTS), []),
    }
    return create_model("Referral", __base__=ReferralSaid, __doc__=ReferralSaid.__doc__, **fields)


class ReferralDone(Done):
    """The reference of whoever was referred, and how they stand."""

    person_ref: str
    status: Status | None


class ReferralPassedOn(Answer):
    """What is told to whoever referred somebody who is on record out of their reach: the same of everybody."""

    words: str


_PASSED_ON = ReferralPassedOn(
    words="There is a record with this NHS number already, and you may not see it. Your referral was passed on to "
    "those who keep the register: they look at it as at any other. There is nothing to send again."
)

Referrer = Annotated[Visit, Depends(Allowed(Permission.REFER))]


def refer_somebody(
    said: ReferralSaid, visit: Visit, request: Request, response: Response
) -> ReferralDone | JSONResponse:
    """Refer somebody new, as a professional, for oneself or for one's child; one out of reach is passed on (202)."""
    within_limit(visit, request)
    referred = said.referral.fact()
    assert isinstance(referred, Referred)
    lead = _lead_of(visit, referred)
    if lead is not None:
        referred = replace(referred, worker=lead.worker)
    others = [*(one.fact() for one in said.facts), *((lead,) if lead else ())]
    person_ref = refer_or_pass_on(
        visit.store, said.identifiers.values(), referred, said.reason, *others, somebody_else=said.somebody_else
    )
    if person_ref is None:
        return JSONResponse(_PASSED_ON.model_dump(), status.HTTP_202_ACCEPTED)
    response.headers["Location"] = f"/people/{person_ref}"
    return ReferralDone(person_ref=person_ref, **dict(done(visit, person_ref, _FIRST_VERSION)))


refer_somebody.__annotations__ |= {"said": _short_form(), "visit": Referrer}
router.add_api_route(
    "/people",
    refer_somebody,
    methods=["POST"],
    response_model=ReferralDone,
    status_code=status.HTTP_201_CREATED,
    responses={
        201: {"headers": {"Location": {"description": "The person.", "schema": {"type": "string"}}}},
        202: {"model": ReferralPassedOn, "description": "It was passed on: the NHS number is on record out of reach."},
        409: {"model": AlreadyHeldProblem, "description": "There is a record of this person within reach already."},
    },
)


def _lead_of(visit: Visit, referred: Referred) -> CaseLeadNamed | None:
    """Whoever refers one of their own cases leads it until somebody else is named (R-DSR-26, 109).

    Raises `NotPossible` where the referral names somebody else as the one who refers.
    """
    workers = {one.worker for one in visit.caller.grants_for(Permission.REFER)}
    if len(workers) != 1 or None in workers:
        return None
    worker = str(workers.pop())
    if referred.worker not in ("", worker):
        raise NotPossible("You refer your own cases: leave out who refers, or name yourself.")
    return CaseLeadNamed(on=referred.on, organisation=visit.caller.standing.organisation, worker=worker)
