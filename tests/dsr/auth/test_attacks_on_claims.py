"""Attacks J7, J9 to J12, J15 and J16: a good signature under something that must not be believed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from dsr.auth.issuers import Issuer, SubjectClaim
from dsr.auth.key_sets import KeySet
from dsr.auth.refusals import Code, TokenRefused
from dsr.auth.strict_text import MOST_CHARACTERS
from dsr.auth.tokens import TokenVerifier
from tests.dsr.auth.signing import GONE, ISSUER, NOW, Door, b64, claims, seconds

AUDIENCES = [
    "other-api",
    "dsr-ap",
    "dsr-api/",
    "dsr-api ",
    "DSR-API",
    "dsr-api,other-api",
    "",
    None,
    1,
    [],
    ["other-api"],
    ["dsr-api", "other-api"],
    ["dsr-api", "dsr-api"],
    [["dsr-api"]],
    {"dsr-api": True},
    GONE,
]


@pytest.mark.parametrize("audience", AUDIENCES, ids=range(len(AUDIENCES)))
def test_j07_a_token_for_others_is_refused(door: Door, audience: object) -> None:
    assert door.refusal(door.good(aud=audience)) in {Code.AUDIENCE, Code.CLAIMS}
    for ours in ("dsr-api", ["dsr-api"]):
        assert door.refusal(door.good(aud=ours)) is None


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        ({"typ": "JWT"}, {}),
        ({"typ": GONE}, {}),
        ({"typ": ["at+jwt"]}, {}),
        ({"typ": "logout+jwt"}, {}),
        ({"typ": "at+jwt+id"}, {}),
        ({"typ": "JWT"}, {"nonce": "n", "scp": GONE}),
        ({}, {"nonce": "n"}),
        ({}, {"at_hash": "h"}),
        ({}, {"c_hash": "h"}),
        ({}, {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
        ({}, {"typ": "Refresh"}),
        ({}, {"typ": "ID"}),
        ({}, {"typ": None}),
        ({}, {"typ": ["Bearer"]}),
        ({}, {"token_use": "id"}),
        ({}, {"token_use": "refresh"}),
        ({}, {"scp": GONE}),
        ({}, {"scp": ""}),
        ({}, {"scp": True}),
        ({}, {"scp": GONE, "roles": []}),
    ],
)
def test_j09_only_an_access_token_lets_anybody_in(door: Door, header: dict[str, Any], payload: dict[str, Any]) -> None:
    assert door.refusal(door.signer.token(claims(**payload), **header)) is Code.KIND


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        ({}, {}),
        ({"typ": "AT+JWT"}, {}),
        ({"typ": "application/at+jwt"}, {}),
        ({}, {"scp": GONE, "roles": ["key-worker"]}),
        ({}, {"typ": "Bearer"}),
        ({}, {"token_use": "access"}),
    ],
)
def test_j09_an_access_token_as_issuers_spell_it_is_accepted(
    door: Door, header: dict[str, Any], payload: dict[str, Any]
) -> None:
    assert door.refusal(door.signer.token(claims(**payload), **header)) is None


@pytest.mark.parametrize(
    ("shift", "code"), [(-3600, Code.TIME), (-31, Code.TIME), (-30, None), (0, None), (1829, None), (1830, Code.TIME)]
)
def test_j10_a_token_is_good_from_half_a_minute_before_to_half_a_minute_after(
    door: Door, shift: int, code: Code | None
) -> None:
    """Issued at NOW for 1,800 seconds; F15, a clock that is ahead or behind."""
    token = door.good()
    assert door.refusal(token, NOW + timedelta(seconds=shift)) is code
    assert door.refusal(token, NOW) is None


@pytest.mark.parametrize(("ahead", "code"), [(-60, None), (30, None), (31, Code.TIME), (600, Code.TIME)])
@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_j10_a_token_of_the_future_is_refused(door: Door, claim: str, ahead: int, code: Code | None) -> None:
    assert door.refusal(door.good(**{claim: seconds(NOW) + ahead})) is code
    # Whatever the other of the two says.
    times = {"iat": seconds(NOW) - 60, "nbf": seconds(NOW) - 60, claim: seconds(NOW) + ahead}
    assert door.refusal(door.good(**times)) is code


def test_f15_a_clock_that_is_set_back_changes_no_verdict_for_good(door: Door) -> None:
    token = door.good()
    verdicts = [door.refusal(token, NOW + timedelta(minutes=minutes)) for minutes in (0, 10, 1440, 0, -10, 0)]
    assert verdicts == [None, None, Code.TIME, None, Code.TIME, None]


NO_TIMES = ["null", "true", '"1795597200"', "1795597200.5", "1795597200.0", "1e308", "1e999", "-1", "0", "[]", "{}"]
NO_TIMES += ["NaN", "Infinity", "1" + "0" * 400, "1" + "0" * 5_000, "253402300799", "9" * 18]


@pytest.mark.parametrize("spelled", [*NO_TIMES, None])
@pytest.mark.parametrize("claim", ["exp", "iat", "nbf"])
def test_j11_what_is_no_time_in_whole_seconds_is_refused(door: Door, claim: str, spelled: str | None) -> None:
    if spelled is None and claim == "nbf":
        assert door.refusal(door.good()) is None
        return
    changes: dict[str, Any] = {claim: GONE}
    payload = json.dumps(claims(**changes))
    if spelled is not None:
        payload = f'{payload[:-1]}, "{claim}": {spelled}}}'
    refused = door.refusal(door.signer.spelled(json.dumps(door.signer.header()), payload))
    assert refused in {Code.CLAIMS, Code.JSON}
    good = f'{json.dumps(claims(exp=GONE))[:-1]}, "exp": {seconds(NOW) + 60}}}'
    assert door.refusal(door.signer.spelled(json.dumps(door.signer.header()), good)) is None


@pytest.mark.parametrize(("lives", "code"), [(3600, None), (3601, Code.LIFETIME), (86_400, Code.LIFETIME)])
def test_j12_a_token_of_more_than_an_hour_is_refused(door: Door, lives: int, code: Code | None) -> None:
    assert door.refusal(door.good(exp=seconds(NOW) + lives)) is code
    # Neither does an early `nbf` make it shorter, nor an early issue longer.
    assert door.refusal(door.good(exp=seconds(NOW) + lives, nbf=seconds(NOW) - 600)) is code


@pytest.mark.parametrize("lives", [0, -10])
def test_j12_a_token_that_expires_before_it_is_issued_is_refused(door: Door, lives: int) -> None:
    assert door.refusal(door.good(exp=seconds(NOW) + lives)) is Code.LIFETIME


def _twice(text: str, again: str) -> str:
    return f"{text[:-1]}, {again}}}"


@pytest.mark.parametrize(
    "again",
    ['"sub": "somebody-else"', '"sub": "subject-1"', '"s\\u0075b": "somebody-else"', '"x": {"a": 1, "a": 2}'],
)
def test_j15_a_claim_that_is_told_twice_is_refused(door: Door, again: str) -> None:
    header = json.dumps(door.signer.header())
    assert door.refusal(door.signer.spelled(header, _twice(json.dumps(claims()), again))) is Code.JSON
    assert door.refusal(door.signer.spelled(header, _twice(json.dumps(claims()), '"x": {"a": 1, "b": 2}'))) is None


@pytest.mark.parametrize("again", ['"alg": "none"', '"alg": "RS256"', '"\\u0061lg": "RS256"', '"kid": "key-2"'])
def test_j15_a_header_that_is_told_twice_is_refused(door: Door, again: str) -> None:
    header = _twice(json.dumps(door.signer.header()), again)
    assert door.refusal(door.signer.spelled(header, json.dumps(claims()))) is Code.JSON
    assert door.refusal(door.signer.spelled(json.dumps(door.signer.header()), json.dumps(claims()))) is None


@pytest.mark.parametrize("text", ["[]", "1", '""', "null", "", "{", "\ufeff{}", '{"sub": "\\ud800"}', "{} {}"])
def test_j15_a_part_that_is_no_object_is_refused(door: Door, text: str) -> None:
    header, payload = json.dumps(door.signer.header()), json.dumps(claims())
    assert door.refusal(door.signer.spelled(header, text)) is Code.JSON
    assert door.refusal(door.signer.spelled(text, payload)) is Code.JSON
    assert door.refusal(door.signer.spelled(header, payload)) is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("depth", [65, 1_000, 5_000, 10_000])
def test_j16_a_deep_token_is_refused_before_it_is_parsed(door: Door, depth: int) -> None:
    nested = f'{json.dumps(claims())[:-1]}, "x": {"[" * depth}{"]" * depth}}}'
    token = door.signer.spelled(json.dumps(door.signer.header()), nested)
    assert door.refusal(token) is (Code.JSON if len(token) <= MOST_CHARACTERS else Code.SIZE)
    assert door.refusal(door.good(x=[[[["four deep"]]]])) is None


@pytest.mark.timeout(20)
def test_j16_a_long_token_or_an_encrypted_one_is_refused(door: Door) -> None:
    assert door.refusal(door.good(x="x" * 200_000)) is Code.SIZE
    assert door.refusal("." * 200_000) is Code.SIZE
    encrypted = b64(json.dumps({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}).encode())
    assert door.refusal(f"{encrypted}..{b64(bytes(12))}.{b64(bytes(9_000))}.{b64(bytes(16))}") is Code.FORM
    longest = MOST_CHARACTERS - len(door.good())
    assert door.refusal(door.good(x="x" * (longest * 3 // 4 - 20))) is None


@pytest.mark.parametrize("value", ["", "a\0b", "a\nb", "\u202eabc", "x" * 201, 1, None, ["subject-1"], {}, GONE])
@pytest.mark.parametrize("claim", ["sub", "jti"])
def test_what_names_a_person_or_a_token_is_a_plain_text(door: Door, claim: str, value: object) -> None:
    assert door.refusal(door.good(**{claim: value})) is Code.CLAIMS
    assert door.refusal(door.good(**{claim: "x" * 200})) is None


@pytest.mark.parametrize("roles", ["key-worker", None, [1], {"dco": 1}, ["dco"] * 65])
def test_roles_are_a_list_of_names(door: Door, roles: object) -> None:
    assert door.refusal(door.good(roles=roles)) is Code.CLAIMS


@pytest.mark.parametrize(("roles", "ceiling"), [(GONE, None), ([], frozenset()), (["dco"], frozenset({"dco"}))])
def test_roles_are_a_ceiling_only_where_they_are_told(
    door: Door, roles: object, ceiling: frozenset[str] | None
) -> None:
    assert door.identity(door.good(roles=roles)).roles_ceiling == ceiling


def test_an_identity_tells_the_claims_it_was_made_of_and_prints_none_of_the_person(door: Door) -> None:
    identity = door.identity(door.good())
    assert (identity.issuer, identity.subject, identity.jti) == (ISSUER.url, "subject-1", "token-1")
    assert identity.expires_at == NOW + timedelta(minutes=30)
    assert "subject-1" not in repr(identity)
    assert "token-1" not in repr(identity)


ENTRA: dict[str, Any] = {"sub": "pairwise", "oid": "11-22", "tid": "dorset", "uti": "u-1", "jti": GONE}


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, None), ({"tid": "elsewhere"}, Code.ISSUER), ({"tid": GONE}, Code.ISSUER), ({"oid": GONE}, Code.CLAIMS)],
)
def test_at_entra_the_subject_is_the_object_within_the_tenant(
    door: Door, changes: dict[str, Any], code: Code | None
) -> None:
    entra = Issuer(
        url=ISSUER.url,
        jwks_url=ISSUER.jwks_url,
        audience=ISSUER.audience,
        algorithms=ISSUER.algorithms,
        types=frozenset({"jwt"}),
        subject=SubjectClaim.OID,
        tenant="dorset",
        token_id="uti",
    )
    verifier = TokenVerifier([KeySet(entra, door.provider, door.elapsed)])
    token = door.signer.token(claims(**{**ENTRA, **changes}), typ="JWT")
    if code is None:
        identity = verifier.verify(token, NOW)
        assert (identity.subject, identity.jti) == ("11-22", "u-1")
        return
    with pytest.raises(TokenRefused) as refused:
        verifier.verify(token, NOW)
    assert refused.value.code is code
