"""Nothing that is sent is longer than the longest thing there is to say: what is longer is not read (ASVS 5.2.1)."""

from http import HTTPStatus

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dsr.api.problems import answer

LONGEST_BODY = 256 * 1024


class NotTooLong:
    """Refuses bodies by their announced length, and those that go on past it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _announced(scope) > LONGEST_BODY:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            await answer(status, "too-long", f"At most {LONGEST_BODY} bytes are read.")(scope, receive, send)
            return
        length = 0

        async def counted() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > LONGEST_BODY:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        await self._app(scope, counted, send)


def _announced(scope: Scope) -> int:
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0
