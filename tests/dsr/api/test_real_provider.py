"""Signing in with a provider that is a program of others and speaks HTTP: whatever it can be made to produce.

It runs as a process of its own, on this machine; the register's clock is the real one here, since its is.
"""

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

import pytest

from dsr.auth.fetching import HttpsFetch
from dsr.auth.provider import ClientMethod, Provider
from dsr.auth.provider_client import ProviderClient
from dsr.auth.roles import Role
from dsr.store.database import RegisterDatabase
from tests.conftest import free_port
from tests.dsr.api.browser import Browser
from tests.dsr.api.desk import Desk
from tests.dsr.auth.provider_by_hand import BACK, asked_of
from tests.dsr.auth.signing import Door

USERS = ("--user", "coordinator", "--user-claims", '{"sub":"strong","acr":"AAL3","amr":["pwd","mfa"]}')


class NotFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """The way back is for the browser to go, not for the test."""


class RealProvider:
    """A provider's process, and what a person does at its pages."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(self.port), *USERS]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NotFollowing())

    def wait(self) -> "RealProvider":
        ends_at = time.monotonic() + 60
        while time.monotonic() < ends_at:
            try:
                self._opener.open(f"{self.url}/jwks", timeout=2).close()
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("the provider did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def agree(self, address: str, subject: str | None) -> dict[str, str]:
        """Choose somebody on the provider's page, or decline; what the browser is sent back with."""
        form = {"sub": subject} if subject else {"action": "deny"}
        try:
            self._opener.open(address, urlencode(form).encode(), timeout=10).close()
        except HTTPError as moved:
            with moved:
                return asked_of(moved.headers["Location"])
        raise AssertionError("the provider sent nobody back")


@pytest.fixture(scope="module")
def running() -> Iterator[RealProvider]:
    found = RealProvider()
    try:
        yield found.wait()
    finally:
        found.stop()


class Here:
    """The register as a client of the real provider."""

    def __init__(self, database: RegisterDatabase, door: Door, running: RealProvider, described: Provider) -> None:
        self.running = running
        client = ProviderClient(described, HttpsFetch(loopback=True))
        self.desk = Desk(database, door, provider=client, demonstration=False)
        self.desk.now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        for subject in ("coordinator", "strong"):
            self.desk.hire(Role.DSR_COORDINATOR, subject=subject, issuer=running.url)

    def browser(self) -> Browser:
        return Browser(self.desk.app)

    def sign_in(self, browser: Browser, subject: str | None) -> int:
        return browser.come_back(**self.running.agree(browser.leave(), subject)).status_code

    def codes(self) -> list[str]:
        return [row.action for row in self.desk.audited()]


def described(running: RealProvider) -> Provider:
    return Provider(url=running.url, client_id="register", secret="invented", back=BACK, loopback=True)


@pytest.fixture
def here(sqlite_database: RegisterDatabase, door: Door, running: RealProvider) -> Here:
    return Here(sqlite_database, door, running, described(running))


def test_who_signs_in_with_a_real_provider_is_known(
    database: RegisterDatabase, door: Door, running: RealProvider
) -> None:
    here = Here(database, door, running, described(running))
    browser = here.browser()
    assert here.sign_in(browser, "coordinator") == 303
    assert [role["role"] for role in browser.get("/me").json()["roles"]] == ["dsr-coordinator"]
    answer = browser.change("POST", "/sign-out").json()
    assert answer["go_on_to"].startswith(f"{running.url}/oauth2/end_session?")
    assert browser.get("/me").status_code == 401


def test_who_declines_and_who_has_no_account_is_not_signed_in(here: Here) -> None:
    assert here.sign_in(here.browser(), "a stranger") == 403
    declined = here.running.agree(here.browser().leave(), None)
    assert declined["error"] == "access_denied"
    assert here.browser().come_back(**declined).status_code == 400
    assert here.codes() == ["sign-in account_unknown"]


def test_a_code_is_good_once_and_of_its_own_sign_in(here: Here) -> None:
    browser, other = here.browser(), here.browser()
    first = here.running.agree(browser.leave(), "coordinator")
    assert browser.come_back(**first).status_code == 303
    state = asked_of(browser.leave())["state"]
    assert browser.come_back(code=first["code"], state=state).status_code == 400
    stolen = here.running.agree(browser.leave(), "coordinator")["code"]
    assert other.come_back(code=stolen, state=asked_of(other.leave())["state"]).status_code == 400
    assert here.codes()[1:] == ["sign-in sign_in_code", "sign-in sign_in_nonce"], "this provider checks no verifier"


def test_a_token_for_another_client_is_refused(here: Here) -> None:
    browser = here.browser()
    address = browser.leave()
    asked = here.running.agree(address.replace("client_id=register", "client_id=another"), "coordinator")
    assert browser.come_back(**asked).status_code == 400
    assert here.codes() == ["sign-in sign_in_code"]


@pytest.mark.parametrize(("subject", "status"), [("strong", 303), ("coordinator", 400)])
def test_a_strength_that_is_asked_for_is_there(
    sqlite_database: RegisterDatabase, door: Door, running: RealProvider, subject: str, status: int
) -> None:
    asks = replace(
        described(running),
        acr=frozenset({"AAL3"}),
        amr=frozenset({"mfa"}),
        longest_since=timedelta(minutes=5),
        method=ClientMethod.POST,
    )
    here = Here(sqlite_database, door, running, asks)
    assert here.sign_in(here.browser(), subject) == status
    assert here.codes() == [{303: "sign-in", 400: "sign-in sign_in_acr"}[status]]


def test_an_id_token_that_has_expired_signs_nobody_in(here: Here) -> None:
    browser = here.browser()
    asked = here.running.agree(browser.leave(), "coordinator")
    assert browser.come_back(**asked).status_code == 303
    late = here.browser()
    here.desk.now += timedelta(hours=1, minutes=1)
    asked = here.running.agree(late.leave(), "coordinator")
    assert late.come_back(**asked).status_code == 400
    assert here.codes()[-1] == "sign-in jwt_time"


def test_f22_a_provider_that_is_killed(sqlite_database: RegisterDatabase, door: Door) -> None:
    running = RealProvider()
    try:
        here = Here(sqlite_database, door, running.wait(), described(running))
        inside, midway = here.browser(), here.browser()
        assert here.sign_in(inside, "coordinator") == 303
        asked = running.agree(midway.leave(), "coordinator")
        running.stop()
        assert midway.come_back(**asked).status_code == 503
        assert inside.get("/me").status_code == 200
    finally:
        running.stop()
