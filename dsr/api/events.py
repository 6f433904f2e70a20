"""What police, youth justice and acute trusts tell (R-DSR-110): they name somebody and learn nothing of them.

The answer is the same whether or not the person is on the register, unless consent lets the reporter's organisation be
told. What is told of somebody who is not on it is not kept, and the answer says how to refer them.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, status

from dsr.actions.reporting import report
from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, NhsNumber
from dsr.api.people import within_limit
from dsr.auth.roles import Permission
from dsr.rules.facts.rating import Happening
from dsr.store.reported import ReportedEvents
from dsr.store.scope import Scope

router = APIRouter()

_SAME_FOR_ALL = (
    "Thank you. If this person is on the register, those who answer for them have been told. If you do not know that "
    "they are, and you are worried about them, refer them: what you told is kept for people on the register alone."
)

Reporter = Annotated[Visit, Depends(Allowed(Permission.RECORD_EVENT))]


class EventSaid(Body):
    """What happened, to whom and on which day."""

    nhs_number: NhsNumber
    birth_date: Day
    on: Day
    what: Happening


class EventTaken(Answer):
    """What is told to whoever reported; `call` is the organisation to ring, where consent lets it be told."""

    words: str
    call: str | None


@router.post("/events", status_code=status.HTTP_202_ACCEPTED)
def report_event(said: EventSaid, visit: Reporter, request: Request) -> EventTaken:
    """Tell what happened to somebody, by NHS number and birth date."""
    within_limit(visit, request)
    outside = ReportedEvents(visit.session, Scope(), visit.store.actor)
    call = report(outside, said.nhs_number, said.birth_date, said.on, said.what)
    if call is None:
        return EventTaken(words=_SAME_FOR_ALL, call=None)
    return EventTaken(words=f"This person is on the register: call {call}.", call=call)
