"""Breaking the glass, and looking into it afterwards (trust, section 1.1; H10).

An emergency opens one person to one account for an hour, to be read and not changed. Whoever looks into it is told
references and reasons, and nobody's name, and is never the one who asked.
"""

import logging
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, status
from pydantic import AfterValidator, Field, StringConstraints

from diis.store.engine import StoreUnavailable
from dsr.api.access import Allowed, Visit
from dsr.api.access_problems import KeptInJournal
from dsr.api.bodies import LONGEST_TEXT, Answer, Body, Day, Moment, NhsNumber, PersonRef, is_text, says_something
from dsr.api.service import service_of
from dsr.auth.roles import Permission
from dsr.store.emergencies import Asked, EmergencyDoor, EmergencyReview, Finding, Opened, Reason
from dsr.store.references import PATTERN
from dsr.store.scope import Scope

router = APIRouter()

_LOG = logging.getLogger("dsr.emergencies")

Asking = Annotated[Visit, Depends(Allowed(Permission.BREAK_GLASS))]
LookingInto = Annotated[Visit, Depends(Allowed(Permission.CLOSE_BREAK_GLASS))]
EmergencyRef = Annotated[str, Path(pattern=PATTERN, description="The reference of an emergency.")]
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(is_text),
    AfterValidator(says_something),
]


class Emergency(Body):
    """Why somebody must be seen at once."""

    reason: Reason
    words: Words = Field(description="What is happening; the privacy officer reads it.")


class EmergencyOf(Emergency):
    """The same of somebody who is named by number and birth date, since those out of reach have no reference."""

    nhs_number: NhsNumber
    birth_date: Day


class EmergencyOpened(Answer):
    """Until when one person is open to the caller (UTC)."""

    emergency_ref: str
    person_ref: str
    ends_at: Moment


class EmergencyWaiting(Answer):
    """An emergency that nobody has looked into, without anybody's name."""

    emergency_ref: str
    account_id: int
    role: str
    organisation: str
    person_ref: str | None = Field(description="Null: nobody on the register was meant, or the register was down.")
    reason: Reason
    opened_at: Moment
    ends_at: Moment = Field(description="The same as opened_at where it opened nobody.")
    close_by: date
    overdue: bool


class Look(Answer):
    """A row of the audit that was made by an emergency."""

    number: int
    at: Moment
    action: str
    outcome: str
    fields: str
    route: str


class EmergencyTold(EmergencyWaiting):
    """An emergency with what was said, and what was looked at."""

    words: str
    looks: list[Look]
    finding: Finding | None
    closed_at: Moment | None
    closed_by: int | None


class Closing(Body):
    """What came of looking into an emergency."""

    finding: Finding
    words: Words


@router.post("/emergencies", status_code=status.HTTP_201_CREATED)
def break_glass(body: EmergencyOf, request: Request, visit: Asking) -> EmergencyOpened:
    """Open somebody by NHS number and birth date; both must fit, and a pair that does not is 404 whichever is wrong."""
    asked = Asked(reason=body.reason, words=body.words, nhs_number=body.nhs_number, birth_date=body.birth_date)
    return _opened(request, visit, asked)


@router.post("/people/{person_ref}/emergency", status_code=status.HTTP_201_CREATED)
def break_glass_for(person_ref: PersonRef, body: Emergency, request: Request, visit: Asking) -> EmergencyOpened:
    """Open somebody by reference, such as one that a colleague has told."""
    return _opened(request, visit, Asked(reason=body.reason, words=body.words, person_ref=person_ref))


@router.get("/emergencies")
def waiting(visit: LookingInto) -> list[EmergencyWaiting]:
    """What waits to be looked into, the longest due first."""
    found = EmergencyReview(visit.session, Scope(), visit.store.actor).waiting()
    return [EmergencyWaiting(**_waiting(row, visit)) for row in found]


@router.get("/emergencies/{emergency_ref}")
def emergency(emergency_ref: EmergencyRef, visit: LookingInto) -> EmergencyTold:
    """One emergency: what was said, and every look that it opened."""
    row, words, looks = EmergencyReview(visit.session, Scope(), visit.store.actor).one(emergency_ref)
    told = [Look(**{name: getattr(one, name) for name in Look.model_fields}) for one in looks]
    closed = {name: getattr(row, name) for name in ("finding", "closed_at", "closed_by")}
    return EmergencyTold(**_waiting(row, visit), words=words, looks=told, **closed)


@router.post("/emergencies/{emergency_ref}/close", status_code=status.HTTP_204_NO_CONTENT)
def close(emergency_ref: EmergencyRef, body: Closing, visit: LookingInto) -> None:
    """Say what came of it; what is still open ends at once."""
    EmergencyReview(visit.session, Scope(), visit.store.actor).close(emergency_ref, body.finding, body.words)


def _opened(request: Request, visit: Visit, asked: Asked) -> EmergencyOpened:
    door = EmergencyDoor(visit.session, Scope(), visit.store.actor)
    try:
        found: Opened = door.open(asked)
    except StoreUnavailable:
        journal = service_of(request).journal
        if journal is None:
            raise
        raise KeptInJournal(journal.keep(visit.store.actor, asked, visit.session.now)) from None
    _LOG.warning("emergency %s opened", found.emergency_ref)
    return EmergencyOpened(**vars(found))


def _waiting(row: Any, visit: Visit) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in EmergencyWaiting.model_fields if name != "overdue"}
    return plain | {"overdue": row.closed_at is None and visit.session.today > plain["close_by"]}
