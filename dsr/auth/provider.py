"""The provider that people sign in with, as it is written down: such as NHS CIS2 or Entra (OpenID Connect).

One register has one. What it says of itself at its address (discovery) fills in where to go, and never what counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from dsr.auth.issuers import LONGEST_LIFETIME, Issuer, IssuerUnusable, SubjectClaim, is_secure


class ClientMethod(StrEnum):
    """How the register proves at the provider that it is itself."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    PRIVATE_KEY = "private_key_jwt"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider and what its sign-ins must be. `secret` is the client's secret, or the PEM of its private key.

    `back` is the public address of `/sign-in/done`. Where `acr` is not empty a sign-in has one of these strengths,
    where `amr` is not empty it has all of these methods, and `longest_since` is how long ago it may have been
    (ASVS 6.8.4, 10.3.4).
    """

    url: str
    client_id: str
    secret: str = field(repr=False)
    back: str
    method: ClientMethod = ClientMethod.BASIC
    key_id: str | None = None
    assertion_algorithm: str = "RS256"
    scopes: tuple[str, ...] = ("openid",)
    algorithms: frozenset[str] = frozenset({"RS256"})
    subject: SubjectClaim = SubjectClaim.SUB
    tenant: str | None = None
    roles: str = "roles"
    acr: frozenset[str] = frozenset()
    amr: frozenset[str] = frozenset()
    longest_since: timedelta | None = None
    loopback: bool = False

    def __post_init__(self) -> None:
        self.issuer(self.url)
        for reason in self._faults():
            raise IssuerUnusable(reason)

    def issuer(self, jwks_url: str) -> Issuer:
        """Whose ID tokens are good: the audience is the client, and nothing beside it (ASVS 10.5.4)."""
        return Issuer(
            url=self.url,
            jwks_url=jwks_url,
            audience=self.client_id,
            algorithms=self.algorithms,
            types=frozenset({"jwt"}),
            marks=frozenset({"nonce"}),
            longest_lifetime=LONGEST_LIFETIME,
            subject=self.subject,
            tenant=self.tenant,
            roles=self.roles,
            loopback=self.loopback,
        )

    def _faults(self) -> Iterable[str]:
        if not self.secret.strip():
            yield "The secret of the client is empty: there is none by default."
        if not is_secure(self.back, loopback=self.loopback) or not self.back.endswith("/sign-in/done"):
            yield "Where the provider sends people back begins with https:// and ends with /sign-in/done."
        if "openid" not in self.scopes:
            yield "The scopes of a sign-in hold openid."
        if self.longest_since is not None and self.longest_since <= timedelta(0):
            yield "How long ago a sign-in may have been is more than nothing."
