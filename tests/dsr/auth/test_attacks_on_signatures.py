"""Attacks J1 to J6, J8 and J20: whatever a token says of its algorithm, its key or its spelling."""

import base64
import hashlib
import hmac
import json
import socket
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from dsr.auth.key_sets import KeySet
from dsr.auth.keys import is_key_id
from dsr.auth.refusals import Code, TokenRefused
from dsr.auth.tokens import TokenVerifier
from tests.dsr.auth.signing import EC_ISSUER, GONE, ISSUER, NOW, Door, Provider, Signer, b64, claims

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "NONE", "", None, ["RS256"], {"a": 1}, 0, GONE])
@pytest.mark.parametrize("signature", ["", "c2lnbmVk"])
def test_j01_no_algorithm_is_refused(door: Door, algorithm: object, signature: str) -> None:
    header = door.signer.header(alg=algorithm)
    unsigned = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims()).encode())}.{signature}"
    assert door.refusal(unsigned) is Code.ALGORITHM
    assert Code.ALGORITHM.value == "jwt_alg"
    assert door.refusal(door.good()) is None


@pytest.mark.parametrize("encoding", ["pem", "der", "jwk", "openssh"])
@pytest.mark.parametrize("algorithm", ["HS256", "RS256"])
def test_j02_a_public_key_is_no_shared_secret(door: Door, encoding: str, algorithm: str) -> None:
    public = door.signer.key.public_key()
    secret = {
        "pem": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "der": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "jwk": json.dumps(door.signer.jwk()).encode(),
        "openssh": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
    }[encoding]
    header = door.signer.header(alg=algorithm)
    signed = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims()).encode())}"
    forged = f"{signed}.{b64(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"
    assert door.refusal(forged) is (Code.ALGORITHM if algorithm == "HS256" else Code.SIGNATURE)
    assert door.refusal(door.good()) is None


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256", "PS384", "PS512"])
def test_j03_the_right_key_with_another_algorithm_is_refused(door: Door, algorithm: str) -> None:
    header = json.dumps(door.signer.header(alg=algorithm))
    assert door.refusal(door.signer.spelled(header, json.dumps(claims()), algorithm)) is Code.ALGORITHM
    # Said to be the allowed one, the signature is not of it.
    header = json.dumps(door.signer.header())
    assert door.refusal(door.signer.spelled(header, json.dumps(claims()), algorithm)) is Code.SIGNATURE
    assert door.refusal(door.signer.spelled(header, json.dumps(claims()), "RS256")) is None


def test_j03_the_algorithm_of_another_issuer_is_refused(door: Door) -> None:
    assert door.refusal(door.ec_signer.token(claims())) is Code.ALGORITHM
    assert door.refusal(door.ec_signer.token(claims(EC_ISSUER))) is None


KEY_IDS: list[tuple[Any, Code]] = [
    ("../../../../dev/null", Code.KEY_ID),
    ("/proc/self/environ", Code.KEY_ID),
    ("https://attacker.example/keys", Code.KEY_ID),
    ("key-1' OR '1'='1", Code.KEY_ID),
    ("'; DROP TABLE account; --", Code.KEY_ID),
    ("k" * 1_000_000, Code.SIZE),
    ("k" * 201, Code.KEY_ID),
    ("key-1\0", Code.KEY_ID),
    ("key-1\n", Code.KEY_ID),
    (" key-1", Code.KEY_ID),
    ("kеy-1", Code.KEY_ID),  # the second letter is Cyrillic
    ("ｋey-1", Code.KEY_ID),
    ("key\u200b-1", Code.KEY_ID),
    ("KEY-1", Code.KEY_ID),
    ("", Code.KEY_ID),
    (1, Code.KEY_ID),
    (None, Code.KEY_ID),
    (["key-1"], Code.KEY_ID),
    ({"key-1": 1}, Code.KEY_ID),
    (GONE, Code.KEY_ID),
]


@pytest.mark.parametrize(("key_id", "code"), KEY_IDS, ids=range(len(KEY_IDS)))
def test_j04_a_key_id_is_looked_up_and_nothing_else(door: Door, key_id: object, code: Code) -> None:
    with pytest.raises(TokenRefused) as refused:
        door.identity(door.signer.token(claims(), kid=key_id))
    assert refused.value.code is code
    # What cannot be an id is not even asked about.
    assert door.provider.calls == ([ISSUER.jwks_url] if is_key_id(key_id) else [])
    if isinstance(key_id, str) and code is Code.KEY_ID:
        digest = hashlib.sha256(key_id.encode()).hexdigest()[:16]
        assert str(refused.value) == f"jwt_kid (key id {digest}, {len(key_id)} characters)"
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert door.refusal(door.good()) is None


def test_j05_keys_and_addresses_in_a_header_are_not_read(
    door: Door, attacker: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: reached.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: reached.append(address))
    brought = {
        "jku": "https://attacker.example/keys",
        "x5u": "https://attacker.example/chain.pem",
        "jwk": attacker.jwk(),
        "x5c": ["MIIB"],
        "x5t": "abc",
    }
    for name, value in brought.items():
        for key_id in ("key-1", "key-of-the-attacker"):
            forged = attacker.token(claims(), **{name: value, "kid": key_id})
            assert door.refusal(forged) is (Code.SIGNATURE if key_id == "key-1" else Code.KEY_ID)
        assert door.refusal(door.signer.token(claims(), **{name: value})) is None
    assert door.refusal(attacker.token(claims(), **brought)) is Code.SIGNATURE
    assert not reached
    assert door.provider.calls == [ISSUER.jwks_url]


