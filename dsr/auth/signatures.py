"""Whether a token was signed by its issuer, with a key and an algorithm that were fixed beforehand (J1 to J6).

PyJWT verifies; its clock is left out, since times are compared with the `now` of the request.
"""

from collections.abc import Collection, Iterable, Mapping
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

from dsr.auth.issuers import Issuer
from dsr.auth.key_sets import KeySet, KeysUnavailable
from dsr.auth.keys import VerifyingKey, is_key_id
from dsr.auth.refusals import Code, TokenRefused

_CODES: dict[type[PyJWTError], Code] = {
    InvalidSignatureError: Code.SIGNATURE,
    InvalidAlgorithmError: Code.ALGORITHM,
    InvalidAudienceError: Code.AUDIENCE,
    InvalidIssuerError: Code.ISSUER,
    MissingRequiredClaimError: Code.CLAIMS,
}


def check_header(header: Mapping[str, Any], algorithms: Collection[str]) -> None:
    """`none` and its spellings are told as such whichever issuer is named (J1)."""
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in algorithms:
        raise TokenRefused(Code.ALGORITHM)
    # An extension that must be understood is not understood here; an unencoded payload is one of them (J6).
    if "crit" in header or "b64" in header:
        raise TokenRefused(Code.CRITICAL)


def key_of(key_set: KeySet, header: Mapping[str, Any]) -> VerifyingKey:
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


def verify_signature(token: str, key: VerifyingKey, issuer: Issuer, claims: Iterable[str]) -> None:
    """Raises `TokenRefused` unless a token has a good signature, its issuer, its audience and the claims named."""
    try:
        jwt.decode(
            token,
            key.public,
            algorithms=sorted(key.algorithms),
            audience=issuer.audience,
            issuer=issuer.url,
            options={
                "require": ["exp", "iat", "iss", "aud", issuer.subject.value, *claims],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
                "enforce_minimum_key_length": True,
            },
        )
    except PyJWTError as fault:
        raise TokenRefused(_CODES.get(type(fault), Code.CLAIMS)) from None
