"""Tokens that are no longer good although they have not expired: used up, or signed out (J13, J14, ASVS 7.4.1).

What is good once is a provider's word that somebody has signed out, and the attempt that a browser brings back from it.
Its id is kept in the database, in the transaction of what it was used for, so two processes cannot both use it, and
what fails does not use it up.
"""

from datetime import datetime, timedelta

from diis.store.engine import StoreConnection
from dsr.auth.claims import Identity
from dsr.store import access

KEPT_AFTER_EXPIRY = timedelta(days=2)
"""So that a clock that was a day ahead, and is set back, brings no used token to life again (F15)."""


def use_up(connection: StoreConnection, issuer: str, token_id: str, expires_at: datetime) -> bool:
    """Use what is good once; False the second time, whoever used it first."""
    return access.mark_used(connection, issuer, token_id, expires_at)


def sign_out(connection: StoreConnection, identity: Identity) -> None:
    """Let nobody in any more with this token; more than once is as good as once."""
    access.mark_used(connection, identity.issuer, identity.jti, identity.expires_at)


def is_used(connection: StoreConnection, identity: Identity) -> bool:
    """Whether a token was used up or signed out."""
    return access.is_used(connection, identity.issuer, identity.jti)


def forget_expired(connection: StoreConnection, now: datetime) -> int:
    """Remove what no clock could take for good any more; returns how many."""
    return access.remove_used(connection, now - KEPT_AFTER_EXPIRY)
