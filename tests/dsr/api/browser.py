"""A browser: keeps the cookies that it is given, and says of each request which page makes it."""

from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from dsr.api.browser import ATTEMPT_COOKIE, CSRF_HEADER, SESSION_COOKIE
from tests.dsr.auth.provider_by_hand import ProviderByHand, asked_of

HERE = "https://testserver"


class Browser:
    """One browser of one person."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False)

    @property
    def secret(self) -> str | None:
        """What the cookie of a sign-in holds."""
        return self.client.cookies.get(SESSION_COOKIE)

    def carry(self, secret: str) -> None:
        """Hold a cookie that another browser was given."""
        self.client.cookies.set(SESSION_COOKIE, secret, domain="testserver.local", path="/")

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def leave(self, to: str = "/") -> str:
        """Go to sign in; returns where at the provider."""
        answer = self.client.get("/sign-in", params={"to": to})
        assert answer.status_code == 303, answer.text
        assert ATTEMPT_COOKIE in self.client.cookies
        return answer.headers["location"]

    def come_back(self, **asked: str) -> Response:
        return self.client.get("/sign-in/done", params=asked)

    def sign_in(self, provider: ProviderByHand, subject: str) -> Response:
        """All the way, to the provider and back."""
        address = self.leave()
        return self.come_back(code=provider.agree(address, subject), state=asked_of(address)["state"])

    def csrf(self) -> str:
        token: str = self.get("/me").json()["csrf_token"]
        return token

    def change(self, method: str, path: str, body: Any = None, **headers: str) -> Response:
        """A change as a page of ours makes it, or with other headers; an empty one is left out."""
        usual = {CSRF_HEADER: self.csrf(), "Sec-Fetch-Site": "same-origin", **headers}
        sent = {name: value for name, value in usual.items() if value}
        return self.client.request(method, path, json=body, headers=sent)
