"""Rules between the rows of one extract, on the staged rows: doubles, conflicts, contacts without their referral."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, exists, func, select, tuple_, update

from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.store.staging import (
    Staging,
    name_staged,
    note_staged,
    quarantine_staged,
    staged_contact,
    staged_referral,
)
from diis.store.tables import referral

_AT_ONCE = 500
"""Lines named in one statement."""


@dataclass(frozen=True)
class Apart:
    """Rows taken out of the staged ones."""

    quarantined: int
    duplicate: int

    def __add__(self, other: "Apart") -> "Apart":
        return Apart(self.quarantined + other.quarantined, self.duplicate + other.duplicate)


def set_apart(staging: Staging, provider: str, pathway: str) -> Apart:
    """Apply every rule; what remains staged can be loaded into the list of a provider and pathway."""
    known = and_(
        referral.c.provider == provider,
        referral.c.pathway == pathway,
        referral.c.to_sequence.is_(None),
        referral.c.referral_id == staged_referral.c.referral_id,
    )
    with staging.connection.begin():
        referrals = _doubles(
            staging.connection, staged_referral, REFERRALS.file, ("referral_id",), "referral-id-conflict"
        )
        others = _other_children(staging.connection, known)
        _keep_first_received(staging.connection, known)
        lost = _lost_contacts(staging.connection)
        key = ("referral_id", "contact_id")
        contacts = _doubles(staging.connection, staged_contact, CONTACTS.file, key, "contact-id-conflict")
    return referrals + Apart(others + lost, 0) + contacts


def _other_children(connection: Connection, known: ColumnElement[bool]) -> int:
    """Set aside a referral id that now names somebody else: taken as a change, the first child would vanish.

    Both person and month of birth must differ: tracing an NHS number alone changes the person that is known.
    """
    other = exists().where(
        known,
        referral.c.person != staged_referral.c.person,
        referral.c.birth_month != staged_referral.c.birth_month,
    )
    reason = "This id named another child in an earlier list. Give the new referral an id of its own."
    name_staged(connection, other)
    finding = ("referral-id-other-child", "referral_id", reason)
    return quarantine_staged(connection, staged_referral, REFERRALS.file, other, finding)


def _keep_first_received(connection: Connection, known: ColumnElement[bool]) -> None:
    """A returned referral keeps its first received date (R-WAIT-70); a later one is always said."""
    first = select(referral.c.received_on).where(known).scalar_subquery()
    later = exists().where(known, referral.c.received_on < staged_referral.c.received_on)
    returned = func.coalesce(staged_referral.c.returned_on, staged_referral.c.resubmitted_on).is_not(None)
    kept = "The received date is later than in an earlier list. The referral was returned, so the first date is kept."
    moved = "The received date is later than in an earlier list, which shortens the wait. Correct it if it is wrong."
    for where, reason in ((and_(later, returned), kept), (and_(later, ~returned), moved)):
        finding = ("received-date-later", "received_date", reason)
        note_staged(connection, staged_referral, REFERRALS.file, where, finding)
    connection.execute(update(staged_referral).where(later, returned).values(received_on=first))


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
