"""Attacks J16, J17 and J19 at the request: one token, in one place, and an answer that tells nothing of it."""

import http.client
import logging
from collections.abc import Iterator
from threading import Thread
from typing import Annotated
from urllib.parse import quote

import pytest
import uvicorn
from fastapi import Depends, FastAPI, Request
from starlette.testclient import TestClient

from dsr.auth.bearer import bearer_of, hold_to_bearer_rules
from dsr.auth.refusals import AccountRefused, Barred
from dsr.auth.strict_text import MOST_CHARACTERS
from tests.conftest import free_port
from tests.dsr.auth.signing import Door

COOKIE = "__Host-register"


@pytest.fixture
def app(door: Door) -> FastAPI:
    """An application with one route, for whoever has a good token."""
    made = FastAPI()
    hold_to_bearer_rules(made)

    def issuer(request: Request) -> str:
        return door.identity(bearer_of(request, COOKIE)).issuer

    @made.get("/me")
    def me(issuer: Annotated[str, Depends(issuer)]) -> str:
        return issuer

    @made.get("/barred")
    def barred(_issuer: Annotated[str, Depends(issuer)]) -> str:
        raise AccountRefused(Barred.DISABLED)

    return made


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


def status(client: TestClient, *headers: tuple[str, str], path: str = "/me") -> int:
    """The status; every refusal is a problem without anything of the request in it."""
    answer = client.get(path, headers=[(name.encode(), value.encode("latin-1")) for name, value in headers])
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["www-authenticate"].startswith('Bearer realm="register"')
        body = answer.json()
        assert body.keys() == {"type", "title", "status", "detail"}
        assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
        assert not [value for _, value in headers if len(value) > 10 and value in answer.text]
    return answer.status_code


def test_a_good_token_is_let_in_and_none_is_told_what_is_needed(client: TestClient, door: Door) -> None:
    assert status(client, ("Authorization", f"Bearer {door.good()}")) == 200
    assert status(client) == 401
    assert client.get("/me").headers["www-authenticate"] == 'Bearer realm="register"'


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEARER", "Bearer "])
def test_j19_the_scheme_is_read_in_any_casing(client: TestClient, door: Door, scheme: str) -> None:
    """RFC 9110, 11.1; two tokens in one header, or no token, are none."""
    assert status(client, ("Authorization", f"{scheme} {door.good()}")) == 200
    assert status(client, ("Authorization", f"{scheme} {door.good()} {door.good()}")) == 401
    assert status(client, ("Authorization", f"{scheme} {door.good()}, {scheme} {door.good()}")) == 401
    assert status(client, ("Authorization", f"{scheme} ")) == 401


@pytest.mark.parametrize("value", ["Basic YTpi", "Bearer", "Token abc", "BearerX abc", "Bearer\tabc", "Bearer é", ""])
def test_j19_another_scheme_is_no_bearer(client: TestClient, value: str) -> None:
    assert status(client, ("Authorization", value)) == 401


def test_j19_two_headers_are_refused_even_where_they_agree(client: TestClient, door: Door) -> None:
    one = ("Authorization", f"Bearer {door.good()}")
    for other in (
        one,
        ("authorization", f"bearer {door.good_ec()}"),
        ("Authorization", "Basic YTpi"),
        ("Authorization", ""),
    ):
        assert status(client, one, other) == 400
        assert status(client, other, one) == 400
    assert status(client, one) == 200


def test_j19_a_cookie_that_disagrees_is_refused(client: TestClient, door: Door) -> None:
    token = door.good()
    header = ("Authorization", f"Bearer {token}")
    for cookie in ("session-of-somebody", door.good_ec(), "", f"{token}; {COOKIE}=session-of-somebody"):
        assert status(client, header, ("Cookie", f"{COOKIE}={cookie}")) == 400
        assert status(client, header, ("Cookie", "theme=dark"), ("Cookie", f"{COOKIE}={cookie}")) == 400
    assert status(client, header, ("Cookie", f"{COOKIE}={token}")) == 200
    assert status(client, header, ("Cookie", f"theme=dark; other-{COOKIE}=x")) == 200
    # A cookie alone lets nobody in here: a page elsewhere could send it.
    assert status(client, ("Cookie", f"{COOKIE}={token}")) == 401


