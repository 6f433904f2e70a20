"""Going to the provider and coming back: authorization code with PKCE, state and nonce, through Authlib.

Authlib writes the addresses and proves who the client is. What is sent goes through our own narrow door (`fetching`),
and the ID token is verified as access tokens are (docs/adr/0055). The access token that comes along is thrown away: no
browser ever holds one, and neither do we (ASVS 10.1.1).
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode

from authlib.common.security import generate_token
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oauth2.rfc7523 import PrivateKeyJWT

from dsr.auth.attempts import Attempt
from dsr.auth.discovery import Discovery, Doors
from dsr.auth.fetching import FetchFailed
from dsr.auth.id_tokens import Ended, ProviderIdentity, ended_in, identity_in
from dsr.auth.key_sets import KeySet
from dsr.auth.provider import ClientMethod, Provider
from dsr.auth.refusals import ProviderDown, SignInFault, SignInRefused
from dsr.auth.strict_text import NotStrict, strict_object

_ASSERTION_LASTS = timedelta(minutes=4)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC without a zone
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class Net(Protocol):
    """How a provider is asked; `fetching.HttpsFetch` is one."""

    def __call__(self, url: str) -> bytes:
        """The text at an address; raises `FetchFailed`."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        """The answer to a form; raises `FetchFailed`."""


class ProviderClient:
    """The register as a client of one provider, shared by all threads."""

    def __init__(self, provider: Provider, net: Net, elapsed: Callable[[], float] = time.monotonic) -> None:
        self.provider = provider
        self._net = net
        self._elapsed = elapsed
        self._discovery = Discovery(provider, net, elapsed)
        self._key_set: KeySet | None = None

    def address(self, attempt: Attempt) -> str:
        """Where the browser goes to sign in; raises `ProviderDown`."""
        asked = {"nonce": attempt.nonce}
        if self.provider.acr:
            asked["acr_values"] = " ".join(sorted(self.provider.acr))
        if self.provider.longest_since is not None:
            asked["max_age"] = str(int(self.provider.longest_since.total_seconds()))
        client = OAuth2Client(
            session=None,
            client_id=self.provider.client_id,
            scope=" ".join(self.provider.scopes),
            redirect_uri=self.provider.back,
            code_challenge_method="S256",
        )
        door = self._discovery.doors().authorization
        address, _ = client.create_authorization_url(door, state=attempt.state, code_verifier=attempt.verifier, **asked)
        return str(address)

    def identity(self, code: str, told_issuer: str | None, attempt: Attempt, now: datetime) -> ProviderIdentity:
        """Who comes back with a code; raises `SignInRefused`, `TokenRefused`, `ProviderDown`."""
        doors = self._discovery.doors()
        if told_issuer != self.provider.url and (told_issuer is not None or doors.names_itself):
            raise SignInRefused(SignInFault.ISSUER)
        token = self._id_token(doors, code, attempt, now)
        return identity_in(token, self.provider, self._keys(doors), attempt.nonce, now)

    def ended(self, token: str, now: datetime) -> Ended:
        """Whom the provider says that it signed out; raises `TokenRefused`, `ProviderDown`."""
        return ended_in(token, self.provider, self._keys(self._discovery.doors()), now)

    def end_session_address(self) -> str | None:
        """Where the browser may go on to, to end its session with the provider too; None where that has no such door.

        No token goes into the address (J17): the provider asks the user instead.
        """
        try:
            door = self._discovery.doors().end_session
        except ProviderDown:
            return None
        back = self.provider.back.removesuffix("sign-in/done")
        asked = {"post_logout_redirect_uri": back, "client_id": self.provider.client_id}
        return None if door is None else f"{door}{'&' if '?' in door else '?'}{urlencode(asked)}"

    def purge(self) -> None:
        """Forget the provider's keys at once (J18)."""
        if self._key_set is not None:
            self._key_set.purge()

    def _keys(self, doors: Doors) -> KeySet:
        if self._key_set is None or self._key_set.issuer.jwks_url != doors.jwks:
            self._key_set = KeySet(self.provider.issuer(doors.jwks), self._net, self._elapsed)
        return self._key_set

    def _id_token(self, doors: Doors, code: str, attempt: Attempt, now: datetime) -> str:
        form = prepare_token_request(
            "authorization_code", redirect_uri=self.provider.back, code=code, code_verifier=attempt.verifier
        )
        address, headers, body = self._client_auth(doors, now).prepare("POST", doors.token, dict(_FORM), form)
        try:
            said = strict_object(self._net.post(address, body.encode(), headers)).get("id_token")
        except FetchFailed as failed:
            if failed.refused:
                raise SignInRefused(SignInFault.CODE) from None
            raise ProviderDown from None
        except NotStrict:
            raise ProviderDown from None
        if not isinstance(said, str):
            raise SignInRefused(SignInFault.CODE)
        return said

    def _client_auth(self, doors: Doors, now: datetime) -> ClientAuth:
        method: object = self.provider.method.value
        if self.provider.method is ClientMethod.PRIVATE_KEY:
            began, lasts = (int(one.total_seconds()) for one in (now - _EPOCH, _ASSERTION_LASTS))
            claims = {"iat": began, "exp": began + lasts, "jti": generate_token(36)}
            header = {"kid": self.provider.key_id} if self.provider.key_id else {}
            method = PrivateKeyJWT(doors.token, claims, header, self.provider.assertion_algorithm)
        return ClientAuth(self.provider.client_id, self.provider.secret, method)
