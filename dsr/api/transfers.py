"""Somebody comes from another area: the record is made here with the rating that came along (R-DSR-39)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import Field, create_model

from dsr.actions.moving import transfer_in
from dsr.api.access import Allowed, Visit
from dsr.api.actions import MOST_FACTS, done
from dsr.api.bodies import Body, Reason
from dsr.api.fact_bodies import FactBody, body_of, list_of
from dsr.api.identifiers import IdentifiersSaid
from dsr.api.people import within_limit
from dsr.api.problems import AlreadyHeldProblem
from dsr.api.referrals import ReferralDone
from dsr.auth.roles import Permission
from dsr.rules.facts.consent import BestInterestsDecided, CapacityJudged, ConsentGiven
from dsr.rules.facts.entry import TransferReceived
from dsr.rules.facts.hospital import Admitted
from dsr.rules.facts.people import AreaRecorded, CaseLeadNamed, ConditionRecorded, FactorRecorded, Lives, PlanRecorded

router = APIRouter()

_FIRST_VERSION = 1
_CAME_ALONG = (
    Admitted,
    AreaRecorded,
    BestInterestsDecided,
    CapacityJudged,
    CaseLeadNamed,
    ConditionRecorded,
    ConsentGiven,
    FactorRecorded,
    Lives,
    PlanRecorded,
)
"""What a handover pack may tell besides; whoever is blue comes with the admission (R-DSR-62)."""


class TransferSaid(Body):
    """Who comes, from where, with which rating, and what the pack tells."""

    identifiers: IdentifiersSaid
    reason: Reason
    somebody_else: bool = Field(
        default=False, strict=True, description="Those of the same name and birth date were looked at: it is none."
    )
    received: FactBody
    facts: list[FactBody]


def _pack() -> Any:
    fields: dict[str, Any] = {
        "received": (body_of(TransferReceived), ...),
        "facts": (list_of(_CAME_ALONG, fewest=0, most=MOST_FACTS), []),
    }
    return create_model("Transfer", __base__=TransferSaid, __doc__=TransferSaid.__doc__, **fields)


def take_on(said: TransferSaid, visit: Visit, request: Request, response: Response) -> ReferralDone:
    """Take on somebody new whom another area sends, with its rating; who has a record here is recorded there."""
    within_limit(visit, request)
    received = said.received.fact()
    assert isinstance(received, TransferReceived)
    others = [one.fact() for one in said.facts]
    person_ref = transfer_in(
        visit.store, said.identifiers.values(), received, said.reason, *others, somebody_else=said.somebody_else
    )
    response.headers["Location"] = f"/people/{person_ref}"
    return ReferralDone(person_ref=person_ref, **dict(done(visit, person_ref, _FIRST_VERSION)))


take_on.__annotations__ |= {"said": _pack(), "visit": Annotated[Visit, Depends(Allowed(Permission.TRANSFER))]}
router.add_api_route(
    "/people/transfer-in",
    take_on,
    methods=["POST"],
    status_code=status.HTTP_201_CREATED,
    responses={
        201: {"headers": {"Location": {"description": "The person.", "schema": {"type": "string"}}}},
        409: {"model": AlreadyHeldProblem, "description": "There is a record of this person already."},
    },
)
