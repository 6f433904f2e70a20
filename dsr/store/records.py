"""Rows of the register as what they mean: identifiers and facts, sealed and opened. No permission is judged here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, delete, func, insert, select

from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.sameness import folded
from dsr.store.fact_text import as_text, from_text, kind_of
from dsr.store.sealing import Keyring, place_in_person
from dsr.store.tables import blind, change, fact, identifier, undoing

SEARCHED = frozenset({"nhs-number", "family-name", "birth-date", "name-and-birth"})
"""Fields that people are found by."""
_AT_ONCE = 500
"""People that are read with one statement."""

# Made once (docs/adr/0068).
_ADD_FACTS, _ADD_CHANGE = insert(fact), insert(change).returning(change.c.sequence)


@dataclass(frozen=True, kw_only=True)
class ChangeMade:
    """A change as it is told: who (as an account), why and when."""

    sequence: int
    account_id: int
    role: str
    action: str
    reason: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class FactKept:
    """A fact with its number, the change that brought it, and whether it counts."""

    fact_id: int
    sequence: int
    fact: Fact
    undone: bool


class Records:
    """Reading and writing sealed rows on a connection."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def add_facts(self, connection: Connection, person_ref: str, sequence: int, facts: Iterable[Fact]) -> None:
        rows = [
            {
                "sequence": sequence,
                "person_ref": person_ref,
                "kind": kind_of(one),
                "on": one.on,
                "body": self._keys.seal(as_text(one), place_in_person(person_ref, kind_of(one))),
            }
            for one in facts
        ]
        if rows:
            connection.execute(_ADD_FACTS, rows)

    def set_aside(self, connection: Connection, person_ref: str, sequence: int, facts: Sequence[Fact]) -> None:
        """Keep facts as undone from the start: they can be read in the history, and redone."""
        if not facts:
            return
        mine = select(fact.c.fact_id).where(fact.c.sequence == sequence)
        counting = set(connection.execute(mine).scalars())
        self.add_facts(connection, person_ref, sequence, facts)
        rows = set(connection.execute(mine).scalars()) - counting
        connection.execute(insert(undoing), [{"fact_id": one, "sequence": sequence, "again": False} for one in rows])

    def add_identifiers(
        self, connection: Connection, person_ref: str, sequence: int, values: Mapping[str, str]
    ) -> None:
        """New values of fields; what people are found by follows the newest."""
        rows = [
            {
                "sequence": sequence,
                "person_ref": person_ref,
                "field": field,
                "value": self._keys.seal(value, place_in_person(person_ref, field)),
            }
            for field, value in values.items()
        ]
        if rows:
            connection.execute(insert(identifier), rows)
            self.index(connection, person_ref)

    def index(self, connection: Connection, person_ref: str) -> None:
        """Make the blind index of a person anew, with the newest key."""
        connection.execute(delete(blind).where(blind.c.person_ref == person_ref))
        rows = [
            {"field": field, "value": self._keys.blind(value, field), "person_ref": person_ref}
            for field, value in _found_by(self.identifiers(connection, person_ref)).items()
        ]
        if rows:
            connection.execute(insert(blind), [row | {"key_version": self._keys.newest} for row in rows])

    def find(self, connection: Connection, field: str, value: str) -> list[str]:
        """The people whose newest value of a field is alike, under whichever key they are indexed."""
        blinds = [self._keys.blind(folded(value), field, version) for version in self._keys.versions]
        found = select(blind.c.person_ref).where(blind.c.field == field, blind.c.value.in_(blinds))
        return sorted(connection.execute(found).scalars())

    def named(self, connection: Connection, nhs_number: str | None, birth_date: date | None) -> str | None:
        """Who has a number and a birth date, within reach of anybody or not; both must fit."""
        if nhs_number is None or birth_date is None:
            return None
        born = birth_date.isoformat()
        people = self.find(connection, "nhs-number", nhs_number)
        return next((one for one in people if self.identifiers(connection, one).get("birth-date") == born), None)

    def identifiers(self, connection: Connection, person_ref: str, as_known: int | None = None) -> dict[str, str]:
        """The newest value of each field, or that of a change; fields that were taken away are left out."""
        rows = self._identifier_rows(connection, [person_ref], as_known)
        return {field: value for (_, field), value in rows.items() if value}

    def identifiers_of(
        self, connection: Connection, people: Iterable[str], fields: Iterable[str], as_known: int | None = None
    ) -> dict[str, dict[str, str]]:
        """Some fields of many people, for a list; as they are known now, or as of a change."""
        wanted = frozenset(fields)
        found: dict[str, dict[str, str]] = {}
        for (person_ref, field), value in self._identifier_rows(connection, list(people), as_known, wanted).items():
            found.setdefault(person_ref, {})[field] = value
        return found

    def _identifier_rows(
        self,
        connection: Connection,
        people: list[str],
        as_known: int | None,
        fields: frozenset[str] | None = None,
    ) -> dict[tuple[str, str], str]:
        rows = connection.execute(
            _identifiers_of(bounded=as_known is not None, some=fields is not None),
            {"people": people, "fields": list(fields or ()), "as_known": as_known},
        )
        return {(row.person_ref, row.field): self._opened(row.value, row.person_ref, row.field) for row in rows}

    def facts(self, connection: Connection, person_ref: str, as_known: int | None = None) -> list[FactKept]:
        """Every fact, also those that are undone, in the order in which they were recorded."""
        return self._facts(connection, [person_ref], as_known)[person_ref]

    def lives(self, connection: Connection, people: Sequence[str], as_known: int | None = None) -> dict[str, Life]:
        """The lives of many people as they are known now, or as of a change, without a query for each."""
        found: dict[str, Life] = {}
        for first in range(0, len(people), _AT_ONCE):
            some = people[first : first + _AT_ONCE]
            births = self.identifiers_of(connection, some, ("birth-date",), as_known)
            for person_ref, kept in self._facts(connection, some, as_known).items():
                facts = (one.fact for one in kept if not one.undone)
                found[person_ref] = Life.of(birth_of(births[person_ref]), facts)
        return found

    def _facts(self, connection: Connection, people: Sequence[str], as_known: int | None) -> dict[str, list[FactKept]]:
        found: dict[str, list[FactKept]] = {person_ref: [] for person_ref in people}
        asked = {"people": list(people), "as_known": as_known}
        for row in connection.execute(_facts_of(bounded=as_known is not None), asked):
            found[row.person_ref].append(self._kept(row))
        return found

    def _kept(self, row: Row[Any]) -> FactKept:
        return FactKept(
            fact_id=row.fact_id,
            sequence=row.sequence,
            fact=from_text(row.kind, row.on, self._opened(row.body, row.person_ref, row.kind)),
            undone=row.again is False or row.again == 0,
        )

    def changes(self, connection: Connection, person_ref: str) -> list[ChangeMade]:
        """Who changed what when, oldest first."""
        rows = connection.execute(select(change).where(change.c.person_ref == person_ref).order_by(change.c.sequence))
        return [
            ChangeMade(
                sequence=row.sequence,
                account_id=row.account_id,
                role=row.role,
                action=row.action,
                reason=self._opened(row.reason, person_ref, "reason"),
                made_at=row.made_at,
            )
            for row in rows
        ]

    def add_change(self, connection: Connection, person_ref: str, account_id: int, values: Mapping[str, Any]) -> int:
        """Open a change; returns its sequence. `values`: role, action, reason, made_at."""
        sealed = self._keys.seal(values["reason"], place_in_person(person_ref, "reason"))
        row = {**values, "reason": sealed, "person_ref": person_ref, "account_id": account_id}
        sequence: int = connection.execute(_ADD_CHANGE, row).scalar_one()
        return sequence

    def _opened(self, sealed: bytes, person_ref: str, field: str) -> str:
        return self._keys.open(sealed, place_in_person(person_ref, field))


