"""The cookie of a sign-in: who a browser's request is of, and that a page of ours meant a change (ASVS 3.3, 3.5).

A browser sends the cookie along whichever page makes it ask. So a change by cookie needs a token that only our pages
are told (`GET /me`), and must come from our own site as the browser says itself.
"""

import hmac
from contextlib import suppress
from urllib.parse import urlsplit

from fastapi import Request, Response

from diis.store.engine import StoreUnavailable
from dsr.auth import sign_ins
from dsr.auth.attempts import LASTS
from dsr.auth.bearer import BearerRefused, cookie_values
from dsr.auth.sign_ins import BrowserSignIn
from dsr.store import sign_ins as rows
from dsr.store.session import Session

SESSION_COOKIE = "__Host-sendwatch"
ATTEMPT_COOKIE = "__Host-sendwatch-attempt"
CSRF_HEADER = "X-CSRF-Token"

_ASKS_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})


class OtherSite(Exception):
    """A change that came with a cookie and not from a page of ours."""


def secret_of(request: Request) -> str | None:
    """What the browser's cookie of a sign-in holds; raises `BearerRefused` where there are two that disagree (J19)."""
    values = set(cookie_values(request, SESSION_COOKIE))
    if len(values) > 1:
        raise BearerRefused.two_callers()
    return next(iter(values), None)


def signed_in_with(request: Request, session: Session) -> BrowserSignIn:
    """The sign-in that a request came with, noted as in use; raises `SignInOver`, and `OtherSite` for a change."""
    with session.database.reading() as connection:
        found = sign_ins.of_browser(connection, secret_of(request) or "", session.now, session.terms)
    if request.method not in _ASKS_ONLY:
        hold_to_own_site(request)
        if not hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), found.csrf.encode()):
            raise OtherSite
    if sign_ins.is_worth_noting(found, session.now):
        # Whoever may not be answered while nothing can be written is told so where the audit is (F05).
        with suppress(StoreUnavailable), session.database.writing() as connection:
            rows.seen(connection, found.sign_in.sign_in_id, session.now)
    return found


def hold_to_own_site(request: Request) -> None:
    """Raises `OtherSite` unless the browser says that the page which asks is of this very server."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise OtherSite
        return
    host = request.headers.get("host", "")
    if not host or urlsplit(request.headers.get("origin", "")).netloc != host:
        raise OtherSite


def keep(response: Response, secret: str) -> None:
    """Give the browser the secret of a new sign-in; whatever it had before is replaced (ASVS 7.2.4)."""
    response.set_cookie(SESSION_COOKIE, secret, path="/", secure=True, httponly=True, samesite="lax")


def forget(response: Response) -> None:
    """Let the browser forget a sign-in and all that it kept of this site (ASVS 14.3.1)."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'


def keep_attempt(response: Response, text: str) -> None:
    """Let the browser carry a sign-in that has begun to the provider and back, for as long as that may take."""
    seconds = int(LASTS.total_seconds())
    response.set_cookie(ATTEMPT_COOKIE, text, seconds, path="/", secure=True, httponly=True, samesite="lax")


def without_attempt(response: Response) -> Response:
    """An answer with which a sign-in that has begun is over, well or not."""
    response.delete_cookie(ATTEMPT_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
    return response
