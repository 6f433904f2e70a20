"""Asking an issuer: over TLS, at the addresses that are configured, answers of bounded size and in bounded time.

The opener can do https and nothing else: no redirect is followed, and no file or other scheme is read (ASVS 13.2.4).
A proxy that the machine is set up with is used, as TLS goes through it unread. An issuer on this very machine may be
asked without TLS, for demonstrations and tests; no proxy stands between then.
"""

import ssl
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from dsr.auth.issuers import is_secure

Fetch = Callable[[str], bytes]
"""The text at an address; raises `FetchFailed`."""

MOST_BYTES = 256 * 1024
_CHUNK_BYTES = 16 * 1024
_HTTP_OK = 200
_REFUSALS = range(400, 500)


class FetchFailed(Exception):
    """It could not be had: no answer, too late, too long, or not the answer that was asked for.

    `refused`: the other side answered, and said that what it was asked is wrong.
    """

    def __init__(self, why: str, *, refused: bool = False) -> None:
        self.refused = refused
        super().__init__(why)


class HttpsFetch:
    """The standard library's client, held to a size and a time. `elapsed` counts seconds."""

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        longest_seconds: float = 5,
        most_bytes: int = MOST_BYTES,
        elapsed: Callable[[], float] = time.monotonic,
        *,
        loopback: bool = False,
    ) -> None:
        self._loopback = loopback
        self._longest_seconds = longest_seconds
        self._most_bytes = most_bytes
        self._elapsed = elapsed
        self._opener = OpenerDirector()
        tls = tls or ssl.create_default_context()
        ways = (HTTPHandler(),) if loopback else (ProxyHandler(),)
        for handler in (*ways, HTTPSHandler(context=tls), HTTPDefaultErrorHandler(), HTTPErrorProcessor()):
            self._opener.add_handler(handler)

    def __call__(self, url: str) -> bytes:
        self._hold_to_tls(url)
        return self._asked(Request(url, headers={"Accept": "application/jwk-set+json, application/json"}))

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer to a form; raises `FetchFailed`."""
        self._hold_to_tls(url)
        return self._asked(Request(url, data=body, headers=dict(headers), method="POST"))

    def _asked(self, request: Request) -> bytes:
        ends_at = self._elapsed() + self._longest_seconds
        try:
            with self._opener.open(request, timeout=self._longest_seconds) as response:
                return self._read(response, ends_at)
        except HTTPError as answered:
            answered.close()
            raise FetchFailed(f"status {answered.code}", refused=answered.code in _REFUSALS) from None
        except (OSError, HTTPException, ValueError) as fault:
            raise FetchFailed(type(fault).__name__) from None

    def _hold_to_tls(self, url: str) -> None:
        if not is_secure(url, loopback=self._loopback):
            raise FetchFailed("only https is spoken")

    def _read(self, response: HTTPResponse, ends_at: float) -> bytes:
        """A sender that drips is left after the time, as one that sends without end is after the size."""
        if response.status != _HTTP_OK:
            raise FetchFailed(f"status {response.status}")
        text = b""
        while chunk := response.read1(_CHUNK_BYTES):
            text += chunk
            if len(text) > self._most_bytes:
                raise FetchFailed("too long")
            if self._elapsed() > ends_at:
                raise FetchFailed("too slow")
        return text
