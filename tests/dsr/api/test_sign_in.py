"""Signing in with a provider: the way there and back, what the browser holds then, and a provider that is down."""

from datetime import timedelta

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dsr.auth.provider import ClientMethod
from dsr.store.database import RegisterDatabase
from tests.dsr.api.desk import Desk
from tests.dsr.api.reception import SUBJECT, Reception
from tests.dsr.auth.provider_by_hand import SECRET, URL, asked_of, basic
from tests.dsr.auth.signing import GONE, NOW, Door, Signer, seconds


def test_who_signs_in_is_known_by_issuer_and_subject(reception: Reception) -> None:
    browser = reception.browser()
    assert browser.get("/me").status_code == 401
    answer = browser.sign_in(reception.provider, SUBJECT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    me = browser.get("/me").json()
    assert [role["role"] for role in me["roles"]] == ["dsr-manager"]
    assert [one["this_one"] for one in me["sign_ins"]] == [True]
    assert reception.outcomes() == [("sign-in", "allowed")]


def test_the_way_to_the_provider_asks_for_a_code_with_pkce_state_and_nonce(reception: Reception) -> None:
    asked = asked_of(reception.browser().leave())
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["client_id"], asked["scope"]) == ("register", "openid")
    secrets = [asked[name] for name in ("state", "nonce", "code_challenge")]
    assert all(len(one) >= 43 for one in secrets)
    again = asked_of(reception.browser().leave())
    assert not set(secrets) & {again[name] for name in ("state", "nonce", "code_challenge")}


def test_the_client_proves_itself_and_no_token_reaches_the_browser(reception: Reception) -> None:
    browser = reception.browser()
    answer = browser.sign_in(reception.provider, SUBJECT)
    assert reception.provider.authorizations == [basic("register", SECRET)]
    assert "never-kept" not in answer.text + str(answer.headers)
    assert browser.secret is not None
    assert "eyJ" not in browser.secret
    cookie = next(line for line in answer.headers.get_list("set-cookie") if line.startswith("__Host-sendwatch="))
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_a_provider_with_one_key_need_not_name_it(reception: Reception) -> None:
    reception.provider.header = {"kid": GONE}
    assert reception.browser().sign_in(reception.provider, SUBJECT).status_code == 303


def test_who_declines_is_not_signed_in(reception: Reception) -> None:
    browser = reception.browser()
    state = asked_of(browser.leave())["state"]
    answer = browser.come_back(state=state, error="access_denied", error_description="canary Ashgrove")
    assert answer.status_code == 400
    assert "Ashgrove" not in answer.text
    assert reception.outcomes() == [("sign-in sign_in_declined", "denied")]


def test_f22_while_the_provider_is_down_nobody_signs_in_and_who_is_signed_in_stays_so(reception: Reception) -> None:
    inside, outside, midway = reception.browser(), reception.browser(), reception.browser()
    inside.sign_in(reception.provider, SUBJECT)
    address = midway.leave()
    code = reception.provider.agree(address, SUBJECT)
    reception.provider.down = True
    assert midway.come_back(code=code, state=asked_of(address)["state"]).status_code == 503
    reception.pass_(timedelta(minutes=2))
    answer = outside.client.get("/sign-in")
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:sendwatch:problem:sign-in-unavailable")
    assert inside.get("/me").status_code == 200
    reception.provider.down = False
    reception.pass_(timedelta(minutes=1))
    assert outside.sign_in(reception.provider, SUBJECT).status_code == 303


def test_a_demonstration_says_where_to_sign_in_instead(desk: Desk) -> None:
    answer = desk.client.get("/sign-in", follow_redirects=False)
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:sendwatch:problem:sign-in-unavailable")
    assert "GET /demonstration lists them, POST /demonstration/sign-in signs in" in answer.json()["detail"]


def test_a_client_with_a_private_key_proves_itself_with_what_it_signs(
    sqlite_database: RegisterDatabase, door: Door, next_signer: Signer
) -> None:
    """`private_key_jwt`, as CIS2 asks for it: no secret leaves, and what is signed is good for minutes and once."""
    pem = next_signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    key = {"method": ClientMethod.PRIVATE_KEY, "secret": pem, "key_id": "register-1", "assertion_algorithm": "RS512"}
    reception = Reception(sqlite_database, door, **key)
    for _ in range(2):
        assert reception.browser().sign_in(reception.provider, SUBJECT).status_code == 303
    said = [form["client_assertion"] for form in reception.provider.forms]
    assert jwt.get_unverified_header(said[0]) == {"alg": "RS512", "kid": "register-1", "typ": "JWT"}
    public = next_signer.key.public_key()
    first, second = (
        jwt.decode(one, public, ["RS512"], {"verify_exp": False, "verify_iat": False}, audience=f"{URL}/token")
        for one in said
    )
    assert (first["iss"], first["sub"], first["iat"]) == ("register", "register", seconds(NOW))
    assert first["exp"] == seconds(NOW + timedelta(minutes=4))
    assert first["jti"] != second["jti"]
    assert all("client_secret" not in form for form in reception.provider.forms)
    assert reception.provider.authorizations == ["", ""]
