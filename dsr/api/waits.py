"""What a person waits for, from the waiting times (R-DSR-119). What is not known is told as that, never as no wait."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, PersonRef
from dsr.api.problems import WaitsNotConnected
from dsr.api.service import service_of
from dsr.api.stubs import whole
from dsr.auth.roles import Permission
from dsr.waits import WaitTold, waits_of

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_WAITS))]


class OpenWait(Answer):
    """A wait that goes on, in a sentence and in its parts."""

    measure: str
    title: str
    provider: str
    provider_name: str
    pathway: str
    received_on: date
    days: int
    standard_days: int | None
    over_standard: bool
    told_on: date
    words: str


class WaitsAnswer(Answer):
    """The open waits, the longest first; null where it is not known whether the person waits, and `words` say why."""

    waits: list[OpenWait] | None
    words: str


@router.get("/people/{person_ref}/waits")
def waits(person_ref: PersonRef, visit: Reader, request: Request) -> WaitsAnswer:
    """What a person waits for today, at whichever provider."""
    known = service_of(request).waiting_times
    person = whole(visit, visit.store.person(person_ref))
    if known is None:
        raise WaitsNotConnected
    told = waits_of(person, known, visit.session.today, visit.session.terms)
    return WaitsAnswer(waits=None if told.waits is None else list(map(_open_wait, told.waits)), words=told.words)


def _open_wait(told: WaitTold) -> OpenWait:
    wait = told.wait
    return OpenWait(
        measure=wait.measure,
        title=wait.title,
        provider=wait.provider,
        provider_name=wait.provider_name,
        pathway=wait.pathway,
        received_on=wait.received_on,
        days=wait.days,
        standard_days=wait.standard_days,
        over_standard=wait.is_over_standard,
        told_on=wait.told_on,
        words=told.words,
    )