@pytest.mark.parametrize(
    "header", [{"crit": ["exp"]}, {"crit": ["b64"]}, {"crit": []}, {"crit": "exp"}, {"crit": None}]
)
def test_j06_an_extension_that_must_be_understood_is_not(door: Door, header: dict[str, Any]) -> None:
    assert door.refusal(door.signer.token(claims(), **header)) is Code.CRITICAL
    for unencoded in (False, True):
        assert door.refusal(door.signer.token(claims(), b64=unencoded, **header)) is Code.CRITICAL
    assert door.refusal(door.signer.token(claims(), b64=False)) is Code.CRITICAL
    assert door.refusal(door.signer.token(claims(), extension="that need not be understood")) is None


def test_j08_one_subject_of_two_issuers_is_two_people(door: Door) -> None:
    """ASVS 6.8.1."""
    one, other = door.identity(door.good()), door.identity(door.good_ec())
    assert one.subject == other.subject
    assert one != other
    assert (one.issuer, other.issuer) == (ISSUER.url, EC_ISSUER.url)


def test_j08_no_issuer_signs_for_another(door: Door, attacker: Signer) -> None:
    ec_signer = door.ec_signer
    assert door.refusal(door.signer.token(claims(EC_ISSUER))) is Code.ALGORITHM
    assert door.refusal(Signer(attacker.key, ec_signer.key_id, "RS256").token(claims())) is Code.KEY_ID
    for issuer in (f"{ISSUER.url}/", ISSUER.url.upper(), "https://elsewhere.example", "", None, [ISSUER.url], 1, GONE):
        assert door.refusal(door.good(iss=issuer)) is Code.ISSUER
    assert door.refusal(door.good()) is None


def test_j08_a_key_id_that_two_issuers_share_is_two_keys(door: Door, attacker: Signer) -> None:
    elsewhere = replace(ISSUER, url="https://elsewhere.example", jwks_url="https://elsewhere.example/keys")
    verifier = TokenVerifier([door.key_set, KeySet(elsewhere, Provider([attacker.jwk()]), door.elapsed)])
    for mine, issuer, other in ((door.signer, ISSUER, elsewhere), (attacker, elsewhere, ISSUER)):
        assert verifier.verify(mine.token(claims(issuer)), NOW).issuer == issuer.url
        with pytest.raises(TokenRefused, match=Code.SIGNATURE):
            verifier.verify(mine.token(claims(other)), NOW)


def _malleable(token: str) -> dict[str, str]:
    header, payload, signature = token.split(".")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # 256 bytes leave two bits over in the last character, and 64 bytes four: another character spells the same bytes.
    twin = last[last.index(signature[-1]) ^ 1]
    return {
        "padded": f"{token}==",
        "padded once": f"{token}=",
        "padding in the middle": f"{header}==.{payload}.{signature}",
        "blank before": f" {token}",
        "blank after": f"{token} ",
        "newline after": f"{token}\n",
        "blank within": f"{header}.{payload}. {signature}",
        "newline within": f"{header}.{payload}.{signature[:10]}\n{signature[10:]}",
        "another last character": f"{header}.{payload}.{signature[:-1]}{twin}",
        "a byte too many": f"{header}.{payload}.{b64(base64.urlsafe_b64decode(signature + '==') + bytes(1))}",
        "a dot too many": f"{token}.",
        "a dot before": f".{token}",
        "no signature": f"{header}.{payload}.",
        "two parts": f"{header}.{payload}",
        "full width": token.replace("e", "ｅ", 1),
    }


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_j20_a_token_has_one_spelling(door: Door, kind: str) -> None:
    good = door.good if kind == "rsa" else door.good_ec
    token = good()
    for what, other in _malleable(token).items():
        code = Code.SIGNATURE if what in {"no signature", "a byte too many"} else Code.FORM
        assert door.refusal(other) is code, what
    assert door.refusal(token) is None


def test_j20_the_alphabet_is_that_of_addresses(door: Door) -> None:
    """A signature with a `-` or `_` in it, spelled with `+` and `/`."""
    token = next(one for one in (door.good(jti=f"token-{n}") for n in range(99)) if {"-", "_"} & set(one.split(".")[2]))
    head, _, signature = token.rpartition(".")
    assert door.refusal(f"{head}.{signature.replace('-', '+').replace('_', '/')}") is Code.FORM
    assert door.refusal(token) is None


def test_j20_the_other_form_of_an_ec_signature_is_the_same_token_and_a_der_one_is_none(door: Door) -> None:
    """Anybody can turn (r, s) into (r, -s). It is no other token: what is used up is the `jti`, not the text."""
    token = door.good_ec()
    head, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(f"{signature}==")
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    flipped = raw[:32] + (P256_ORDER - s).to_bytes(32, "big")
    assert door.identity(f"{head}.{b64(flipped)}") == door.identity(token)
    assert door.refusal(f"{head}.{b64(encode_dss_signature(r, s))}") is Code.SIGNATURE
