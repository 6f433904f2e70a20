"""What a verified token says, judged against what its issuer's access tokens say (J7, J9 to J12).

Times are whole seconds and are compared with the `now` that is handed in, not with a clock of the library's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from dsr.auth.issuers import LONGEST_NAME, Issuer
from dsr.auth.refusals import Code, TokenRefused

LEEWAY = timedelta(seconds=30)
"""Between the clocks of two machines (J10): seconds, not minutes."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_LAST_SECOND = 253_402_300_799
"""Of the year 9999, the last that a date can say."""

_MOST_ROLES = 64
_OTHER_TOKENS = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "events"})
"""Claims of ID tokens and of logout tokens, which no access token has (J9; OpenID Connect)."""

_SAID_KINDS = {"typ": frozenset({"bearer", "at+jwt"}), "token_use": frozenset({"access"})}
"""Claims in which some issuers say what a token is for, and what they say of an access token."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who a token is of. `roles_ceiling` is None where the token names no roles, and so takes none away.

    Subject and id are left out of what is printed: they lead to a person.
    """

    issuer: str
    subject: str = field(repr=False)
    roles_ceiling: frozenset[str] | None
    expires_at: datetime
    jti: str = field(repr=False)


def identity_of(payload: Mapping[str, Any], issuer: Issuer, now: datetime) -> Identity:
    """The identity that a payload with a good signature stands for; raises `TokenRefused`."""
    if payload.get("aud") not in (issuer.audience, [issuer.audience]):
        raise TokenRefused(Code.AUDIENCE)
    _check_kind(payload, issuer)
    expires_at = check_times(payload, issuer, now)
    if issuer.tenant is not None and payload.get("tid") != issuer.tenant:
        raise TokenRefused(Code.ISSUER)
    return Identity(
        issuer=issuer.url,
        subject=name_in(payload, issuer.subject),
        roles_ceiling=roles_in(payload, issuer),
        expires_at=expires_at,
        jti=name_in(payload, issuer.token_id),
    )


def check_type(header: Mapping[str, Any], issuer: Issuer) -> None:
    """Whether a header's `typ` is that of the issuer's access tokens (RFC 8725, 3.11)."""
    type_ = header.get("typ")
    if not isinstance(type_, str) or type_.lower().removeprefix("application/") not in issuer.types:
        raise TokenRefused(Code.KIND)


def _check_kind(payload: Mapping[str, Any], issuer: Issuer) -> None:
    """Only an access token lets anybody in (J9)."""
    said = [(payload[name], kinds) for name, kinds in _SAID_KINDS.items() if name in payload]
    if any(not isinstance(kind, str) or kind.lower() not in kinds for kind, kinds in said):
        raise TokenRefused(Code.KIND)
    marks = [payload.get(mark) for mark in issuer.marks]
    if _OTHER_TOKENS & payload.keys() or not any(mark and isinstance(mark, str | list) for mark in marks):
        raise TokenRefused(Code.KIND)


def check_times(payload: Mapping[str, Any], issuer: Issuer, now: datetime) -> datetime:
    """When a token that is good now expires (J10 to J12)."""
    issued_at, expires_at = instant_in(payload, "iat"), instant_in(payload, "exp")
    not_before = instant_in(payload, "nbf") if "nbf" in payload else issued_at
    if now >= expires_at + LEEWAY or now < max(issued_at, not_before) - LEEWAY:
        raise TokenRefused(Code.TIME)
    if not timedelta(0) < expires_at - issued_at <= issuer.longest_lifetime:
        raise TokenRefused(Code.LIFETIME)
    return expires_at


def instant_in(payload: Mapping[str, Any], claim: str) -> datetime:
    """A time in whole seconds; a number with a fraction, a truth value or a text is none (J11)."""
    seconds = payload.get(claim)
    if type(seconds) is not int or not 0 < seconds < _LAST_SECOND - LEEWAY.seconds:
        raise TokenRefused(Code.CLAIMS)
    return _EPOCH + timedelta(seconds=seconds)


def name_in(payload: Mapping[str, Any], claim: str) -> str:
    """A text that somebody or something is known by, as databases and logs take it."""
    value = payload.get(claim)
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME or not value.isprintable():
        raise TokenRefused(Code.CLAIMS)
    return value


def roles_in(payload: Mapping[str, Any], issuer: Issuer) -> frozenset[str] | None:
    """The roles that a token names, a ceiling; None where it names none."""
    if issuer.roles not in payload:
        return None
    roles = payload[issuer.roles]
    if not isinstance(roles, list) or len(roles) > _MOST_ROLES or not all(isinstance(role, str) for role in roles):
        raise TokenRefused(Code.CLAIMS)
    return frozenset(roles)
