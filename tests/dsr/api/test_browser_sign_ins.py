"""What a browser's sign-in is good for: until when, against fixation, for changes of our pages alone (ASVS 3.5, 7)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dsr.api.browser import CSRF_HEADER
from dsr.auth import accounts
from dsr.auth.roles import Role
from dsr.store.tables import sign_in
from tests.dsr.api.browser import Browser
from tests.dsr.api.reception import SUBJECT, Reception
from tests.dsr.auth.provider_by_hand import URL

MINUTE = timedelta(minutes=1)


@pytest.fixture
def browser(reception: Reception) -> Browser:
    """One that somebody is signed in with."""
    found = reception.browser()
    found.sign_in(reception.provider, SUBJECT)
    return found


def test_each_sign_in_has_a_secret_of_its_own_and_ends_the_one_before(reception: Reception, browser: Browser) -> None:
    """ASVS 7.2.4. What an attacker has planted in a browser is nobody's (fixation)."""
    first = browser.secret
    assert first is not None
    browser.sign_in(reception.provider, SUBJECT)
    assert browser.secret not in (None, first)
    fixed = reception.browser()
    fixed.carry(first)
    assert fixed.get("/me").status_code == 401
    planted = reception.browser()
    planted.carry("A" * 43)
    assert planted.sign_in(reception.provider, SUBJECT).status_code == 303
    attacker = reception.browser()
    attacker.carry("A" * 43)
    assert attacker.get("/me").status_code == 401


def test_the_register_keeps_no_secret_of_a_browser(reception: Reception, browser: Browser) -> None:
    with reception.desk.database.reading() as connection:
        kept = connection.execute(select(sign_in)).all()
    assert browser.secret
    assert browser.secret not in str(kept)


def test_without_a_request_it_ends_after_a_quarter_of_an_hour(reception: Reception, browser: Browser) -> None:
    """ASVS 7.3.1."""
    reception.pass_(14 * MINUTE)
    assert browser.get("/me").status_code == 200
    reception.pass_(14 * MINUTE)
    assert browser.get("/me").status_code == 200
    reception.pass_(15 * MINUTE)
    answer = browser.get("/me")
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:sendwatch:problem:signed-out")
    assert "cookies" in answer.headers["clear-site-data"]


def test_with_requests_it_ends_after_ten_hours(reception: Reception, browser: Browser) -> None:
    """ASVS 7.3.2; F22: a provider that is down makes it neither shorter nor longer."""
    reception.provider.down = True
    for _ in range(59):
        reception.pass_(10 * MINUTE)
        assert browser.get("/me").status_code == 200
    reception.pass_(10 * MINUTE)
    assert browser.get("/me").status_code == 401


def test_f15_a_clock_that_is_set_back_behind_the_sign_in_lets_nobody_in(reception: Reception, browser: Browser) -> None:
    reception.pass_(-timedelta(days=1))
    assert browser.get("/me").status_code == 401


def test_signing_out_ends_it_at_once_and_the_browser_forgets(reception: Reception, browser: Browser) -> None:
    """ASVS 7.4.1, 14.3.1; the cookie that somebody kept is worth nothing."""
    kept = browser.secret
    assert kept is not None
    answer = browser.change("POST", "/sign-out")
    assert (answer.status_code, answer.json()) == (200, {"go_on_to": None})
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert browser.secret is None
    thief = reception.browser()
    thief.carry(kept)
    assert thief.get("/me").status_code == 401
    assert reception.outcomes() == [("sign-in", "allowed"), ("sign-out", "allowed")]


def test_who_signs_out_is_told_where_the_provider_ends_its_session_too(reception: Reception, browser: Browser) -> None:
    reception.provider.metadata = {"end_session_endpoint": f"{URL}/out"}
    reception.pass_(2 * MINUTE)
    go_on_to = browser.change("POST", "/sign-out").json()["go_on_to"]
    assert go_on_to == f"{URL}/out?post_logout_redirect_uri=https%3A%2F%2Ftestserver%2F&client_id=register"


def test_a_token_is_signed_out_too(reception: Reception) -> None:
    desk = reception.desk
    subject = desk.hire(Role.DCO)
    header = desk.as_(subject)
    assert desk.client.get("/me", headers=header).json()["csrf_token"] is None
    assert desk.client.post("/sign-out", headers=header).status_code == 200
    assert desk.client.get("/me", headers=header).status_code == 401


def test_f36_an_account_that_is_disabled_is_out_within_one_request_and_stays_out(
    reception: Reception, browser: Browser
) -> None:
    """ASVS 7.4.2; and what was open before is not open again when the account is let in again."""
    desk, number = reception.desk, browser.get("/me").json()["account_id"]
    keeper = desk.hire(Role.DSR_MANAGER, subject="keeper")
    assert desk.post(f"/accounts/{number}/disable", keeper, None).json() == {"changed": True}
    assert browser.get("/me").status_code == 401
    assert reception.browser().sign_in(reception.provider, SUBJECT).status_code == 403
    assert desk.post(f"/accounts/{number}/enable", keeper, None).json() == {"changed": True}
    assert browser.get("/me").status_code == 401
    assert reception.browser().sign_in(reception.provider, SUBJECT).status_code == 303


def test_a_role_that_ends_is_away_from_the_next_request_on(reception: Reception, browser: Browser) -> None:
    assert browser.get("/me").json()["roles"]
    with reception.desk.database.writing() as connection:
        accounts.end_grant(connection, 1, reception.desk.now.date() - timedelta(days=1))
    assert browser.get("/me").json()["roles"] == []


