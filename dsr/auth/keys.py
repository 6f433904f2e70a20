"""The public keys of an issuer, from the text of its key set. A key that is not plainly one of its family is left out.

Nothing symmetric is ever a key here, so a public key cannot be used as a shared secret (J2), and of each key it is
known beforehand which algorithms it verifies (J3).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from dsr.auth.issuers import LONGEST_NAME, Family, Issuer
from dsr.auth.strict_text import NotStrict, strict_object

PublicKey = RSAPublicKey | EllipticCurvePublicKey

_KEY_ID = re.compile(rf"[!-~]{{1,{LONGEST_NAME}}}")
_MOST_CONTAINERS = 256
_RSA_BITS = range(2048, 8193)
_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_PARTS = {"RSA": ("n", "e"), "EC": ("crv", "x", "y")}
_TYPES = {Family.RSA: "RSA", Family.RSA_PSS: "RSA", Family.EC: "EC"}
_SECRET = frozenset({"d", "k", "p", "q"})


class KeySetUnusable(Exception):
    """What was fetched is not a key set, or one in which an id stands for two keys."""


@dataclass(frozen=True)
class VerifyingKey:
    """A public key, and the algorithms that it may verify."""

    public: PublicKey
    algorithms: frozenset[str]


def is_key_id(value: object) -> bool:
    """Whether something can be the id of a key: visible ASCII, so that nothing looks like it and is not it (J4)."""
    return isinstance(value, str) and _KEY_ID.fullmatch(value) is not None


def keys_from(text: bytes, issuer: Issuer) -> dict[str, VerifyingKey]:
    """The keys of a key set by their ids; raises `KeySetUnusable`. A set that is well formed may be empty."""
    try:
        listed = strict_object(text, _MOST_CONTAINERS).get("keys")
    except NotStrict:
        raise KeySetUnusable("What was fetched is not a key set.") from None
    if not isinstance(listed, list):
        raise KeySetUnusable("What was fetched has no list of keys.")
    found: dict[str, VerifyingKey] = {}
    for key_id, key in _usable(listed, issuer):
        if key_id in found:
            raise KeySetUnusable("In the key set one id stands for two keys.")
        found[key_id] = key
    return found


def _usable(listed: list[Any], issuer: Issuer) -> Iterator[tuple[str, VerifyingKey]]:
    for one in listed:
        if not isinstance(one, dict) or not is_key_id(one.get("kid")) or not _is_for_signatures(one):
            continue
        public = _public(one, issuer.family)
        algorithms = _algorithms(public, issuer) & ({one["alg"]} if "alg" in one else issuer.algorithms)
        if public is not None and algorithms:
            yield one["kid"], VerifyingKey(public, algorithms)


def _is_for_signatures(jwk: Mapping[str, Any]) -> bool:
    operations = jwk.get("key_ops", ["verify"])
    return (
        not _SECRET & jwk.keys()
        and isinstance(jwk.get("alg", ""), str)
        and jwk.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
    )


def _public(jwk: Mapping[str, Any], family: Family) -> PublicKey | None:
    type_ = _TYPES[family]
    if jwk.get("kty") != type_ or not all(isinstance(jwk.get(part), str) for part in _PARTS[type_]):
        return None
    plain = {"kty": type_, **{part: jwk[part] for part in _PARTS[type_]}}
    try:
        key = PyJWK(plain).key
    except (PyJWTError, ValueError):
        return None
    return key if isinstance(key, RSAPublicKey | EllipticCurvePublicKey) else None


def _algorithms(key: PublicKey | None, issuer: Issuer) -> frozenset[str]:
    """Those of the issuer that a key is made for: an RSA key for all, an EC key for the one of its curve."""
    if isinstance(key, RSAPublicKey):
        return issuer.algorithms if key.key_size in _RSA_BITS else frozenset()
    if isinstance(key, EllipticCurvePublicKey):
        return issuer.algorithms & {_CURVES.get(key.curve.name, "")}
    return frozenset()
