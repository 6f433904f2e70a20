"""Rows about those who sign in: accounts, their grants, and tokens that are used up. No permission is judged here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dsr.store.records import newest_change
from dsr.store.tables import account, grant, person, used_token

# Made once (docs/adr/0068).
_OF_SUBJECT = select(account).where(account.c.issuer == bindparam("issuer"), account.c.subject == bindparam("subject"))
_BY_ID = select(account).where(account.c.account_id == bindparam("account_id"))
_IS_USED = select(used_token.c.jti).where(
    used_token.c.issuer == bindparam("issuer"), used_token.c.jti == bindparam("jti")
)
_GRANTS_ON = (
    select(grant)
    .where(
        grant.c.account_id == bindparam("account_id"),
        grant.c.starts_on <= bindparam("day"),
        or_(grant.c.ends_on.is_(None), grant.c.ends_on >= bindparam("day")),
    )
    .order_by(grant.c.grant_id)
)


def add_account(connection: Connection, values: Mapping[str, Any]) -> int | None:
    """A new account; None where there is one of this issuer and subject."""
    insert_ = _insert(connection)(account).values(values).on_conflict_do_nothing()
    account_id: int | None = connection.execute(insert_.returning(account.c.account_id)).scalar()
    return account_id


def account_of(connection: Connection, issuer: str, subject: str) -> Row[Any] | None:
    """The account of an issuer's subject."""
    return connection.execute(_OF_SUBJECT, {"issuer": issuer, "subject": subject}).one_or_none()


def account_by_id(connection: Connection, account_id: int) -> Row[Any] | None:
    """An account by its number."""
    return connection.execute(_BY_ID, {"account_id": account_id}).one_or_none()


def disable_account(connection: Connection, account_id: int, at: datetime) -> bool:
    """Disable an account from an instant on; False where there is none, or it is disabled already."""
    open_ = update(account).where(account.c.account_id == account_id, account.c.disabled_at.is_(None))
    return connection.execute(open_.values(disabled_at=at)).rowcount == 1


def enable_account(connection: Connection, account_id: int) -> bool:
    """Let an account in again; False where there is none, or it is not disabled."""
    shut = update(account).where(account.c.account_id == account_id, account.c.disabled_at.is_not(None))
    return connection.execute(shut.values(disabled_at=None)).rowcount == 1


def accounts(connection: Connection) -> list[Row[Any]]:
    """Every account, oldest first."""
    return list(connection.execute(select(account).order_by(account.c.account_id)))


def grants_of(connection: Connection, account_ids: Iterable[int]) -> list[Row[Any]]:
    """Every grant of some accounts, those that are over too, oldest first."""
    wanted = select(grant).where(grant.c.account_id.in_(list(account_ids)))
    return list(connection.execute(wanted.order_by(grant.c.grant_id)))


def grant_by_id(connection: Connection, grant_id: int) -> Row[Any] | None:
    """A grant by its number."""
    return connection.execute(select(grant).where(grant.c.grant_id == grant_id)).one_or_none()


def add_grant(connection: Connection, account_id: int, values: Mapping[str, Any]) -> int:
    """A new grant; returns its number. Of one for a single person it is kept what was known of them by then."""
    person_ref = values.get("person_ref")
    after = newest_change(connection, person_ref) if person_ref is not None else None
    row = insert(grant).values(account_id=account_id, given_after=after, **values).returning(grant.c.grant_id)
    grant_id: int = connection.execute(row).scalar_one()
    return grant_id


def same_grant(connection: Connection, account_id: int, values: Mapping[str, Any], *, unsaid: str) -> int | None:
    """The number of a grant of an account that gives the same on one of the same days; None where there is none.

    A relationship that a grant does not say is `unsaid`.
    """
    over = ("role", "team", "authority", "worker", "person_ref", "review")
    same = [grant.c[name].is_(None) if values[name] is None else grant.c[name] == values[name] for name in over]
    same.append(func.coalesce(grant.c.relationship, unsaid) == (values["relationship"] or unsaid))
    # A grant that was ended before it began gives nothing on any day.
    later = and_(grant.c.ends_on >= values["starts_on"], grant.c.ends_on >= grant.c.starts_on)
    days = [or_(grant.c.ends_on.is_(None), later)]
    if values["ends_on"] is not None:
        days.append(grant.c.starts_on <= values["ends_on"])
    found = select(grant.c.grant_id).where(grant.c.account_id == account_id, *same, *days)
    return connection.execute(found.order_by(grant.c.grant_id).limit(1)).scalar_one_or_none()


def end_grant(connection: Connection, grant_id: int, last_day: date) -> bool:
    """Bring the last day of a grant forward; False where there is no such grant, or it ends no later anyway."""
    later = or_(grant.c.ends_on.is_(None), grant.c.ends_on > last_day)
    ended = update(grant).where(grant.c.grant_id == grant_id, later).values(ends_on=last_day)
    return connection.execute(ended).rowcount == 1


def grants_on(connection: Connection, account_id: int, day: date) -> list[Row[Any]]:
    """The grants of an account that hold on a day, first and last day included, oldest first."""
    return list(connection.execute(_GRANTS_ON, {"account_id": account_id, "day": day}))


def is_held_by_another(
    connection: Connection, roles: Iterable[str], day: date, *, account_id: int | None, grant_id: int
) -> bool:
    """Whether one of some roles is held on a day by a grant of an account that is let in, but for one of either."""
    holds = (grant.c.starts_on <= day, or_(grant.c.ends_on.is_(None), grant.c.ends_on >= day))
    others = select(grant.c.grant_id).join(account, account.c.account_id == grant.c.account_id)
    others = others.where(grant.c.role.in_(list(roles)), *holds, account.c.disabled_at.is_(None))
    others = others.where(grant.c.grant_id != grant_id)
    if account_id is not None:
        others = others.where(grant.c.account_id != account_id)
    return connection.execute(others.limit(1)).first() is not None


def is_reference(connection: Connection, person_ref: str) -> bool:
    """Whether somebody has a reference, whoever may see them; an erased one is nobody's."""
    there = select(person.c.person_ref).where(person.c.person_ref == person_ref, person.c.erased_on.is_(None))
    return connection.execute(there).first() is not None


def mark_used(connection: Connection, issuer: str, jti: str, expires_at: datetime) -> bool:
    """Mark a token as used; False where it is already. Whoever comes second waits until the first has committed."""
    row = {"issuer": issuer, "jti": jti, "expires_at": expires_at}
    marked = _insert(connection)(used_token).values(row).on_conflict_do_nothing().returning(used_token.c.jti)
    return connection.execute(marked).first() is not None


def is_used(connection: Connection, issuer: str, jti: str) -> bool:
    """Whether a token is marked as used."""
    return connection.execute(_IS_USED, {"issuer": issuer, "jti": jti}).first() is not None


def remove_used(connection: Connection, expired_before: datetime) -> int:
    """Remove the marks of tokens that expired before an instant; returns how many."""
    return connection.execute(delete(used_token).where(used_token.c.expires_at < expired_before)).rowcount


def _insert(connection: Connection) -> Any:
    """An insertion that can give way to a row that is there already; each database spells it in its own way."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
