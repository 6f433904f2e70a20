"""A provider that does whatever a test tells it, over a network that is not there; its signatures are real."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from dsr.auth.fetching import FetchFailed
from dsr.auth.provider import Provider
from tests.dsr.auth.signing import NOW, Signer, b64, merged, seconds

URL = "https://provider.example/tenant"
BACK = "https://testserver/sign-in/done"
SECRET = "invented client secret"


def provider(**changes: Any) -> Provider:
    """The provider as the register's settings describe it."""
    usual = {"url": URL, "client_id": "register", "secret": SECRET, "back": BACK}
    return Provider(**{**usual, **changes})


def asked_of(address: str) -> dict[str, str]:
    """What an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@dataclass
class ProviderByHand:
    """Gives codes and ID tokens. `claims`, `header` and `metadata` change what it says; `down` is what fails."""

    signer: Signer
    now: datetime = NOW
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    down: bool = False
    id_token: str | None = None
    forms: list[dict[str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def agree(self, address: str, subject: str = "subject-1") -> str:
        """Somebody signs in at an address; returns the code that the browser carries back."""
        code = f"code-{len(self._codes)}"
        self._codes[code] = {**asked_of(address), "subject": subject}
        return code

    def __call__(self, url: str) -> bytes:
        if self.down:
            raise FetchFailed("down")
        if url == f"{URL}/.well-known/openid-configuration":
            return json.dumps(merged(self._metadata(), self.metadata)).encode()
        return json.dumps({"keys": [self.signer.jwk()]}).encode()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        assert url == f"{URL}/token"
        if self.down:
            raise FetchFailed("down")
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.forms.append(form)
        self.authorizations.append(headers.get("Authorization", ""))
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or not _proves(form["code_verifier"], asked) or form["redirect_uri"] != asked["redirect_uri"]:
            raise FetchFailed("status 400", refused=True)
        token = self.id_token or self.token(asked["nonce"], asked["subject"])
        return json.dumps({"access_token": "never-kept", "token_type": "Bearer", "id_token": token}).encode()

    def token(self, nonce: str, subject: str) -> str:
        usual = {
            "iss": URL,
            "aud": "register",
            "sub": subject,
            "nonce": nonce,
            "iat": seconds(self.now),
            "exp": seconds(self.now + timedelta(minutes=30)),
        }
        return self.signer.token(merged(usual, self.claims), **{"typ": "JWT", **self.header})

    def logout_token(self, **claims: Any) -> str:
        usual = {
            "iss": URL,
            "aud": "register",
            "sub": "subject-1",
            "iat": seconds(self.now),
            "exp": seconds(self.now + timedelta(minutes=2)),
            "jti": "logout-1",
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }
        return self.signer.token(merged(usual, claims), typ="logout+jwt")

    @staticmethod
    def _metadata() -> dict[str, Any]:
        doors = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": URL, **{name: f"{URL}/{door}" for name, door in doors.items()}}


def basic(client: str, secret: str) -> str:
    return f"Basic {base64.b64encode(f'{client}:{secret}'.encode()).decode()}"


def _proves(verifier: str, asked: Mapping[str, str]) -> bool:
    """PKCE: whoever brings the code is whoever asked for it."""
    return asked["code_challenge_method"] == "S256" and asked["code_challenge"] == b64(
        hashlib.sha256(verifier.encode()).digest()
    )
