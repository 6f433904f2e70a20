"""Who is signed in with which browser: kept by the register, so that it can end any of them at once (ASVS 7.2 to 7.4).

The browser holds a random secret and the register its hash. Each sign-in has a new one. It ends without requests for 15
minutes, after 10 hours in any case, with signing out, and with the account (F36): all of that is read for every
request. The two spans are terms of the partnership; why they are what they are says docs/adr/0056.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from diis.store.engine import StoreConnection
from dsr.auth.claims import LEEWAY
from dsr.auth.refusals import Barred, SignInOver
from dsr.rules.access_terms import IDLE, LONGEST
from dsr.rules.days import london_day
from dsr.rules.terms import Terms
from dsr.store import sign_ins as rows

SECRET_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a browser was last in use: a row is not written for each request."""

_LONGEST_SECRET = 64
_KEPT = timedelta(days=2)


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """A browser that somebody is signed in with, as they are told of it; `ends_at` is the latest."""

    sign_in_id: int
    account_id: int
    started_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class BrowserSignIn:
    """The one that a request came with: what its changes must bring along, and the roles that the provider named."""

    sign_in: SignIn
    csrf: str = field(repr=False)
    roles_ceiling: frozenset[str] | None


def begin(
    connection: StoreConnection,
    account_id: int,
    now: datetime,
    *,
    roles: frozenset[str] | None = None,
    provider_session: str | None = None,
) -> str:
    """A new sign-in; returns the secret that its browser keeps."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "secret_hash": hash_of(secret),
        "account_id": account_id,
        "started_at": now,
        "seen_at": now,
        "roles": None if roles is None else " ".join(sorted(one for one in roles if " " not in one)),
        "provider_session": provider_session,
    }
    rows.add_sign_in(connection, values)
    return secret


def of_browser(connection: StoreConnection, secret: str, now: datetime, terms: Terms) -> BrowserSignIn:
    """The sign-in of a browser that is good at `now`; raises `SignInOver`."""
    row = rows.sign_in_of(connection, hash_of(secret)) if len(secret) <= _LONGEST_SECRET else None
    if row is None:
        raise SignInOver(Barred.UNKNOWN)
    over = _over(row, now, terms)
    if over is not None:
        raise SignInOver(over)
    ceiling = None if row.roles is None else frozenset(row.roles.split())
    return BrowserSignIn(sign_in=_told(row, terms), csrf=csrf_of(secret), roles_ceiling=ceiling)


def csrf_of(secret: str) -> str:
    """What a change by cookie must bring along: only a page that was told it can know it (ASVS 3.5.1)."""
    return hmac.new(secret.encode(), b"sendwatch change", hashlib.sha256).hexdigest()


def is_worth_noting(found: BrowserSignIn, now: datetime) -> bool:
    """Whether so much time has passed that the use of a browser is to be noted."""
    return now - found.sign_in.seen_at >= SEEN_EVERY


def of_account(connection: StoreConnection, account_id: int, now: datetime, terms: Terms) -> Iterator[SignIn]:
    """The browsers that an account is signed in with, the newest first (ASVS 7.5.2)."""
    for row in rows.not_ended(connection, account_id):
        if _over(row, now, terms) is None:
            yield _told(row, terms)


def forget_old(connection: StoreConnection, now: datetime, terms: Terms) -> int:
    """Remove sign-ins that ended days ago by any clock; returns how many."""
    return rows.remove_sign_ins(connection, now - _span(LONGEST, now, terms) - _KEPT)


def _over(row: Any, now: datetime, terms: Terms) -> Barred | None:
    """Why a sign-in is over. A clock that was set back behind its beginning makes it no longer (F15)."""
    if row.ended_at is not None or now < row.started_at - LEEWAY:
        return Barred.SIGNED_OUT
    if now >= row.started_at + _span(LONGEST, row.started_at, terms):
        return Barred.TOO_LONG
    return Barred.IDLE if now >= row.seen_at + _span(IDLE, row.started_at, terms) else None


def _told(row: Any, terms: Terms) -> SignIn:
    return SignIn(
        sign_in_id=row.sign_in_id,
        account_id=row.account_id,
        started_at=row.started_at,
        seen_at=row.seen_at,
        ends_at=row.started_at + _span(LONGEST, row.started_at, terms),
    )


def _span(term: str, at: datetime, terms: Terms) -> timedelta:
    return timedelta(minutes=terms.of(term, london_day(at)))


def hash_of(secret: str) -> str:
    """What the register keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