@pytest.mark.timeout(20)
@pytest.mark.parametrize("size", [MOST_CHARACTERS + 1, 200_000])
def test_j16_a_long_header_is_refused_unread(client: TestClient, door: Door, size: int) -> None:
    assert status(client, ("Authorization", f"Bearer {'e' * size}")) == 413
    assert status(client, ("Authorization", f"Bearer {'e' * MOST_CHARACTERS}")) == 401
    assert status(client, ("Authorization", f"Bearer {door.good()}")) == 200


def in_queries(token: str) -> list[str]:
    once = quote(token.replace(".", "%2E")).replace("%252E", "%2E")
    return [
        f"access_token={token}",
        f"page=2&access_token={token}",
        f"anything={token}",
        token,
        f"next=/people%3Faccess_token={once}",
        f"anything={token.replace('.', '%2E')}",
        f"anything={token.replace('.', '%252E')}",
        "access_token=opaque",
        "access%5Ftoken=opaque",
        "ACCESS_TOKEN=opaque",
        "id_token=opaque",
        "Authorization=Bearer+opaque",
    ]


@pytest.mark.parametrize("place", range(12))
@pytest.mark.parametrize("also_in_header", [True, False])
def test_j17_a_token_in_an_address_is_refused(client: TestClient, door: Door, place: int, also_in_header: bool) -> None:
    headers = [("Authorization", f"Bearer {door.good()}")] if also_in_header else []
    assert status(client, *headers, path=f"/me?{in_queries(door.good())[place]}") == 400
    assert status(client, ("Authorization", f"Bearer {door.good()}"), path="/me?page=2&broken_tokens=3") == 200


@pytest.fixture
def served(app: FastAPI) -> Iterator[int]:
    """The application on loopback, with the server's own log of addresses; gives its port."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield port
    server.should_exit = True
    thread.join()


def test_j17_no_log_holds_the_token_of_an_address(served: int, door: Door, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for query in (*in_queries(door.good()), "page=2"):
        connection = http.client.HTTPConnection("127.0.0.1", served)
        connection.request("GET", f"/me?{query}")
        assert connection.getresponse().status == (401 if query == "page=2" else 400)
        connection.close()
    logged = [record.getMessage() for record in caplog.records if record.name == "uvicorn.access"]
    assert [line for line in logged if "/me?scrubbed" in line] == logged[:-1]
    assert len(logged) == 12 + 1
    assert "page=2" in logged[-1]
    for secret in (door.good(), *door.good().split("."), "opaque"):
        assert secret not in caplog.text


def test_j01_the_log_says_why_and_the_answer_does_not(
    client: TestClient, door: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """ASVS 16.3.1, 16.5.1: whatever is wrong with a token or an account, the answer is the same."""
    unsigned = door.signer.token({}, alg="none")
    strange = door.signer.token({"iss": "https://sign-in.example/dorset"}, kid="k\r\nforged line")
    answers = [
        client.get(path, headers={"Authorization": f"Bearer {token}"})
        for path, token in (("/me", unsigned), ("/me", strange), ("/me", "abc"), ("/barred", door.good()))
    ]
    assert {(one.status_code, one.text, one.headers["www-authenticate"]) for one in answers} == {
        (
            401,
            '{"type":"about:blank","title":"Unauthorized","status":401,"detail":"This token lets nobody in."}',
            'Bearer realm="register", error="invalid_token"',
        )
    }
    said = [record.getMessage() for record in caplog.records if record.name == "dsr.auth"]
    assert [line.split()[0] for line in said] == ["jwt_alg", "jwt_kid", "jwt_form", "account_disabled"]
    assert "forged" not in caplog.text
