"""Signing in with the provider, and out again (OpenID Connect; ASVS 6.8, 7.2, 7.4, 10.2, 10.5, 16.3.1).

What comes back is believed only by the browser that went: it carries the sealed attempt. Each attempt is used once,
whatever comes of it. Success and failure are in the audit, by account where there is one, and never by name.
"""

import hashlib
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from diis.store.engine import StoreConnection
from dsr.api import browser
from dsr.api.access import Caller, Public, SignedIn
from dsr.api.access_problems import OnlyPersonas, SignInFailed
from dsr.api.bodies import Answer
from dsr.api.service import Service, service_of
from dsr.auth import sign_ins
from dsr.auth.accounts import account_let_in
from dsr.auth.attempts import LASTS, Attempt, new_attempt, opened, sealed
from dsr.auth.bearer import bearer_of, cookie_values
from dsr.auth.id_tokens import ProviderIdentity
from dsr.auth.provider_client import ProviderClient
from dsr.auth.refusals import AccountRefused, Code, ProviderDown, SignInFault, SignInRefused, TokenRefused
from dsr.auth.strict_text import MOST_CHARACTERS
from dsr.auth.used_tokens import sign_out as sign_out_token
from dsr.auth.used_tokens import use_up
from dsr.store import access
from dsr.store import sign_ins as rows
from dsr.store.audit import Audit, Outcome
from dsr.store.noting import entry_of
from dsr.store.scope import Actor
from dsr.store.session import Session

router = APIRouter()

_SEE_OTHER = 303


class SignedOut(Answer):
    """Nobody is signed in with this browser any more."""

    go_on_to: str | None = Field(description="Where to end the session at the sign-in service too; null: nowhere.")


def provider_of(request: Request) -> ProviderClient:
    """Whom people sign in with; raises `ProviderDown` where tokens alone let in, `OnlyPersonas` in a demonstration."""
    service = service_of(request)
    if service.provider is None:
        raise OnlyPersonas if service.demonstration else ProviderDown
    return service.provider


async def logout_token_of(request: Request) -> str:
    """The token of a provider's form, which is not read further than a token is long; raises `SignInFailed`."""
    form = b""
    async for chunk in request.stream():
        form += chunk
        if len(form) > MOST_CHARACTERS + len("logout_token="):
            raise SignInFailed(TokenRefused(Code.SIZE))
    found = parse_qs(form.decode("latin-1")).get("logout_token", [])
    if len(found) != 1:
        raise SignInFailed(TokenRefused(Code.FORM))
    return found[0]


Provided = Annotated[ProviderClient, Depends(provider_of)]
BackTo = Annotated[str, Query(description="The page of the register to come back to.")]
LogoutToken = Annotated[str, Depends(logout_token_of)]


@router.get("/sign-in", dependencies=[Depends(Public())], status_code=_SEE_OTHER, response_class=RedirectResponse)
def sign_in(request: Request, provider: Provided, to: BackTo = "/") -> Response:
    """Go to the provider; `to` is the page of the register to come back to."""
    service = service_of(request)
    attempt = new_attempt(service.clock(), to)
    answer = RedirectResponse(provider.address(attempt), _SEE_OTHER)
    browser.keep_attempt(answer, sealed(attempt, service.keys))
    return answer


@router.get("/sign-in/done", dependencies=[Depends(Public())], status_code=_SEE_OTHER, response_class=RedirectResponse)
def sign_in_done(
    request: Request,
    provider: Provided,
    state: Annotated[str, Query(description="What was sent to the provider, given back by it.")] = "",
    code: Annotated[str, Query(description="What the provider gives for an identity, once.")] = "",
    error: Annotated[str | None, Query(description="Why the provider let nobody in.")] = None,
    iss: Annotated[str | None, Query(description="Who the provider is, in its own words (RFC 9207).")] = None,
) -> Response:
    """Come back from the provider: a new sign-in of this browser, or nothing."""
    service = service_of(request)
    session = service.session()
    try:
        attempt = _attempt(request, service, session, state)
    except SignInRefused as refused:
        # Anybody can send this without having begun; that fills the log, and not the audit.
        raise SignInFailed(refused) from None
    try:
        if error is not None or not code:
            raise SignInRefused(SignInFault.DECLINED)
        found = provider.identity(code, iss, attempt, session.now)
        with session.database.writing() as connection:
            secret = _begun(connection, request, session, found, _former(request))
    except (SignInRefused, TokenRefused, AccountRefused) as refused:
        with session.database.writing() as connection:
            _note(connection, request, session, None, "-", f"sign-in {refused.code.value}", Outcome.DENIED)
        raise SignInFailed(refused) from None
    answer = browser.without_attempt(RedirectResponse(attempt.to, _SEE_OTHER))
    browser.keep(answer, secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, response: Response, caller: Annotated[Caller, Depends(SignedIn())]) -> SignedOut:
    """Sign out: with this browser, or this token; it lets nobody in from now on."""
    service, session = service_of(request), caller.session
    standing = caller.standing
    with session.database.writing() as connection:
        if caller.browser is not None:
            rows.end_sign_in(connection, caller.browser.sign_in.sign_in_id, standing.account_id, session.now)
        else:
            identity = service.verifier.verify(bearer_of(request, browser.SESSION_COOKIE), session.now)
            sign_out_token(connection, identity)
        _note(connection, request, session, standing.account_id, standing.organisation, "sign-out")
    browser.forget(response)
    return SignedOut(go_on_to=service.provider.end_session_address() if service.provider else None)


