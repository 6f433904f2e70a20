"""Records that a referral made beside the one that has the NHS number, until somebody looked into both (H2).

They need share neither name nor birth date, so nothing else leads from one to the other. Which two they are is told by
a row of the audit, which names references alone: whoever reads one of them learns nothing of the other.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, exists, literal, or_, select

from dsr.store.audit import Outcome
from dsr.store.tables import PERSON_REF, audit, change, person, seen

BESIDE = "pass-on-beside"
"""What the history and the audit call a referral that made a record beside that of its NHS number."""
TELL_APART = "tell-apart"
"""What the audit calls it; its row is what is kept of it: who looked into which two, and when."""

Pair = tuple[str, str]

_NEW, _HELD = seen.alias("new"), seen.alias("held")

# Made once (docs/adr/0068).
_LEFT = select(person).where(or_(person.c.merged_into.is_not(None), person.c.erased_on.is_not(None)))


def told_apart(first: ColumnElement[str], second: ColumnElement[str]) -> Exists:
    """Whether somebody looked into two records, and they are of two people."""
    mine, theirs, row = seen.alias("mine"), seen.alias("theirs"), audit.alias("decided")
    return exists().where(
        mine.c.person_ref == first,
        theirs.c.person_ref == second,
        mine.c.number == theirs.c.number,
        row.c.number == mine.c.number,
        row.c.action == TELL_APART,
        row.c.outcome == Outcome.ALLOWED,
    )


_WRITTEN_BESIDE = (
    select(_NEW.c.person_ref.label("new"), _HELD.c.person_ref.label("held"), audit.c.at)
    .join_from(change, _NEW, _NEW.c.person_ref == change.c.person_ref)
    .join(audit, audit.c.number == _NEW.c.number)
    .join(_HELD, _HELD.c.number == _NEW.c.number)
    .where(change.c.action == BESIDE, audit.c.action == BESIDE, _HELD.c.person_ref != _NEW.c.person_ref)
    .where(~told_apart(_NEW.c.person_ref, _HELD.c.person_ref))
    .order_by(audit.c.number)
)


def written_beside(connection: Connection) -> dict[Pair, datetime]:
    """Each two that nobody has decided on, in the order of their references, and since when.

    One that was merged since is the record that it is part of. Whoever is erased is alike with nobody.
    """
    rows = connection.execute(_WRITTEN_BESIDE).all()
    left = {row.person_ref: row for row in connection.execute(_LEFT)} if rows else {}
    found: dict[Pair, datetime] = {}
    for row in rows:
        first, second = sorted(_whole(one, left) for one in (row.new, row.held))
        if first == second or {first, second} & left.keys():
            continue
        if {first, second} == {row.new, row.held} or not _decided(connection, first, second):
            found.setdefault((first, second), row.at)
    return found


def _whole(person_ref: str, left: dict[str, Any]) -> str:
    """The record that goes on, of one that was merged."""
    while person_ref in left and left[person_ref].merged_into:
        person_ref = left[person_ref].merged_into
    return person_ref


def _decided(connection: Connection, first: str, second: str) -> bool:
    either = told_apart(literal(first, PERSON_REF), literal(second, PERSON_REF))
    return bool(connection.execute(select(either)).scalar())
