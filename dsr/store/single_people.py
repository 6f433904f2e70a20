"""Roles over a single person that end by what becomes of the record: it is erased, or was two people (R-DSR-110, 116).

A parent's role says that there is such a child, and whose it is. So of a record that is erased none is left, and of an
account that had nothing but such a role, neither who it was. Each is a row of the audit, by number.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from dsr.store.sealing import Keyring, place_of_account
from dsr.store.tables import account, grant, sign_in

FAMILY = "family"
"""The role of a young person or a parent; an account is theirs for it alone, and a professional's for more."""
ERASED_NAME = "erased"


def grants_over(connection: Connection, people: Collection[str]) -> list[Row[Any]]:
    """Every grant that names one of some people, those that are over too, oldest first."""
    named = select(grant).where(grant.c.person_ref.in_(people))
    return list(connection.execute(named.order_by(grant.c.grant_id)))


def end_since(connection: Connection, people: Collection[str], sequence: int, today: date) -> list[Row[Any]]:
    """End at once the grants over some people that were given after a change, or nobody knows when; returns them.

    Those that are over already stay as they are.
    """
    last_day = today - timedelta(days=1)
    found = [
        one
        for one in grants_over(connection, people)
        if (one.given_after is None or one.given_after >= sequence) and (one.ends_on is None or one.ends_on > last_day)
    ]
    ended = update(grant).where(grant.c.grant_id.in_([one.grant_id for one in found]))
    connection.execute(ended.values(ends_on=last_day))
    return found


def remove_all(connection: Connection, people: Collection[str]) -> list[Row[Any]]:
    """Remove every grant over some people, and return them."""
    found = grants_over(connection, people)
    connection.execute(delete(grant).where(grant.c.grant_id.in_([one.grant_id for one in found])))
    return found


def erase_families(connection: Connection, keys: Keyring, removed: Iterable[Row[Any]], now: datetime) -> list[int]:
    """Of accounts that lost a family's role and have no other, destroy whose they were; returns their numbers."""
    theirs = {one.account_id for one in removed if one.role == FAMILY}
    with_more = select(grant.c.account_id).where(grant.c.account_id.in_(theirs))
    theirs -= set(connection.execute(with_more).scalars())
    connection.execute(delete(sign_in).where(sign_in.c.account_id.in_(theirs)))
    rows = select(account).where(account.c.account_id.in_(theirs)).order_by(account.c.account_id)
    for row in connection.execute(rows).all():
        subject = f"erased {row.account_id}"
        name = keys.seal(ERASED_NAME, place_of_account(row.issuer, subject))
        gone = {"subject": subject, "name": name, "disabled_at": row.disabled_at or now}
        connection.execute(update(account).where(account.c.account_id == row.account_id).values(gone))
    return sorted(theirs)
