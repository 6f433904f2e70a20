"""Whose tokens are accepted, and how they look: written down beforehand, never taken from a token (RFC 8725).

Each issuer has one family of algorithms, so that no key of one kind is ever used as another (J1 to J3), and says how
its access tokens differ from its other tokens (J9).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_NAME = 200
"""Of an issuer, a subject, a token's id or a key's id; columns of the database are as wide."""

LONGEST_LIFETIME = timedelta(hours=24)


class Family(StrEnum):
    """Algorithms whose keys and signatures are alike."""

    RSA = "RS"
    RSA_PSS = "PS"
    EC = "ES"


_FAMILIES = {f"{family.value}{bits}": family for family in Family for bits in (256, 384, 512)}


class SubjectClaim(StrEnum):
    """The claim that stays the same for a person: `sub`, or at Entra `oid` within a tenant."""

    SUB = "sub"
    OID = "oid"


class IssuerUnusable(ValueError):
    """An issuer that is described so that tokens could be confused; says what to mend."""


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """An issuer. `url` is compared character for character with `iss`, `audience` with `aud`.

    `types` are values of the header `typ` of access tokens, in small letters without `application/`; `marks` are claims
    of which an access token has at least one. `token_id` is the claim that no two tokens share: `jti`, at Entra `uti`.
    """

    url: str
    jwks_url: str
    audience: str
    algorithms: frozenset[str]
    types: frozenset[str] = frozenset({"at+jwt"})
    marks: frozenset[str] = frozenset({"scp", "scope", "roles"})
    longest_lifetime: timedelta = timedelta(hours=1)
    subject: SubjectClaim = SubjectClaim.SUB
    tenant: str | None = None
    token_id: str = "jti"
    roles: str = "roles"
    loopback: bool = False
    """On this very machine and without TLS: for demonstrations and tests, never from a file of settings."""

    def __post_init__(self) -> None:
        for reason in self._faults():
            raise IssuerUnusable(reason)

    @property
    def family(self) -> Family:
        """The one family that its algorithms are of."""
        return _FAMILIES[min(self.algorithms)]

    def _faults(self) -> Iterable[str]:
        if not all(is_secure(url, loopback=self.loopback) for url in (self.url, self.jwks_url)):
            yield "An issuer and its key set have addresses that begin with https://, without a user or a fragment."
        if max(len(self.url), len(self.audience)) > LONGEST_NAME or not self.audience:
            yield f"An issuer and its audience have at most {LONGEST_NAME} characters, and the audience is not empty."
        if not self.algorithms or not self.algorithms <= _FAMILIES.keys():
            yield f"An issuer signs with one or more of {', '.join(_FAMILIES)}."
        elif len({_FAMILIES[name] for name in self.algorithms}) > 1:
            yield "The algorithms of an issuer are of one family: mixed ones let a key of one pass for another's."
        if not self.types or not self.marks:
            yield "An issuer needs at least one type and one mark that tell its access tokens from its other tokens."
        if not timedelta(0) < self.longest_lifetime <= LONGEST_LIFETIME:
            yield "The access tokens of an issuer live for 24 hours at most."
        if (self.subject is SubjectClaim.OID) is (self.tenant is None):
            yield "A tenant is named where the subject is `oid`, and nowhere else."


def is_secure(url: str, *, loopback: bool = False) -> bool:
    """Whether an address is spoken to over TLS, or on this machine where that is allowed; no user, no fragment."""
    parts = urlsplit(url)
    over_tls = parts.scheme == "https" and bool(parts.hostname)
    here = loopback and parts.scheme == "http" and parts.hostname == "127.0.0.1"
    return (over_tls or here) and "@" not in parts.netloc and "#" not in url
