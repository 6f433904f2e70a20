"""Rules between the rows of one extract, on the staged rows: doubles, conflicts, contacts without their referral."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, exists, func, select, tuple_

from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.store.staging import Staging, name_staged, quarantine_staged, staged_contact, staged_referral

_AT_ONCE = 500
"""Lines named in one statement."""


@dataclass(frozen=True)
class Apart:
    """Rows taken out of the staged ones."""

    quarantined: int
    duplicate: int

    def __add__(self, other: "Apart") -> "Apart":
        return Apart(self.quarantined + other.quarantined, self.duplicate + other.duplicate)


def set_apart(staging: Staging) -> Apart:
    """Apply every rule; what remains staged can be loaded."""
    with staging.connection.begin():
        referrals = _doubles(
            staging.connection, staged_referral, REFERRALS.file, ("referral_id",), "referral-id-conflict"
        )
        lost = _lost_contacts(staging.connection)
        key = ("referral_id", "contact_id")
        contacts = _doubles(staging.connection, staged_contact, CONTACTS.file, key, "contact-id-conflict")
    return referrals + Apart(lost, 0) + contacts


def _lost_contacts(connection: Connection) -> int:
    own = staged_referral.c.referral_id == staged_contact.c.referral_id
    orphans = quarantine_staged(
        connection,
        staged_contact,
        CONTACTS.file,
        ~exists().where(own),
        ("contact-without-referral", "referral_id", "Its referral is not among the accepted rows of referrals.csv."),
    )
    too_early = quarantine_staged(
        connection,
        staged_contact,
        CONTACTS.file,
        exists().where(own, staged_contact.c.contact_on < staged_referral.c.received_on),
        ("contact-before-referral", "contact_date", "The contact is dated before its referral was received."),
    )
    return orphans + too_early


def _doubles(connection: Connection, table: Table, file: str, key: tuple[str, ...], code: str) -> Apart:
    """Equal rows of one id count once; rows of one id that differ are all set aside, since none can be trusted."""
    columns = [table.c[name] for name in key]
    repeated = select(*columns).group_by(*columns).having(func.count() > 1)
    named = tuple_(*columns) if len(columns) > 1 else columns[0]
    rows = connection.execute(select(table).where(named.in_(repeated)).order_by(*columns, table.c.line))
    conflicts: list[int] = []
    doubles: list[int] = []
    for _, group in groupby(rows, key=lambda row: tuple(row._mapping[name] for name in key)):
        lines, alike = _lines_of(group)
        if alike:
            doubles.extend(lines[1:])
        else:
            conflicts.extend(lines)
    reason = "The same id stands in several rows that differ. Send the right one only."
    for part in _parts(conflicts):
        if table is staged_referral:
            name_staged(connection, table.c.line.in_(part))
        quarantine_staged(connection, table, file, table.c.line.in_(part), (code, key[-1], reason))
    for part in _parts(doubles):
        connection.execute(delete(table).where(table.c.line.in_(part)))
    return Apart(len(conflicts), len(doubles))


def _lines_of(group: Iterable[Row[Any]]) -> tuple[list[int], bool]:
    """The lines of rows that share an id, and whether the rows are equal but for the line."""
    rows = list(group)
    return [row.line for row in rows], len({tuple(row)[1:] for row in rows}) == 1


def _parts(lines: list[int]) -> Iterable[list[int]]:
    return (lines[start : start + _AT_ONCE] for start in range(0, len(lines), _AT_ONCE))
