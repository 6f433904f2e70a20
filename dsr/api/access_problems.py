"""How refusals to sign in, of browsers and in emergencies read: plainly, alike for all causes, and with what to do.

Why exactly is in the log as a code; the answer to whoever tries holds nothing of it (ASVS 16.3.1).
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response

from dsr.api import browser
from dsr.api.browser import OtherSite
from dsr.api.problems import answer
from dsr.auth.accounts import GrantRefused, NotTheirs
from dsr.auth.refusals import AccountRefused, ProviderDown, SignInOver, SignInRefused, TokenRefused
from dsr.store.emergencies import ByOneself, ClosedAlready, NoSuchEmergency, NotLookedInto, TooManyTries

_LOG = logging.getLogger("dsr.auth")
_HOUR_SECONDS = "3600"


class SignInFailed(Exception):
    """A sign-in that ended at our door; `why` is what was raised, and is logged by its code alone."""

    def __init__(self, why: SignInRefused | TokenRefused | AccountRefused) -> None:
        self.why = why
        super().__init__(why.code.value)


class OnlyPersonas(Exception):
    """A demonstration has no provider: whoever wants to sign in does so as somebody invented (docs/adr/0052)."""


class NoSuchSignIn(Exception):
    """The account has no sign-in of this number that is still good."""


class KeptInJournal(Exception):
    """An emergency that could not be opened since nothing can be written; it is kept under a reference (F05)."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        super().__init__(
            "The register cannot write down who looks, so it shows nobody, in an emergency either. What you asked is "
            f"kept under {ref} and will be looked into. Call the DSR coordinator or the on-call manager, give this "
            "reference, and ask for the paper copy."
        )


_SAID: Mapping[type[Exception], tuple[HTTPStatus, str, str]] = {
    SignInOver: (HTTPStatus.UNAUTHORIZED, "signed-out", "You are signed out. Sign in again."),
    OtherSite: (
        HTTPStatus.FORBIDDEN,
        "other-site",
        "This did not come from a page of the register. Open the register and do it there.",
    ),
    ProviderDown: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "sign-in-unavailable",
        (
            "Nobody can sign in at the moment: the sign-in service does not answer. Who is signed in stays so. In an "
            "emergency ask somebody who is, or call the DSR coordinator."
        ),
    ),
    OnlyPersonas: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "sign-in-unavailable",
        (
            "This is a demonstration, where people sign in as somebody invented and not with a sign-in service: GET "
            "/demonstration lists them, POST /demonstration/sign-in signs in as one of them."
        ),
    ),
    NoSuchSignIn: (HTTPStatus.NOT_FOUND, "no-such-sign-in", "There is no such sign-in, or it is over."),
    NoSuchEmergency: (HTTPStatus.NOT_FOUND, "no-such-emergency", "There is no emergency of this reference."),
    ByOneself: (HTTPStatus.FORBIDDEN, "by-oneself", "Nobody looks into their own emergency. Another must."),
    ClosedAlready: (HTTPStatus.CONFLICT, "closed-already", "Somebody has looked into this before. Read it again."),
    NotLookedInto: (
        HTTPStatus.CONFLICT,
        "not-looked-into",
        (
            "You have opened this person so often that somebody else must look into it first. Ask the privacy officer "
            "to, or call the DSR coordinator; a colleague may open this person meanwhile."
        ),
    ),
    TooManyTries: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-tries",
        "So many names that fit nobody were given within an hour that no more are looked up. Call the DSR coordinator.",
    ),
}
_AGAIN_AFTER = {ProviderDown: "10", TooManyTries: _HOUR_SECONDS}

_NOT_DONE = (HTTPStatus.BAD_REQUEST, "sign-in-failed", "This sign-in was not finished. Begin again.")
_NO_ACCOUNT = (
    HTTPStatus.FORBIDDEN,
    "no-account",
    "You have signed in, and have no account on this register. Ask the DSR manager for one.",
)


def answer_access_problems(app: FastAPI) -> None:
    """Let an application answer all of these."""
    for kind in _SAID:
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(SignInFailed, _failed)
    app.add_exception_handler(GrantRefused, _grant)
    app.add_exception_handler(KeptInJournal, _kept)


async def _known(_request: Request, fault: Exception) -> Response:
    kind = next(one for one in _SAID if isinstance(fault, one))
    _LOG.warning("%s", fault if isinstance(fault, SignInOver) else _SAID[kind][1])
    again = _AGAIN_AFTER.get(kind)
    answered = answer(*_SAID[kind], {"Retry-After": again} if again else None)
    if isinstance(fault, SignInOver):
        browser.forget(answered)
    return answered


async def _failed(_request: Request, fault: Exception) -> Response:
    _LOG.warning("%s", fault)
    has_none = isinstance(fault, SignInFailed) and isinstance(fault.why, AccountRefused)
    return browser.without_attempt(answer(*(_NO_ACCOUNT if has_none else _NOT_DONE)))


async def _grant(_request: Request, fault: Exception) -> Response:
    if isinstance(fault, NotTheirs):
        return answer(HTTPStatus.FORBIDDEN, "not-theirs", str(fault))
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "grant-refused", str(fault))


async def _kept(_request: Request, fault: Exception) -> Response:
    _LOG.error("an emergency is kept in the journal: the audit cannot be written")
    return answer(HTTPStatus.SERVICE_UNAVAILABLE, "kept-in-journal", str(fault), {"Retry-After": "60"})
