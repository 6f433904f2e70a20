"""The audit: who looked at whom, and who changed what, each row bound to the one before it by a keyed hash.

A row is committed before a look is answered, and in one transaction with a change. Whoever can write to the database
but has no key cannot change, remove or insert a row without `verify` telling. What was cut off at the end is told by
the newest anchor: number and hash of a row, kept outside the database (ASVS 16.4).
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from dsr.store.tables import audit, audit_head, seen

_BEGINNING = "0" * 64
_BATCH = 10_000

# Made once (docs/adr/0068).
_HEAD = select(audit_head)
_HEAD_TO_WRITE = _HEAD.with_for_update()
_MOVE_HEAD = update(audit_head).values(number=bindparam("to_number"), hash=bindparam("to_hash"))
_ADD, _ADD_SEEN = insert(audit), insert(seen)


class Outcome(StrEnum):
    """What became of what was asked for."""

    ALLOWED = "allowed"
    DENIED = "denied"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row before it has a number. `people` are references, `fields` classes of fields, `route` a template."""

    at: datetime
    account_id: int | None
    role: str
    organisation: str
    purpose: str
    action: str
    outcome: Outcome
    people: tuple[str, ...] = ()
    fields: str = ""
    route: str = ""
    request_id: str = ""


@dataclass(frozen=True)
class Anchor:
    """A row as it was, kept elsewhere."""

    number: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """Where the chain does not hold, and how."""

    number: int
    what: str


class Audit:
    """The audit of a register, on a connection within a writing transaction."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def take_turn(self, connection: Connection) -> Row[Any]:
        """The end of the audit. Writers take turns from here to the end of their transaction."""
        return connection.execute(_HEAD_TO_WRITE).one()

    def add(self, connection: Connection, entry: Entry) -> int:
        """Append a row; returns its number. Writers take turns, as in `take_turn`."""
        head = self.take_turn(connection)
        number: int = head.number + 1
        row = _row(number, entry)
        hash_ = self._hash(head.hash, row)
        connection.execute(_ADD, row | {"hash": hash_})
        if entry.people:
            people = [{"person_ref": ref, "number": number} for ref in dict.fromkeys(entry.people)]
            connection.execute(_ADD_SEEN, people)
        connection.execute(_MOVE_HEAD, {"to_number": number, "to_hash": hash_})
        return number

    def verify(self, connection: Connection, anchors: Iterable[Anchor] = ()) -> list[Broken]:
        """Everything that does not hold, in the order of the numbers; empty where nothing was touched."""
        kept = {anchor.number: anchor.hash for anchor in anchors}
        found, before, expected = list[Broken](), _BEGINNING, 1
        for row in _rows(connection):
            if row.number != expected:
                found.append(Broken(expected, f"{row.number - expected} rows are missing before row {row.number}"))
            facts = {name: value for name, value in row._mapping.items() if name != "hash"}
            if not hmac.compare_digest(self._hash(before, facts), row.hash):
                found.append(Broken(row.number, "the row, or the one before it, was changed, removed or put in"))
            if kept.pop(row.number, row.hash) != row.hash:
                found.append(Broken(row.number, "the row is not the one that its anchor was taken of"))
            before, expected = row.hash, row.number + 1
        found += [Broken(number, "the row of an anchor is missing") for number in sorted(kept)]
        return [*found, *self._at_the_end(connection, before, expected - 1), *_about_nobody(connection)]

    def anchor(self, connection: Connection) -> Anchor:
        """The newest row, to be kept outside the database."""
        head = connection.execute(_HEAD).one()
        return Anchor(head.number, head.hash)

    def _at_the_end(self, connection: Connection, last: str, number: int) -> Iterator[Broken]:
        head = connection.execute(_HEAD).one_or_none()
        if head is None or (head.number, head.hash) != (number, last):
            yield Broken(number + 1, "the end of the audit is not where it was left: rows are missing, or were put in")

    def _hash(self, before: str, row: dict[str, Any]) -> str:
        return hmac.new(self._key, (before + _canonical(row)).encode(), hashlib.sha256).hexdigest()


def begin(connection: Connection) -> None:
    """Make the end of an audit without rows, once."""
    if connection.execute(_HEAD).first() is None:
        connection.execute(insert(audit_head).values(one=1, number=0, hash=_BEGINNING))


def looks_at(connection: Connection, person_ref: str) -> Iterator[Row[Any]]:
    """Every row about a person, oldest first: who looked, and what for."""
    about = select(audit).join(seen, seen.c.number == audit.c.number).where(seen.c.person_ref == person_ref)
    yield from connection.execute(about.order_by(audit.c.number))


def _rows(connection: Connection) -> Iterator[Row[Any]]:
    """All of them in order, without holding them all."""
    last = 0
    while rows := connection.execute(
        select(audit).where(audit.c.number > last).order_by(audit.c.number).limit(_BATCH)
    ).all():
        yield from rows
        last = rows[-1].number


def _about_nobody(connection: Connection) -> Iterator[Broken]:
    """Rows of `seen` repeat what the hash covers; a look that they do not tell of would be found by nobody."""
    listed: dict[int, set[str]] = {}
    for row in connection.execute(select(seen.c.number, seen.c.person_ref)):
        listed.setdefault(row.number, set()).add(row.person_ref)
    for number, people in connection.execute(select(audit.c.number, audit.c.people).where(audit.c.people != "")):
        if listed.pop(number, set()) != set(people.split()):
            yield Broken(number, "the list of whom the row is about was changed")
    yield from (Broken(number, "somebody is listed for a row that is not about them") for number in sorted(listed))


def _row(number: int, entry: Entry) -> dict[str, Any]:
    facts = {**vars(entry), "people": " ".join(dict.fromkeys(entry.people)), "outcome": entry.outcome.value}
    return {"number": number, **facts}


def _canonical(row: dict[str, Any]) -> str:
    """The same text for the same row on every database."""
    plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
