"""Signing in as somebody invented. These routes exist in a demonstration and nowhere else (docs/adr/0052)."""

from fastapi import APIRouter, Depends, Request, Response

from dsr.api import browser
from dsr.api.access import Public
from dsr.api.bodies import Answer, Body, Name
from dsr.api.problems import NotAllowed
from dsr.api.service import service_of
from dsr.api.sign_in import begin_signed_in
from dsr.auth.sign_ins import csrf_of

router = APIRouter(prefix="/demonstration", dependencies=[Depends(Public())])


class PersonaTold(Answer):
    """Somebody invented who may sign in."""

    persona: str
    name: str
    role: str
    organisation: str


class WhichPersona(Body):
    """Whom to sign in as."""

    persona: Name


class SignedInAs(Answer):
    """Who is signed in now, and what their changes bring along."""

    persona: PersonaTold
    csrf_token: str


@router.get("")
def personas(request: Request) -> list[PersonaTold]:
    """Everybody who may be played, one for each role."""
    return [
        PersonaTold(persona=one.persona, name=one.name, role=one.role.words, organisation=one.organisation)
        for one in service_of(request).personas
    ]


@router.post("/sign-in")
def sign_in_as(body: WhichPersona, request: Request, response: Response) -> SignedInAs:
    """Sign in as one of them."""
    browser.hold_to_own_site(request)
    chosen = next((one for one in service_of(request).personas if one.persona == body.persona), None)
    if chosen is None:
        raise NotAllowed
    session = service_of(request).session()
    with session.database.writing() as connection:
        secret = begin_signed_in(connection, request, session, chosen.account_id)
    browser.keep(response, secret)
    told = PersonaTold(
        persona=chosen.persona, name=chosen.name, role=chosen.role.words, organisation=chosen.organisation
    )
    return SignedInAs(persona=told, csrf_token=csrf_of(secret))