def birth_of(identifiers: Mapping[str, str]) -> date:
    """The day of birth among the identifiers."""
    return date.fromisoformat(identifiers["birth-date"])


def known_at(connection: Connection, person_ref: str, instant: datetime) -> int:
    """The newest change of a person that was made by an instant; 0 before the first."""
    made = select(func.max(change.c.sequence)).where(change.c.person_ref == person_ref, change.c.made_at <= instant)
    return connection.execute(made).scalar() or 0


def newest_change(connection: Connection, person_ref: str) -> int | None:
    """The newest change of a person; None of nobody."""
    newest = select(func.max(change.c.sequence)).where(change.c.person_ref == person_ref)
    sequence: int | None = connection.execute(newest).scalar()
    return sequence


@cache
def _identifiers_of(*, bounded: bool, some: bool) -> Select[Any]:
    """The newest value of each field, or of some fields, of people; `bounded` as of a change.

    Made once (docs/adr/0068).
    """
    known: list[ColumnElement[bool]] = [identifier.c.person_ref.in_(bindparam("people", expanding=True))]
    if bounded:
        known.append(identifier.c.sequence <= bindparam("as_known"))
    if some:
        known.append(identifier.c.field.in_(bindparam("fields", expanding=True)))
    newest = (
        select(identifier.c.person_ref, identifier.c.field, func.max(identifier.c.sequence).label("sequence"))
        .where(*known)
        .group_by(identifier.c.person_ref, identifier.c.field)
        .subquery()
    )
    same = and_(
        identifier.c.person_ref == newest.c.person_ref,
        identifier.c.field == newest.c.field,
        identifier.c.sequence == newest.c.sequence,
    )
    return select(identifier).join(newest, same)


@cache
def _facts_of(*, bounded: bool) -> Select[Any]:
    """Every fact of people, with what was last said about whether it counts."""
    last = _last_undoing(bounded=bounded)
    rows = select(fact, last.c.again).outerjoin(last, last.c.fact_id == fact.c.fact_id)
    rows = rows.where(fact.c.person_ref.in_(bindparam("people", expanding=True))).order_by(fact.c.fact_id)
    return rows.where(fact.c.sequence <= bindparam("as_known")) if bounded else rows


def _last_undoing(*, bounded: bool) -> Any:
    """Of each fact that was ever undone, whether the last word is that it counts again."""
    known: Select[Any] = select(undoing.c.fact_id, func.max(undoing.c.sequence).label("sequence"))
    if bounded:
        known = known.where(undoing.c.sequence <= bindparam("as_known"))
    newest = known.group_by(undoing.c.fact_id).subquery()
    same = and_(undoing.c.fact_id == newest.c.fact_id, undoing.c.sequence == newest.c.sequence)
    return select(undoing.c.fact_id, undoing.c.again).join(newest, same).subquery()


def _found_by(identifiers: Mapping[str, str]) -> dict[str, str]:
    """What a person is found by: a number, a family name, a day of birth, and both of these together."""
    found = {field: folded(value) for field, value in identifiers.items() if field in SEARCHED and value}
    if {"family-name", "birth-date"} <= found.keys():
        found["name-and-birth"] = found["family-name"] + found["birth-date"]
    return found
