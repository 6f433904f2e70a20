"""From the text of a bearer token to an identity, or to a refusal with a code; nothing else ever comes out.

The order matters. First the token is read strictly, then it picks one of the configured issuers by name, then that
issuer's description decides algorithm and key, and only what has a good signature is asked what it says.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import jwt
from jwt.exceptions import (
    InvalidAlgorithmError,
    InvalidAudienceError,
    InvalidIssuerError,
    InvalidSignatureError,
    MissingRequiredClaimError,
    PyJWTError,
)

from dsr.auth.claims import Identity, check_type, identity_of
from dsr.auth.issuers import Issuer, IssuerUnusable
from dsr.auth.key_sets import KeySet, KeysUnavailable
from dsr.auth.keys import VerifyingKey, is_key_id
from dsr.auth.refusals import Code, TokenRefused
from dsr.auth.strict_text import parsed

_CODES: dict[type[PyJWTError], Code] = {
    InvalidSignatureError: Code.SIGNATURE,
    InvalidAlgorithmError: Code.ALGORITHM,
    InvalidAudienceError: Code.AUDIENCE,
    InvalidIssuerError: Code.ISSUER,
    MissingRequiredClaimError: Code.CLAIMS,
}


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
        self._check_header(text.header)
        key_set = self._key_set(text.payload)
        issuer = key_set.issuer
        if text.header["alg"] not in issuer.algorithms:
            raise TokenRefused(Code.ALGORITHM)
        check_type(text.header, issuer)
        _verify_signature(token, _key(key_set, text.header), issuer)
        return identity_of(text.payload, issuer, now)

    def _check_header(self, header: Mapping[str, Any]) -> None:
        """`none` and its spellings are told as such whichever issuer is named (J1)."""
        algorithm = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in self._algorithms:
            raise TokenRefused(Code.ALGORITHM)
        # An extension that must be understood is not understood here; an unencoded payload is one of them (J6).
        if "crit" in header or "b64" in header:
            raise TokenRefused(Code.CRITICAL)

    def _key_set(self, payload: Mapping[str, Any]) -> KeySet:
        url = payload.get("iss")
        if not isinstance(url, str) or url not in self._key_sets:
            raise TokenRefused(Code.ISSUER)
        return self._key_sets[url]


def _key(key_set: KeySet, header: Mapping[str, Any]) -> VerifyingKey:
    """The pinned key that a header names. Keys and addresses that a header brings along are not read (J4, J5)."""
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise TokenRefused(Code.KEY_ID)
    if not is_key_id(key_id):
        raise TokenRefused(Code.KEY_ID, key_id)
    try:
        key = key_set.find(key_id)
    except KeysUnavailable:
        raise TokenRefused(Code.KEYS, key_id) from None
    if key is None:
        raise TokenRefused(Code.KEY_ID, key_id)
    return key


def _verify_signature(token: str, key: VerifyingKey, issuer: Issuer) -> None:
    """By PyJWT, with the key and the algorithms that were fixed beforehand; its clock is left out."""
    try:
        jwt.decode(
            token,
            key.public,
            algorithms=sorted(key.algorithms),
            audience=issuer.audience,
            issuer=issuer.url,
            options={
                "require": ["exp", "iat", "iss", "aud", issuer.subject.value, issuer.token_id],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "enforce_minimum_key_length": True,
            },
        )
    except PyJWTError as fault:
        raise TokenRefused(_CODES.get(type(fault), Code.CLAIMS)) from None
