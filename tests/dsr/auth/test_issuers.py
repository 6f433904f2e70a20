"""Issuers and their keys: what could be confused is refused when it is written down, or is no key."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from dsr.auth.issuers import Family, Issuer, IssuerUnusable, SubjectClaim
from dsr.auth.key_sets import KeySet
from dsr.auth.keys import KeySetUnusable, keys_from
from dsr.auth.tokens import TokenVerifier
from tests.dsr.auth.signing import EC_ISSUER, GONE, ISSUER, Door, Signer

GOOD: dict[str, Any] = {
    "url": ISSUER.url,
    "jwks_url": ISSUER.jwks_url,
    "audience": "dsr-api",
    "algorithms": frozenset({"RS256"}),
}


@pytest.mark.parametrize(
    "changes",
    [
        {"algorithms": frozenset({"RS256", "HS256"})},
        {"algorithms": frozenset({"RS256", "ES256"})},
        {"algorithms": frozenset({"RS256", "PS256"})},
        {"algorithms": frozenset({"HS256"})},
        {"algorithms": frozenset({"none"})},
        {"algorithms": frozenset()},
        {"jwks_url": "http://sign-in.example/keys"},
        {"jwks_url": "file:///keys.json"},
        {"jwks_url": "https://user@sign-in.example/keys"},
        {"jwks_url": "https:///keys"},
        {"url": "sign-in.example"},
        {"url": f"https://sign-in.example/{'x' * 200}"},
        {"audience": ""},
        {"types": frozenset()},
        {"marks": frozenset()},
        {"longest_lifetime": timedelta(0)},
        {"longest_lifetime": timedelta(hours=25)},
        {"subject": SubjectClaim.OID},
        {"tenant": "dorset"},
    ],
)
def test_an_issuer_whose_tokens_could_be_confused_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(IssuerUnusable):
        Issuer(**GOOD | changes)
    assert Issuer(**GOOD).family is Family.RSA


@pytest.mark.parametrize("family", Family)
def test_several_algorithms_of_one_family_are_an_issuers_own_business(family: Family) -> None:
    names = frozenset({f"{family.value}256", f"{family.value}512"})
    assert Issuer(**GOOD | {"algorithms": names}).family is family


def test_an_issuer_is_described_once(door: Door) -> None:
    with pytest.raises(IssuerUnusable, match="twice"):
        TokenVerifier([door.key_set, KeySet(ISSUER, door.provider)])


def ids(issuer: Issuer, *jwks: object) -> list[str]:
    return sorted(keys_from(json.dumps({"keys": jwks}).encode(), issuer))


@pytest.mark.parametrize(
    "changes",
    [
        {"kid": GONE},
        {"kid": ""},
        {"kid": 1},
        {"kid": "two words"},
        {"use": "enc"},
        {"use": None},
        {"key_ops": ["sign"]},
        {"key_ops": "verify"},
        {"alg": "RS384"},
        {"alg": "HS256"},
        {"alg": None},
        {"alg": ["RS256"]},
        {"kty": "EC"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": GONE},
        {"n": GONE},
        {"n": 1},
        {"n": "not base64 at all!"},
        {"e": "AQ"},
        {"d": "AQAB"},
    ],
)
def test_what_is_not_plainly_a_key_for_signatures_is_none(signer: Signer, changes: dict[str, Any]) -> None:
    assert ids(ISSUER, signer.jwk(**changes)) == []
    assert ids(ISSUER, signer.jwk(alg=GONE, use=GONE), signer.jwk(**changes), "no key", None) == ["key-1"]


def test_a_key_of_another_family_curve_or_size_is_none(signer: Signer, ec_signer: Signer) -> None:
    assert ids(ISSUER, ec_signer.jwk()) == []
    assert ids(EC_ISSUER, signer.jwk()) == []
    assert ids(EC_ISSUER, ec_signer.jwk(), ec_signer.jwk(kid="no point", x=ec_signer.jwk()["y"])) == ["ec-key-1"]
    larger = Signer(ec.generate_private_key(ec.SECP384R1()), "larger", "ES384")
    assert ids(EC_ISSUER, larger.jwk(alg=GONE)) == []
    short = Signer(rsa.generate_private_key(public_exponent=65537, key_size=1024), "short", "RS256")
    assert ids(ISSUER, short.jwk()) == []


def test_an_id_that_stands_for_two_keys_spoils_the_set(signer: Signer, attacker: Signer) -> None:
    with pytest.raises(KeySetUnusable, match="two keys"):
        ids(ISSUER, signer.jwk(), attacker.jwk())


def test_a_key_verifies_what_it_says_or_what_its_issuer_says(signer: Signer) -> None:
    both = Issuer(**GOOD | {"algorithms": frozenset({"RS256", "RS512"})})
    for jwk, algorithms in ((signer.jwk(), {"RS256"}), (signer.jwk(alg=GONE), {"RS256", "RS512"})):
        assert keys_from(json.dumps({"keys": [jwk]}).encode(), both)["key-1"].algorithms == algorithms
