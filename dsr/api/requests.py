"""What happens to every request: a number of its own, a line in the log, and answers that nobody keeps (ASVS 14.3.2).

The log holds the template of a route, never the address: a reference of a person is in addresses (trust: disclosure).
"""

import logging
import time
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dsr.api.problems import unforeseen

_LOG = logging.getLogger("dsr.requests")

_HEADERS = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
)


class EveryRequest:
    """Numbers requests, logs them by template, and sets the headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, began = str(uuid.uuid4()), time.perf_counter()
        # Whatever a caller sends by this name is not believed (ASVS 4.1.3).
        scope.setdefault("state", {})["request_id"] = request_id
        status = 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name.lower() for name, _ in message["headers"]}
                added = [pair for pair in _HEADERS if pair[0] not in given]
                message["headers"] = [*message["headers"], *added, (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, told)
        except Exception as fault:
            # Raised further, the server would log it with the words of the fault, which can hold what was sent.
            refused = unforeseen(fault)
            if not status:
                await refused(scope, receive, told)
        finally:
            route = getattr(scope.get("route"), "path", "(no route)")
            took = round((time.perf_counter() - began) * 1000)
            _LOG.info("%s %s %d %d ms %s", _METHODS.get(scope["method"], "?"), route, status, took, request_id)


_METHODS = {name: name for name in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")}
"""A method is written freely by whoever sends a request; what is none of these is not repeated."""
