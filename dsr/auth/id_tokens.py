"""From an ID token to who signed in, or to a refusal with a code; an access token never passes here, nor this there.

It is read as strictly as an access token, and besides must be the answer to this very sign-in: its nonce, its client,
and as strong and as recent as the settings ask for (ASVS 6.8.4, 10.2.1, 10.3.4, 10.5).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dsr.auth.claims import LEEWAY, check_times, instant_in, name_in, roles_in
from dsr.auth.key_sets import KeySet, KeysUnavailable
from dsr.auth.keys import VerifyingKey
from dsr.auth.provider import Provider
from dsr.auth.refusals import Code, ProviderDown, SignInFault, SignInRefused, TokenRefused
from dsr.auth.signatures import check_header, key_of, verify_signature
from dsr.auth.strict_text import parsed

_BACK_CHANNEL = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_TYPES = ("jwt", "logout+jwt")


@dataclass(frozen=True, kw_only=True)
class ProviderIdentity:
    """Who signed in; `roles_ceiling` is None where the provider named no roles. Subject and session are not printed."""

    issuer: str
    subject: str = field(repr=False)
    roles_ceiling: frozenset[str] | None
    session: str | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Whom a provider has signed out, and of which of its sessions; `token_id` is used up."""

    subject: str = field(repr=False)
    session: str | None = field(repr=False)
    token_id: str = field(repr=False)
    expires_at: datetime


def identity_in(token: str, provider: Provider, key_set: KeySet, nonce: str, now: datetime) -> ProviderIdentity:
    """Who an ID token is of; raises `TokenRefused`, `SignInRefused`, and `ProviderDown` while its keys are not had."""
    payload = _verified(token, key_set, (), ("jwt",))
    check_times(payload, key_set.issuer, now)
    _check_nonce(payload, nonce)
    _check_party(payload, provider)
    _check_strength(payload, provider, now)
    return ProviderIdentity(
        issuer=provider.url,
        subject=name_in(payload, provider.subject),
        roles_ceiling=roles_in(payload, key_set.issuer),
        session=name_in(payload, "sid") if "sid" in payload else None,
    )


def ended_in(token: str, provider: Provider, key_set: KeySet, now: datetime) -> Ended:
    """Whom a logout token ends (OpenID Connect Back-Channel Logout 1.0, 2.6); raises `TokenRefused`."""
    payload = _verified(token, key_set, ("jti", "events"), _LOGOUT_TYPES)
    expires_at = check_times(payload, key_set.issuer, now)
    events = payload["events"]
    if "nonce" in payload or not isinstance(events, dict) or not isinstance(events.get(_BACK_CHANNEL), dict):
        raise TokenRefused(Code.KIND)
    _check_tenant(payload, provider)
    return Ended(
        subject=name_in(payload, provider.subject),
        session=name_in(payload, "sid") if "sid" in payload else None,
        token_id=name_in(payload, "jti"),
        expires_at=expires_at,
    )


def _verified(token: str, key_set: KeySet, claims: tuple[str, ...], types: tuple[str, ...]) -> Mapping[str, Any]:
    text = parsed(token)
    check_header(text.header, key_set.issuer.algorithms)
    if text.header.get("typ", "JWT").lower() not in types:
        raise TokenRefused(Code.KIND)
    verify_signature(token, _key(key_set, text.header), key_set.issuer, claims)
    if text.payload["aud"] not in (key_set.issuer.audience, [key_set.issuer.audience]):
        raise TokenRefused(Code.AUDIENCE)
    return text.payload


def _key(key_set: KeySet, header: Mapping[str, Any]) -> VerifyingKey:
    """The key that is named, or the only one of a provider that names none."""
    try:
        key = key_set.only() if "kid" not in header else key_of(key_set, header)
    except KeysUnavailable:
        raise ProviderDown from None
    if key is None:
        raise TokenRefused(Code.KEY_ID)
    return key


def _check_nonce(payload: Mapping[str, Any], nonce: str) -> None:
    said = payload.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise SignInRefused(SignInFault.NONCE)


def _check_party(payload: Mapping[str, Any], provider: Provider) -> None:
    if payload.get("azp", provider.client_id) != provider.client_id:
        raise SignInRefused(SignInFault.PARTY)
    _check_tenant(payload, provider)


def _check_tenant(payload: Mapping[str, Any], provider: Provider) -> None:
    if provider.tenant is not None and payload.get("tid") != provider.tenant:
        raise TokenRefused(Code.ISSUER)


def _check_strength(payload: Mapping[str, Any], provider: Provider, now: datetime) -> None:
    acr, amr = payload.get("acr"), payload.get("amr")
    if provider.acr and (not isinstance(acr, str) or acr not in provider.acr):
        raise SignInRefused(SignInFault.STRENGTH)
    if provider.amr and (not isinstance(amr, list) or not all(method in amr for method in provider.amr)):
        raise SignInRefused(SignInFault.METHODS)
    if provider.longest_since is not None and not _is_recent(payload, provider.longest_since, now):
        raise SignInRefused(SignInFault.AGE)


def _is_recent(payload: Mapping[str, Any], longest: timedelta, now: datetime) -> bool:
    if "auth_time" not in payload:
        return False
    since = now - instant_in(payload, "auth_time")
    return -LEEWAY <= since <= longest + LEEWAY
