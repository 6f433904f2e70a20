"""Rows of sign-ins: which browser is whose, since when, and until when. No permission is judged here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, func, insert, select, update

from dsr.store.tables import key_purge, sign_in

# Made once (docs/adr/0068).
_PURGES = select(func.max(key_purge.c.number))
_OF_SECRET = select(sign_in).where(sign_in.c.secret_hash == bindparam("secret_hash"))
_NOT_ENDED = (
    select(sign_in)
    .where(sign_in.c.account_id == bindparam("account_id"), sign_in.c.ended_at.is_(None))
    .order_by(sign_in.c.sign_in_id.desc())
)


def add_sign_in(connection: Connection, values: Mapping[str, Any]) -> int:
    """A new sign-in; returns its number."""
    sign_in_id: int = connection.execute(insert(sign_in).values(values).returning(sign_in.c.sign_in_id)).scalar_one()
    return sign_in_id


def sign_in_of(connection: Connection, secret_hash: str) -> Row[Any] | None:
    """The sign-in of a browser, by the hash of what its cookie holds."""
    return connection.execute(_OF_SECRET, {"secret_hash": secret_hash}).one_or_none()


def seen(connection: Connection, sign_in_id: int, at: datetime) -> None:
    """Note that a browser is in use; what another process noted later stays."""
    mine = (sign_in.c.sign_in_id == sign_in_id, sign_in.c.seen_at < at)
    connection.execute(update(sign_in).where(*mine).values(seen_at=at))


def not_ended(connection: Connection, account_id: int) -> list[Row[Any]]:
    """The sign-ins of an account that nobody ended, the newest first."""
    return list(connection.execute(_NOT_ENDED, {"account_id": account_id}))


def end_sign_in(connection: Connection, sign_in_id: int, account_id: int, at: datetime) -> bool:
    """End one of an account; False where it has none of this number, or that is ended."""
    return _end(connection, at, sign_in.c.sign_in_id == sign_in_id, sign_in.c.account_id == account_id) == 1


def end_by_secret(connection: Connection, secret_hash: str, at: datetime) -> int:
    """End the sign-in of a browser, whosever it is."""
    return _end(connection, at, sign_in.c.secret_hash == secret_hash)


def end_all_of(connection: Connection, account_id: int, at: datetime) -> int:
    """End every sign-in of an account; returns how many."""
    return _end(connection, at, sign_in.c.account_id == account_id)


def end_of_provider(connection: Connection, account_id: int, provider_session: str | None, at: datetime) -> int:
    """End what a provider ended: those of one of its sessions, or of an account where it names none."""
    named = [] if provider_session is None else [sign_in.c.provider_session == provider_session]
    return _end(connection, at, sign_in.c.account_id == account_id, *named)


def remove_sign_ins(connection: Connection, started_before: datetime) -> int:
    """Remove sign-ins that are long over; returns how many. That somebody signed in stays in the audit."""
    return connection.execute(delete(sign_in).where(sign_in.c.started_at < started_before)).rowcount


def purges(connection: Connection) -> int:
    """How often the keys of issuers were purged."""
    newest: int | None = connection.execute(_PURGES).scalar()
    return newest or 0


def add_purge(connection: Connection, at: datetime) -> int:
    """Tell every process to forget the keys of issuers; returns how often that was told by now."""
    number: int = connection.execute(insert(key_purge).values(at=at).returning(key_purge.c.number)).scalar_one()
    return number


def _end(connection: Connection, at: datetime, *which: ColumnElement[bool]) -> int:
    return connection.execute(update(sign_in).where(sign_in.c.ended_at.is_(None), *which).values(ended_at=at)).rowcount
