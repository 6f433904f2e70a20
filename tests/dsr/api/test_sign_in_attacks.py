"""Every way in which signing in with a provider must fail, and none of them by chance (ASVS 6.8, 10.2, 10.5).

Each is tried against the whole API with a provider that does what an attacker would have it do.
"""

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from dsr.store.database import RegisterDatabase
from tests.dsr.api.reception import SUBJECT, Reception
from tests.dsr.auth.provider_by_hand import URL, asked_of
from tests.dsr.auth.signing import GONE, NOW, Door, Signer, b64, seconds


@pytest.fixture
def reception(sqlite_database: RegisterDatabase, door: Door) -> Reception:
    """On SQLite alone: what is refused here has not reached the database."""
    return Reception(sqlite_database, door)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"nonce": "another"}, "sign_in_nonce"),
        ({"nonce": GONE}, "sign_in_nonce"),
        ({"nonce": 7}, "sign_in_nonce"),
        ({"aud": "another-client"}, "jwt_aud"),
        ({"aud": ["register", "another-client"]}, "jwt_aud"),
        ({"azp": "another-client"}, "sign_in_azp"),
        ({"iss": "https://provider.example/other"}, "jwt_iss"),
        ({"iss": f"{URL}/"}, "jwt_iss"),
        ({"exp": seconds(NOW - timedelta(seconds=31)), "iat": seconds(NOW - timedelta(hours=1))}, "jwt_time"),
        ({"iat": seconds(NOW + timedelta(seconds=31))}, "jwt_time"),
        ({"exp": GONE}, "jwt_claims"),
        ({"exp": seconds(NOW + timedelta(days=2))}, "jwt_lifetime"),
        ({"sub": GONE}, "jwt_claims"),
        ({"sub": ""}, "jwt_claims"),
        ({"sub": "nobody-here"}, "account_unknown"),
    ],
)
def test_an_id_token_that_says_something_else_signs_nobody_in(
    reception: Reception, caplog: pytest.LogCaptureFixture, claims: dict[str, Any], code: str
) -> None:
    reception.provider.claims = claims
    browser = reception.browser()
    with caplog.at_level(logging.INFO):
        answer = browser.sign_in(reception.provider, SUBJECT)
    assert answer.status_code == (403 if code.startswith("account") else 400)
    assert browser.secret is None
    assert (code in caplog.text, SUBJECT in caplog.text, "nobody-here" in caplog.text) == (True, False, False)
    assert reception.outcomes() == [(f"sign-in {code}", "denied")]


def unsigned(_signer: Signer, payload: dict[str, Any]) -> str:
    return f"{b64(json.dumps({'alg': 'none', 'typ': 'JWT'}).encode())}.{b64(json.dumps(payload).encode())}."


def forged(made: Callable[[Signer, dict[str, Any]], str], reception: Reception, signer: Signer, nonce: str) -> str:
    payload = {"iss": URL, "aud": "register", "sub": SUBJECT, "nonce": nonce}
    times = {"iat": seconds(reception.desk.now), "exp": seconds(reception.desk.now + timedelta(minutes=5))}
    return made(signer, payload | times)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (unsigned, "jwt_alg"),
        (lambda signer, p: signer.token(p, typ="at+jwt"), "jwt_kind"),
        (lambda signer, p: signer.token(p, typ="JWT", kid="unheard-of"), "jwt_kid"),
        (lambda signer, p: signer.token(p, typ="JWT", crit=["x"]), "jwt_crit"),
        (lambda signer, p: signer.token(p, typ="JWT"), "jwt_signature"),
    ],
    ids=["alg none", "access token", "unknown key", "unknown extension", "key of somebody else"],
)
def test_an_id_token_that_the_provider_did_not_sign_signs_nobody_in(
    reception: Reception, attacker: Signer, made: Callable[[Signer, dict[str, Any]], str], code: str
) -> None:
    browser = reception.browser()
    address = browser.leave()
    asked = asked_of(address)
    reception.provider.id_token = forged(made, reception, attacker, asked["nonce"])
    answer = browser.come_back(code=reception.provider.agree(address), state=asked["state"])
    assert (answer.status_code, browser.secret) == (400, None)
    assert reception.outcomes() == [(f"sign-in {code}", "denied")]


def test_what_comes_back_without_having_gone_is_refused_and_does_not_fill_the_audit(reception: Reception) -> None:
    browser, other = reception.browser(), reception.browser()
    address = browser.leave()
    state = asked_of(address)["state"]
    code = reception.provider.agree(address)
    assert other.come_back(code=code, state=state).status_code == 400
    other.leave()
    assert other.come_back(code=code, state=state).status_code == 400
    for wrong in ("", "x", state[:-1], f"{state}x", "ß"):
        assert browser.come_back(code=code, state=wrong).status_code == 400
    assert reception.provider.forms == []
    assert reception.outcomes() == []


def test_a_code_of_another_sign_in_is_refused_by_its_verifier(reception: Reception) -> None:
    """The attacker's code in the victim's browser: PKCE binds a code to whoever asked for it."""
    victim, attacker = reception.browser(), reception.browser()
    code = reception.provider.agree(attacker.leave())
    answer = victim.come_back(code=code, state=asked_of(victim.leave())["state"])
    assert (answer.status_code, victim.secret) == (400, None)
    assert reception.outcomes() == [("sign-in sign_in_code", "denied")]