@router.post("/sign-in/ended", dependencies=[Depends(Public())])
def ended_at_provider(request: Request, provider: Provided, logout_token: LogoutToken) -> None:
    """What the provider tells when it has signed somebody out: here they are so too (Back-Channel Logout 1.0)."""
    session = service_of(request).session()
    try:
        ended = provider.ended(logout_token, session.now)
        with session.database.writing() as connection:
            if not use_up(connection, provider.provider.url, f"out {_hash(ended.token_id)}", ended.expires_at):
                raise SignInRefused(SignInFault.REPLAYED)
            account = access.account_of(connection, provider.provider.url, ended.subject)
            if account is not None:
                rows.end_of_provider(connection, account.account_id, ended.session, session.now)
                _note(connection, request, session, account.account_id, account.organisation, "sign-out")
    except (SignInRefused, TokenRefused) as refused:
        raise SignInFailed(refused) from None


def begin_signed_in(connection: StoreConnection, request: Request, session: Session, account_id: int) -> str:
    """A sign-in of an account without a provider, for a demonstration; returns what the browser keeps."""
    secret = sign_ins.begin(connection, account_id, session.now)
    account = access.account_by_id(connection, account_id)
    assert account is not None
    _note(connection, request, session, account_id, account.organisation, "sign-in")
    return secret


def _attempt(request: Request, service: Service, session: Session, state: str) -> Attempt:
    """The attempt that a browser brings back, which nobody brings back again (ASVS 10.2.1)."""
    values = set(cookie_values(request, browser.ATTEMPT_COOKIE))
    if len(values) != 1:
        raise SignInRefused(SignInFault.ATTEMPT)
    found = opened(values.pop(), state, service.keys, session.now)
    ends_at = datetime.fromisoformat(found.ends_at) + LASTS
    with session.database.writing() as connection:
        if not use_up(connection, "sign-in", _hash(found.state), ends_at):
            raise SignInRefused(SignInFault.REPLAYED)
        service.purges.follow(rows.purges(connection))
    return found


def _begun(
    connection: StoreConnection, request: Request, session: Session, found: ProviderIdentity, former: str | None
) -> str:
    """A new sign-in; whatever the browser was signed in with before ends (ASVS 7.2.4)."""
    account_id = account_let_in(connection, found.issuer, found.subject)
    if former is not None:
        rows.end_by_secret(connection, sign_ins.hash_of(former), session.now)
    sign_ins.forget_old(connection, session.now, session.terms)
    account = access.account_by_id(connection, account_id)
    assert account is not None
    _note(connection, request, session, account_id, account.organisation, "sign-in")
    return sign_ins.begin(
        connection, account_id, session.now, roles=found.roles_ceiling, provider_session=found.session
    )


def _former(request: Request) -> str | None:
    values = cookie_values(request, browser.SESSION_COOKIE)
    return values[0] if len(values) == 1 else None


def _note(
    connection: StoreConnection,
    request: Request,
    session: Session,
    account_id: int | None,
    organisation: str,
    action: str,
    outcome: Outcome = Outcome.ALLOWED,
) -> None:
    actor = Actor(
        account_id=account_id,
        role="-",
        organisation=organisation,
        purpose="sign-in",
        route=request.scope["route"].path,
        request_id=request.state.request_id,
    )
    Audit(session.keys.chain_key).add(connection, entry_of(session, actor, action, outcome=outcome))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