def test_roles_that_the_provider_names_are_a_ceiling(reception: Reception) -> None:
    browser = reception.browser()
    reception.provider.claims = {"roles": ["dco"]}
    browser.sign_in(reception.provider, SUBJECT)
    assert browser.get("/me").json()["roles"] == []


@pytest.mark.parametrize(
    "headers",
    [
        {CSRF_HEADER: ""},
        {CSRF_HEADER: "0" * 64},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": ""},
        {"Sec-Fetch-Site": "", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "", "Origin": "null"},
    ],
)
def test_a_change_that_another_page_makes_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    """ASVS 3.5.1: a browser sends the cookie whoever makes it ask."""
    answer = browser.change("POST", "/sign-out", **headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:sendwatch:problem:other-site")
    assert browser.get("/me").status_code == 200


def test_a_token_of_another_sign_in_changes_nothing(reception: Reception, browser: Browser) -> None:
    other = reception.browser()
    other.sign_in(reception.provider, SUBJECT)
    assert browser.change("POST", "/sign-out", **{CSRF_HEADER: other.csrf()}).status_code == 403


def test_an_older_browser_that_names_its_origin_is_believed(browser: Browser) -> None:
    headers = {"Sec-Fetch-Site": "", "Origin": "https://testserver"}
    assert browser.change("POST", "/sign-out", **headers).status_code == 200


def test_j19_a_token_and_a_cookie_or_two_cookies_that_disagree_are_refused(
    reception: Reception, browser: Browser
) -> None:
    subject = reception.desk.hire(Role.DCO)
    assert browser.client.get("/me", headers=reception.desk.as_(subject)).status_code == 400
    two = f"__Host-sendwatch={browser.secret}; __Host-sendwatch=another"
    assert reception.browser().client.get("/me", headers={"Cookie": two}).status_code == 400


@pytest.mark.parametrize("value", ["x", "A" * 5000, "%00", "' OR 1=1 --"])
def test_a_cookie_that_is_none_of_ours_lets_nobody_in(reception: Reception, value: str) -> None:
    browser = reception.browser()
    assert browser.client.get("/me", headers={"Cookie": f"__Host-sendwatch={value}"}).status_code == 401


def test_everybody_sees_and_ends_their_own_sign_ins(reception: Reception, browser: Browser) -> None:
    """ASVS 7.5.2."""
    left_behind = reception.browser()
    left_behind.sign_in(reception.provider, SUBJECT)
    listed = browser.get("/me").json()["sign_ins"]
    assert [one["this_one"] for one in listed] == [False, True]
    path = f"/me/sign-ins/{listed[0]['sign_in_id']}"
    assert browser.change("DELETE", path).json() == {"ended": 1}
    assert left_behind.get("/me").status_code == 401
    assert browser.change("DELETE", path).status_code == 404


def test_nobody_ends_anothers_sign_in_but_those_who_hold_accounts(reception: Reception, browser: Browser) -> None:
    """ASVS 7.4.5."""
    desk = reception.desk
    mine = browser.get("/me").json()
    other = desk.hire(Role.DCO)
    one = f"/me/sign-ins/{mine['sign_ins'][0]['sign_in_id']}"
    assert desk.client.delete(one, headers=desk.as_(other)).status_code == 404
    everyone = f"/accounts/{mine['account_id']}/sign-ins"
    assert desk.client.delete(everyone, headers=desk.as_(other)).status_code == 403
    assert browser.get("/me").status_code == 200
    keeper = desk.hire(Role.DSR_MANAGER, subject="keeper")
    assert desk.client.delete(everyone, headers=desk.as_(keeper)).json() == {"ended": 1}
    assert browser.get("/me").status_code == 401
    assert reception.outcomes()[-2:] == [("hold-accounts", "denied"), ("end-sign-ins", "allowed")]


@pytest.mark.parametrize(
    ("claims", "status", "still"),
    [
        ({}, 200, 401),
        ({"sid": "session-1"}, 200, 401),
        ({"sid": "session-2"}, 200, 200),
        ({"sub": "nobody-here"}, 200, 200),
        ({"nonce": "n"}, 400, 200),
        ({"events": {}}, 400, 200),
        ({"aud": "another"}, 400, 200),
    ],
)
def test_whom_the_provider_signs_out_is_out_here_too(
    reception: Reception, claims: dict[str, object], status: int, still: int
) -> None:
    """OpenID Connect Back-Channel Logout; an ID token is no logout token, and one tells it once."""
    browser = reception.browser()
    reception.provider.claims = {"sid": "session-1"}
    browser.sign_in(reception.provider, SUBJECT)
    told = {"logout_token": reception.provider.logout_token(**claims)}
    assert reception.desk.client.post("/sign-in/ended", data=told).status_code == status
    assert browser.get("/me").status_code == still
    assert reception.desk.client.post("/sign-in/ended", data=told).status_code == 400
    id_token = {"logout_token": reception.provider.token("n", SUBJECT)}
    assert reception.desk.client.post("/sign-in/ended", data=id_token).status_code == 400


@pytest.mark.parametrize("form", [b"", b"logout_token=a&logout_token=b", b"logout_token=" + b"a" * 20_000, b"\xff"])
def test_what_is_no_form_of_a_provider_ends_nothing(reception: Reception, browser: Browser, form: bytes) -> None:
    assert reception.desk.client.post("/sign-in/ended", content=form).status_code == 400
    assert browser.get("/me").status_code == 200


def test_sign_ins_that_are_long_over_are_forgotten(reception: Reception, browser: Browser) -> None:
    reception.pass_(timedelta(days=3))
    reception.browser().sign_in(reception.provider, SUBJECT)
    with reception.desk.database.reading() as connection:
        assert len(connection.execute(select(sign_in)).all()) == 1
    assert browser.get("/me").status_code == 401
