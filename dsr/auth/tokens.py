"""From the text of a bearer token to an identity, or to a refusal with a code; nothing else ever comes out.

The order matters. First the token is read strictly, then it picks one of the configured issuers by name, then that
issuer's description decides algorithm and key, and only what has a good signature is asked what it says.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dsr.auth.claims import Identity, check_type, identity_of
from dsr.auth.issuers import IssuerUnusable
from dsr.auth.key_sets import KeySet
from dsr.auth.refusals import Code, TokenRefused
from dsr.auth.signatures import check_header, key_of, verify_signature
from dsr.auth.strict_text import parsed


class TokenVerifier:
    """The one place where a token becomes an identity, for the issuers whose key sets it is given."""

    def __init__(self, key_sets: Iterable[KeySet]) -> None:
        self._key_sets: dict[str, KeySet] = {}
        for one in key_sets:
            if one.issuer.url in self._key_sets:
                raise IssuerUnusable("An issuer is described twice: whose keys count would depend on the order.")
            self._key_sets[one.issuer.url] = one
        self._algorithms = {name for one in self._key_sets.values() for name in one.issuer.algorithms}

    def verify(self, token: str, now: datetime) -> Identity:
        """The identity of an access token that is good at `now` (UTC); raises `TokenRefused`."""
        text = parsed(token)
        check_header(text.header, self._algorithms)
        key_set = self._key_set(text.payload)
        issuer = key_set.issuer
        check_header(text.header, issuer.algorithms)
        check_type(text.header, issuer)
        verify_signature(token, key_of(key_set, text.header), issuer, [issuer.token_id])
        return identity_of(text.payload, issuer, now)

    def knows(self, issuer: str) -> bool:
        """Whether tokens of an issuer can be good."""
        return issuer in self._key_sets

    def purge(self) -> None:
        """Forget the keys of every issuer; the next token fetches them again (J18)."""
        for one in self._key_sets.values():
            one.purge()

    def _key_set(self, payload: Mapping[str, Any]) -> KeySet:
        url = payload.get("iss")
        if not isinstance(url, str) or url not in self._key_sets:
            raise TokenRefused(Code.ISSUER)
        return self._key_sets[url]
