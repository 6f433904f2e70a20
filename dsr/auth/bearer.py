"""The bearer token of a request: one, in the one place for it, or an answer that says nothing of it (RFC 6750, 9457).

Every refusal of a token or an account has the same answer. Why is in the log, as a code (ASVS 16.3.1).
"""

import logging
import re
from http import HTTPStatus
from urllib.parse import unquote_plus

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dsr.auth.refusals import AccountRefused, TokenRefused
from dsr.auth.strict_text import MOST_CHARACTERS

_LOG = logging.getLogger("dsr.auth")

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/=-]+)", re.IGNORECASE)
_SCHEME_CHARACTERS = len("Bearer ")
_LOOKS_LIKE_A_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.", re.ASCII)
_NAMES_A_TOKEN = re.compile(r"(?:^|[&;?])(?:access_token|id_token|refresh_token|token|jwt|bearer|authorization)=", re.I)


class BearerRefused(Exception):
    """A request that does not carry one token in one place; `detail` holds nothing of the request."""

    def __init__(self, status: HTTPStatus, error: str | None, detail: str) -> None:
        self.status, self.error, self.detail = status, error, detail
        super().__init__(f"bearer_{status.value}")

    @classmethod
    def two_callers(cls) -> "BearerRefused":
        """A request that names somebody in more than one place (J19)."""
        return cls(HTTPStatus.BAD_REQUEST, "invalid_request", "The header and a cookie each name somebody.")


def bearer_of(request: Request, cookie: str) -> str:
    """The token of a request; raises `BearerRefused`. `cookie` is the name of the one that carries a sign-in."""
    given = request.headers.getlist("authorization")
    if len(given) > 1:
        raise BearerRefused(HTTPStatus.BAD_REQUEST, "invalid_request", "There is more than one Authorization header.")
    if not given:
        raise BearerRefused(HTTPStatus.UNAUTHORIZED, None, "This needs a bearer token, or to be signed in.")
    if len(given[0]) > MOST_CHARACTERS + _SCHEME_CHARACTERS:
        raise BearerRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "invalid_request", "The token is too long.")
    found = _BEARER.fullmatch(given[0])
    if found is None:
        raise BearerRefused(HTTPStatus.UNAUTHORIZED, "invalid_token", "There is no bearer token in the header.")
    if any(value != found[1] for value in cookie_values(request, cookie)):
        raise BearerRefused.two_callers()
    return found[1]


def hold_to_bearer_rules(app: FastAPI) -> None:
    """Let an application refuse tokens in addresses, and answer every refusal of this room in its one way."""
    app.add_middleware(NoTokenInAddress)
    app.add_exception_handler(BearerRefused, _answer)
    app.add_exception_handler(TokenRefused, _answer)
    app.add_exception_handler(AccountRefused, _answer)


class NoTokenInAddress:
    """Addresses are logged, kept and sent on: a token in one is lost, and is refused before anybody reads it (J17)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not _holds_token(scope["query_string"]):
            await self._app(scope, receive, send)
            return
        # The server logs the address from this very mapping, after the answer.
        scope["query_string"] = b"scrubbed"
        refused = BearerRefused(HTTPStatus.BAD_REQUEST, "invalid_request", "A token never goes into an address.")
        _LOG.warning("%s", refused)
        await _problem(refused)(scope, receive, send)


async def _answer(_request: Request, refused: Exception) -> Response:
    _LOG.warning("%s", refused)
    if isinstance(refused, BearerRefused):
        return _problem(refused)
    return _problem(BearerRefused(HTTPStatus.UNAUTHORIZED, "invalid_token", "This token lets nobody in."))


def _problem(refused: BearerRefused) -> Response:
    body = {"type": "about:blank", "title": refused.status.phrase, "status": refused.status, "detail": refused.detail}
    error = f', error="{refused.error}"' if refused.error else ""
    headers = {"WWW-Authenticate": f'Bearer realm="register"{error}', "Cache-Control": "no-store"}
    return JSONResponse(body, refused.status, headers, "application/problem+json")


def _holds_token(query: bytes) -> bool:
    """Whether a query names a token or holds what looks like one, spelled plainly or in percents, once or twice."""
    plain = query.decode("latin-1")
    once = unquote_plus(plain)
    return any(
        _NAMES_A_TOKEN.search(text) or _LOOKS_LIKE_A_TOKEN.search(text) for text in (plain, once, unquote_plus(once))
    )


def cookie_values(request: Request, name: str) -> list[str]:
    """Every value of a cookie: a mapping would hide that there are two."""
    pairs = (pair.strip().partition("=") for line in request.headers.getlist("cookie") for pair in line.split(";"))
    return [value.strip('" ') for key, _, value in pairs if key.strip() == name]
