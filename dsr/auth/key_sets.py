"""The keys of an issuer as they are now, without asking the issuer for every token (F21, J18).

Ages are counted by a clock that only goes forward, so a machine whose time is set back neither keeps a key for longer
nor asks more often (F15). Whoever sends random key ids causes at most one request a minute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from dsr.auth.fetching import Fetch, FetchFailed
from dsr.auth.issuers import Issuer
from dsr.auth.keys import KeySetUnusable, VerifyingKey, keys_from

FRESH_SECONDS = 3_600
KEPT_SECONDS = 24 * 3_600
"""How long the last good set is used while the issuer does not answer (F21)."""

BETWEEN_TRIES_SECONDS = 60
WAIT_SECONDS = 6
"""A little longer than a fetch may take."""


class KeysUnavailable(Exception):
    """The issuer's keys were never had, or were had so long ago that they are no longer used."""


@dataclass(frozen=True)
class _Held:
    keys: dict[str, VerifyingKey]
    since: float


class KeySet:
    """The key set of one issuer, shared by all threads. `elapsed` counts seconds and never goes back."""

    def __init__(self, issuer: Issuer, fetch: Fetch, elapsed: Callable[[], float] = time.monotonic) -> None:
        self.issuer = issuer
        self._fetch = fetch
        self._elapsed = elapsed
        self._held: _Held | None = None
        self._tried_at: float | None = None
        self._purges = 0
        self._one_fetches = Lock()
        self._changing = Lock()

    def find(self, key_id: str) -> VerifyingKey | None:
        """The key of an id, None where the issuer has none; raises `KeysUnavailable`."""
        held = self._held
        if held is None or self._elapsed() - held.since >= FRESH_SECONDS:
            self._refresh(wait=held is None)
        if key_id not in self._usable():
            self._refresh(wait=True)
        held = self._held
        if held is None or self._elapsed() - held.since >= KEPT_SECONDS:
            raise KeysUnavailable
        return held.keys.get(key_id)

    def only(self) -> VerifyingKey | None:
        """The key of an issuer that has one and so need not name it (OpenID Connect 10.1); else None.

        Raises `KeysUnavailable`.
        """
        self.find("")
        keys = list(self._usable().values())
        return keys[0] if len(keys) == 1 else None

    def seconds_since_fresh(self) -> float | None:
        """How long ago the keys were had from the issuer, None for never; over an hour somebody should look."""
        held = self._held
        return None if held is None else self._elapsed() - held.since

    def purge(self) -> None:
        """Forget every key at once, even one that is on its way; the next token fetches the set again (J18)."""
        with self._changing:
            self._purges += 1
            self._held = self._tried_at = None

    def _usable(self) -> dict[str, VerifyingKey]:
        held = self._held
        return {} if held is None else held.keys

    def _refresh(self, *, wait: bool) -> None:
        """Fetch unless that was tried within the minute; those who have no key wait for whoever is fetching."""
        if not self._may_try() or not self._one_fetches.acquire(timeout=WAIT_SECONDS if wait else 0):
            return
        try:
            if self._may_try():
                self._try()
        finally:
            self._one_fetches.release()

    def _may_try(self) -> bool:
        tried_at = self._tried_at
        return tried_at is None or self._elapsed() - tried_at >= BETWEEN_TRIES_SECONDS

    def _try(self) -> None:
        purges, began_at = self._purges, self._elapsed()
        try:
            keys = keys_from(self._fetch(self.issuer.jwks_url), self.issuer)
        except (FetchFailed, KeySetUnusable):
            keys = None
        with self._changing:
            # What was asked for before a purge may hold the very key that was purged.
            if purges == self._purges:
                self._tried_at = self._elapsed()
                self._held = self._held if keys is None else _Held(keys, began_at)
