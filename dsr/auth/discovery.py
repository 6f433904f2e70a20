"""Where a provider's doors are, as it says at its own address (OpenID Connect Discovery), asked anew for each minute.

So whether it answers is known before anybody is sent there (F22). What it says counts only where it names itself by the
address that is written down, and leads nowhere without TLS.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from dsr.auth.fetching import Fetch, FetchFailed
from dsr.auth.issuers import is_secure
from dsr.auth.provider import Provider
from dsr.auth.refusals import ProviderDown
from dsr.auth.strict_text import NotStrict, strict_object

FRESH_SECONDS = 60
AFTER_FAILURE_SECONDS = 5
"""So that those who wait for a provider that is down do not wait one after another."""

_MOST_CONTAINERS = 512


@dataclass(frozen=True, kw_only=True)
class Doors:
    """A provider's addresses; `names_itself` where it tells its name with each answer (RFC 9207)."""

    authorization: str
    token: str
    jwks: str
    end_session: str | None
    names_itself: bool


class Discovery:
    """The doors of one provider, shared by all threads. `elapsed` counts seconds and never goes back."""

    def __init__(self, provider: Provider, fetch: Fetch, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._provider = provider
        self._fetch = fetch
        self._elapsed = elapsed
        self._found: Doors | None = None
        self._asked_at: float | None = None
        self._one_asks = Lock()

    def doors(self) -> Doors:
        """Where to go now; raises `ProviderDown`."""
        with self._one_asks:
            if not self._is_fresh():
                self._found = None
                try:
                    self._found = self._asked()
                finally:
                    self._asked_at = self._elapsed()
            if self._found is None:
                raise ProviderDown
            return self._found

    def _is_fresh(self) -> bool:
        lasts = AFTER_FAILURE_SECONDS if self._found is None else FRESH_SECONDS
        return self._asked_at is not None and self._elapsed() - self._asked_at < lasts

    def _asked(self) -> Doors:
        address = self._provider.url.rstrip("/") + "/.well-known/openid-configuration"
        try:
            said = strict_object(self._fetch(address), _MOST_CONTAINERS)
        except (FetchFailed, NotStrict):
            raise ProviderDown from None
        if said.get("issuer") != self._provider.url:
            raise ProviderDown
        ends = "end_session_endpoint" in said
        return Doors(
            authorization=self._door(said, "authorization_endpoint"),
            token=self._door(said, "token_endpoint"),
            jwks=self._door(said, "jwks_uri"),
            end_session=self._door(said, "end_session_endpoint") if ends else None,
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _door(self, said: Mapping[str, Any], name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str) or not is_secure(address, loopback=self._provider.loopback):
            raise ProviderDown
        return address
