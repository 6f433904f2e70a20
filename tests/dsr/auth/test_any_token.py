"""Whatever is sent as a token, the answer is an identity or a refusal, within a bounded time (J16, ASVS 16.5)."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dsr.auth.claims import Identity
from dsr.auth.refusals import TokenRefused
from tests.dsr.auth.signing import NOW, Door, b64, claims

BOUNDED = settings(
    max_examples=150, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["iss", "aud", "sub", "jti", "iat", "exp", "nbf", "scp", "roles", "typ", "tid", "x"])
HEADERS = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jku", "jwk", "x5c", "cty", "x"])


def verdict(door: Door, token: str) -> Identity | TokenRefused:
    try:
        return door.identity(token)
    except TokenRefused as refused:
        return refused


@BOUNDED
@given(st.text(max_size=400) | st.from_regex(r"[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}\.[A-Za-z0-9_-]{0,80}"))
def test_any_text_is_refused(door: Door, text: str) -> None:
    assert isinstance(verdict(door, text), TokenRefused)


@BOUNDED
@given(st.integers(0, 10_000), st.characters(), st.booleans())
def test_a_changed_character_is_refused(door: Door, place: int, character: str, put_in: bool) -> None:
    token = door.good()
    at = place % len(token)
    changed = token[:at] + character + token[at + (not put_in) :]
    assert isinstance(verdict(door, changed), TokenRefused) is (changed != token)


@BOUNDED
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_under_a_good_form_are_refused(door: Door, header: bytes, payload: bytes) -> None:
    signature = door.good().rpartition(".")[2]
    assert isinstance(verdict(door, f"{b64(header)}.{b64(payload)}.{signature}"), TokenRefused)


@BOUNDED
@given(st.dictionaries(HEADERS, VALUES, max_size=3), st.dictionaries(NAMES, VALUES, max_size=3))
def test_any_claims_under_a_good_signature_are_an_identity_or_a_refusal(
    door: Door, header: dict[str, Any], payload: dict[str, Any]
) -> None:
    """Even an issuer that goes mad brings nothing but these two."""
    said = json.dumps(door.signer.header(**header)), json.dumps(claims(**payload))
    found = verdict(door, door.signer.spelled(*said))
    if isinstance(found, Identity):
        assert found.subject.isprintable()
        assert found.expires_at > NOW


@BOUNDED
@given(st.data())
def test_any_key_set_is_a_key_set_or_none(door: Door, data: st.DataObject) -> None:
    """And so is what an issuer says of its keys."""
    jwk = door.signer.jwk(**data.draw(st.dictionaries(st.sampled_from(["kty", "n", "e", "kid", "alg", "use"]), VALUES)))
    door.provider.keys = [jwk, data.draw(VALUES)]
    door.key_set.purge()
    assert isinstance(verdict(door, door.good()), Identity | TokenRefused)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("sign", [".", "e", "=", "\0", '"', "[", "é", "\ud800"])
def test_a_long_row_of_one_sign_is_refused_soon(door: Door, sign: str) -> None:
    for length in (0, 1, 16_384, 16_385, 2_000_000):
        assert isinstance(verdict(door, sign * length), TokenRefused)
        assert isinstance(
            verdict(door, f"{b64((sign * min(length, 9_000)).encode('utf-8', 'replace'))}.e30."), TokenRefused
        )