def test_a_way_back_is_gone_once(reception: Reception) -> None:
    browser = reception.browser()
    address = browser.leave()
    attempt = browser.client.cookies["__Host-sendwatch-attempt"]
    state = asked_of(address)["state"]
    assert browser.come_back(code=reception.provider.agree(address, SUBJECT), state=state).status_code == 303
    browser.client.cookies.set("__Host-sendwatch-attempt", attempt, domain="testserver.local", path="/")
    assert browser.come_back(code=reception.provider.agree(address, SUBJECT), state=state).status_code == 400
    assert len(reception.provider.forms) == 1


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (10, 400), (-11, 400)])
def test_a_way_back_is_open_for_ten_minutes(reception: Reception, minutes: int, status: int) -> None:
    browser = reception.browser()
    address = browser.leave()
    reception.pass_(timedelta(minutes=minutes))
    code = reception.provider.agree(address, SUBJECT)
    assert browser.come_back(code=code, state=asked_of(address)["state"]).status_code == status


@pytest.mark.parametrize("changed", ["", "AA", "A" * 3000, "not base64 !"])
def test_a_changed_attempt_is_none(reception: Reception, changed: str) -> None:
    browser = reception.browser()
    state = asked_of(browser.leave())["state"]
    browser.client.cookies.set("__Host-sendwatch-attempt", changed, domain="testserver.local", path="/")
    assert browser.come_back(code="x", state=state).status_code == 400


@pytest.mark.parametrize(
    ("names_itself", "iss", "status"),
    [(False, None, 303), (False, URL, 303), (True, URL, 303), (True, None, 400), (False, "https://evil.example", 400)],
)
def test_an_answer_of_another_provider_is_refused(
    reception: Reception, names_itself: bool, iss: str | None, status: int
) -> None:
    """RFC 9207: the mixed-up issuer."""
    reception.provider.metadata = {"authorization_response_iss_parameter_supported": names_itself}
    browser = reception.browser()
    address = browser.leave()
    asked = {"code": reception.provider.agree(address, SUBJECT), "state": asked_of(address)["state"]}
    answer = browser.come_back(**asked, **({"iss": iss} if iss else {}))
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("described", "claims", "code"),
    [
        ({"acr": frozenset({"AAL3"})}, {}, "sign_in_acr"),
        ({"acr": frozenset({"AAL3"})}, {"acr": "AAL1"}, "sign_in_acr"),
        ({"acr": frozenset({"AAL3"})}, {"acr": ["AAL3"]}, "sign_in_acr"),
        ({"acr": frozenset({"AAL3", "AAL2"})}, {"acr": "AAL2"}, None),
        ({"amr": frozenset({"mfa"})}, {"amr": ["pwd"]}, "sign_in_amr"),
        ({"amr": frozenset({"mfa"})}, {"amr": "mfa"}, "sign_in_amr"),
        ({"amr": frozenset({"mfa"})}, {"amr": ["pwd", "mfa"]}, None),
        ({"longest_since": timedelta(minutes=5)}, {}, "sign_in_auth_time"),
        (
            {"longest_since": timedelta(minutes=5)},
            {"auth_time": seconds(NOW - timedelta(minutes=6))},
            "sign_in_auth_time",
        ),
        (
            {"longest_since": timedelta(minutes=5)},
            {"auth_time": seconds(NOW + timedelta(minutes=1))},
            "sign_in_auth_time",
        ),
        ({"longest_since": timedelta(minutes=5)}, {"auth_time": seconds(NOW - timedelta(minutes=5))}, None),
    ],
)
def test_a_sign_in_is_as_strong_and_as_recent_as_is_asked_for(
    sqlite_database: RegisterDatabase, door: Door, described: dict[str, Any], claims: dict[str, Any], code: str | None
) -> None:
    """ASVS 6.8.4 and 10.3.4."""
    reception = Reception(sqlite_database, door, **described)
    reception.provider.claims = claims
    reception.browser().sign_in(reception.provider, SUBJECT)
    assert reception.outcomes() == [("sign-in", "allowed") if code is None else (f"sign-in {code}", "denied")]


@pytest.mark.parametrize(
    ("to", "led"),
    [
        ("/people/K7QX2M9R", "/people/K7QX2M9R"),
        ("https://evil.example", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_to_another_server(reception: Reception, to: str, led: str) -> None:
    browser = reception.browser()
    address = browser.leave(to)
    answer = browser.come_back(code=reception.provider.agree(address, SUBJECT), state=asked_of(address)["state"])
    assert answer.headers["location"] == led


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://provider.example/token"},
        {"authorization_endpoint": GONE},
        {"jwks_uri": 7},
        {"end_session_endpoint": "javascript:alert(1)"},
    ],
)
def test_what_a_provider_says_of_itself_is_not_believed_blindly(reception: Reception, metadata: dict[str, Any]) -> None:
    reception.provider.metadata = metadata
    assert reception.browser().client.get("/sign-in").status_code == 503
