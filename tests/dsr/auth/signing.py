"""Issuers to test with: real keys made for the test, tokens of every shape, and an issuer that can be down."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from dsr.auth.claims import Identity
from dsr.auth.fetching import FetchFailed
from dsr.auth.issuers import Issuer
from dsr.auth.key_sets import KeySet
from dsr.auth.refusals import Code, TokenRefused
from dsr.auth.tokens import TokenVerifier

NOW = datetime(2026, 11, 25, 9, 0)
ISSUER = Issuer(
    url="https://sign-in.example/dorset",
    jwks_url="https://sign-in.example/dorset/keys",
    audience="dsr-api",
    algorithms=frozenset({"RS256"}),
)
EC_ISSUER = Issuer(
    url="https://council.example",
    jwks_url="https://council.example/keys",
    audience="dsr-api",
    algorithms=frozenset({"ES256"}),
)

GONE = object()
"""A claim or header with this value is left out."""

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def seconds(instant: datetime) -> int:
    return int(instant.replace(tzinfo=UTC).timestamp())


def merged(usual: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not GONE}


def claims(issuer: Issuer = ISSUER, **changes: Any) -> dict[str, Any]:
    """Those of a good access token of half an hour, with changes."""
    usual = {
        "iss": issuer.url,
        "aud": issuer.audience,
        "sub": "subject-1",
        "jti": "token-1",
        "iat": seconds(NOW),
        "exp": seconds(NOW + timedelta(minutes=30)),
        "scp": "register",
    }
    return merged(usual, changes)


@dataclass(frozen=True)
class Signer:
    """A private key with its id."""

    key: PrivateKey
    key_id: str
    algorithm: str

    def header(self, **changes: Any) -> dict[str, Any]:
        return merged({"alg": self.algorithm, "kid": self.key_id, "typ": "at+jwt"}, changes)

    def token(self, payload: Mapping[str, Any], **header: Any) -> str:
        return self.spelled(json.dumps(self.header(**header)), json.dumps(payload))

    def spelled(self, header: str, payload: str, algorithm: str | None = None) -> str:
        """A token of texts as they are, signed over them."""
        signed = f"{b64(header.encode())}.{b64(payload.encode())}"
        signature = jwt.get_algorithm_by_name(algorithm or self.algorithm).sign(signed.encode(), self.key)
        return f"{signed}.{b64(signature)}"

    def jwk(self, **changes: Any) -> dict[str, Any]:
        public = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.key.public_key(), as_dict=True)
        return merged({**public, "kid": self.key_id, "alg": self.algorithm, "use": "sig"}, changes)


@dataclass
class Provider:
    """An issuer's key set over a network that is not there: counts what it is asked, and can be down."""

    keys: list[dict[str, Any]]
    calls: list[str] = field(default_factory=list)
    down: bool = False

    def __call__(self, url: str) -> bytes:
        self.calls.append(url)
        if self.down:
            raise FetchFailed("down")
        return json.dumps({"keys": self.keys}).encode()


@dataclass
class Seconds:
    """A clock that goes on when it is told to."""

    value: float = 1_000.0

    def __call__(self) -> float:
        return self.value


class Door:
    """A verifier for the issuers of a test, with their providers and keys."""

    def __init__(self, rsa_signer: Signer, ec_signer: Signer) -> None:
        self.signer, self.ec_signer = rsa_signer, ec_signer
        self.provider, self.ec_provider = Provider([rsa_signer.jwk()]), Provider([ec_signer.jwk()])
        self.elapsed = Seconds()
        self.key_set = KeySet(ISSUER, self.provider, self.elapsed)
        self.ec_key_set = KeySet(EC_ISSUER, self.ec_provider, self.elapsed)
        self.verifier = TokenVerifier([self.key_set, self.ec_key_set])

    def good(self, **changes: Any) -> str:
        """A good token of the first issuer, with changes of its claims."""
        return self.signer.token(claims(**changes))

    def good_ec(self, **changes: Any) -> str:
        """A good token of the second issuer, with changes of its claims."""
        return self.ec_signer.token(claims(EC_ISSUER, **changes))

    def identity(self, token: str, now: datetime = NOW) -> Identity:
        return self.verifier.verify(token, now)

    def refusal(self, token: str, now: datetime = NOW) -> Code | None:
        """The code of a refusal, None for a token that is accepted; anything else fails the test."""
        try:
            self.verifier.verify(token, now)
        except TokenRefused as refused:
            return refused.code
        return None
