"""Erasing records that nothing asks for any more (R-DSR-116): nobody can find out afterwards whose they were.

Identifiers, reasons, words of emergencies and every text of a fact are destroyed, in the record and in those that were
merged into it, and so is who had a role over it as its family. Days, kinds and codes stay for past figures. The audit
holds references alone, so it stays whole.

What is gone from the rows is in the pages of the database until they are written over. That is a step of its own, and
each record keeps whether it was done: a process that dies between the two leaves it to the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, func, insert, select, update

from dsr.rules.entry.reduction import reduced, reduced_birth
from dsr.rules.entry.retention import Keeping, Kept, kept_on
from dsr.store.audit import Outcome
from dsr.store.door import Door
from dsr.store.fact_text import FactUnknown, as_text, kind_of
from dsr.store.faults import SealBroken
from dsr.store.records import birth_of
from dsr.store.sealing import place_in_emergency, place_in_person
from dsr.store.single_people import erase_families, remove_all
from dsr.store.tables import (
    account,
    agency,
    blind,
    change,
    emergency,
    fact,
    grant,
    identifier,
    person,
    sign_in,
    standing,
    task,
    undoing,
)

ERASED_TEXT = "erased"
_HELD: tuple[Table, ...] = (
    identifier,
    fact,
    change,
    blind,
    emergency,
    undoing,
    agency,
    task,
    standing,
    grant,
    sign_in,
    account,
)
"""Where something was that is to be nowhere any more."""
_LEFT = and_(person.c.erased_on.is_not(None), person.c.scrubbed_on.is_(None))
_DAMAGE = (FactUnknown, SealBroken, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""How a record fails that a newer version wrote, or in which something is changed or missing."""


@dataclass(frozen=True)
class ToErase:
    """A record that nothing asks for, since when, and why."""

    person_ref: str
    since: date
    why: str


@dataclass(frozen=True)
class Due:
    """Whose record nothing asks for, the longest ago first, and of whom nobody can say, since it cannot be read."""

    found: tuple[ToErase, ...]
    unreadable: tuple[str, ...]


class Erasing(Door):
    """The register as whoever erases sees it; nothing that is told identifies anybody."""

    def due(self, day: date) -> Due:
        """Whose record nothing asks for on a day, as it is known now. One that cannot be read keeps back no other."""
        with self.session.database.reading() as connection:
            people = self._everybody(connection)
            kept = self._kept(connection, people, day)
        found = [ToErase(ref, one.until, one.why) for ref, one in kept.items() if _is_due(one) and one.until]
        self._note("read-erasures", [one.person_ref for one in found], "dates")
        in_turn = sorted(found, key=lambda one: (one.since, one.person_ref))
        return Due(tuple(in_turn), tuple(ref for ref in people if ref not in kept))

    def erase(self, person_ref: str, day: date) -> bool:
        """Erase a record and those merged into it; False where somebody holds or needs it by now, or nobody has it.

        The day is today or one before: what is asked for until tomorrow is not erased today. It cannot be taken back.
        """
        day = min(day, self.session.today)
        with self.session.database.writing() as connection:
            records = [person_ref, *_merged_into(connection, person_ref)]
            self._lock(connection, records)
            kept = self._kept(connection, self._visible(connection, [person_ref]), day)
            if not kept or not _is_due(kept[person_ref]):
                self._audit.add(connection, self._entry("erase", Outcome.REFUSED, (person_ref,), "everything"))
                return False
            self._reduce(connection, person_ref)
            self._destroy(connection, records)
            self._destroy_roles(connection, records)
            self._audit.add(connection, self._entry("erase", Outcome.ALLOWED, tuple(records), "everything"))
        return True

    def may_erase(self) -> bool:
        """Whether the database lets this role erase: only the owner of the tables can, the service's role cannot."""
        return self.session.database.owns([table.name for table in _HELD])

    def left_to_scrub(self) -> int:
        """How many erased records may still stand in pages of the database."""
        with self.session.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(person).where(_LEFT)).scalar_one()

    def scrub(self) -> None:
        """Let the database write over the pages that held what was erased; takes a moment, and the tables meanwhile.

        Safe to run twice. Raises `StoreUnavailable` where something is left; then it is still to be done.
        """
        with self.session.database.reading() as connection:
            erased = connection.execute(select(person.c.person_ref).where(_LEFT)).scalars().all()
        self.session.database.write_over([table.name for table in _HELD])
        done = update(person).where(person.c.person_ref == bindparam("of")).values(scrubbed_on=self.session.today)
        with self.session.database.writing() as connection:
            if erased:
                connection.execute(done, [{"of": ref} for ref in erased])

    def _kept(self, connection: Connection, people: Sequence[str], day: date) -> dict[str, Kept]:
        """How each record is kept that can be read: all at once, or one by one where one of them cannot."""
        try:
            lives = self._records.lives(connection, people)
            return {ref: kept_on(life, day, self.session.terms) for ref, life in lives.items()}
        except _DAMAGE:
            if len(people) == 1:
                return {}
        # A damaged one is rare, and erasing is no request that somebody waits for.
        each = (self._kept(connection, [ref], day) for ref in people)
        return {ref: one for found in each for ref, one in found.items()}

    def _lock(self, connection: Connection, records: list[str]) -> None:
        if self.session.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        rows = select(person.c.person_ref).where(person.c.person_ref.in_(records)).order_by(person.c.person_ref)
        connection.execute(rows.with_for_update()).all()

    def _reduce(self, connection: Connection, person_ref: str) -> None:
        """Put the facts that count in place of themselves, without words; those that were undone go."""
        kept = self._records.facts(connection, person_ref)
        gone = [one.fact_id for one in kept if one.undone]
        for table in (undoing, fact):
            connection.execute(delete(table).where(table.c.fact_id.in_(gone)))
        left = [one for one in kept if not one.undone]
        rows = [
            {"of": one.fact_id, "sealed": self._seal(as_text(less), person_ref, kind_of(less))}
            for one, less in zip(left, reduced(one.fact for one in left), strict=True)
        ]
        if rows:
            own = update(fact).where(fact.c.fact_id == bindparam("of"))
            connection.execute(own.values(body=bindparam("sealed")), rows)
        # Another identifier that does not open keeps nobody.
        known = self._records.identifiers_of(connection, [person_ref], ("birth-date",))
        born = reduced_birth(birth_of(known[person_ref])).isoformat()
        # With the first of all: figures of any past month still count who was known then.
        oldest = select(func.min(identifier.c.sequence)).where(identifier.c.person_ref == person_ref)
        sequence = connection.execute(oldest).scalar_one()
        connection.execute(delete(identifier).where(identifier.c.person_ref == person_ref))
        row = {"sequence": sequence, "person_ref": person_ref, "field": "birth-date"}
        connection.execute(insert(identifier).values(**row, value=self._seal(born, person_ref, "birth-date")))

    def _destroy(self, connection: Connection, records: list[str]) -> None:
        first, *seconds = records
        known = select(fact.c.fact_id).where(fact.c.person_ref.in_(seconds))
        connection.execute(delete(undoing).where(undoing.c.fact_id.in_(known)))
        for table in (fact, identifier):
            connection.execute(delete(table).where(table.c.person_ref.in_(seconds)))
        for table in (blind, agency, task):
            connection.execute(delete(table).where(table.c.person_ref.in_(records)))
        for ref in records:
            connection.execute(
                update(change).where(change.c.person_ref == ref).values(reason=self._seal(ERASED_TEXT, ref, "reason"))
            )
        self._destroy_words(connection, emergency.c.person_ref.in_(records))
        gone = {"erased_on": self.session.today, "version": person.c.version + 1}
        connection.execute(update(person).where(person.c.person_ref.in_(records)).values(gone))
        nothing = dict.fromkeys(("rating", "rated_since", "next_review_on", "board", "team", "case_lead", "key_worker"))
        row = {**nothing, "keeping": Keeping.ERASED, "shared": False, "weight": 0.0}
        connection.execute(update(standing).where(standing.c.person_ref == first).values(row))

    def _destroy_roles(self, connection: Connection, records: list[str]) -> None:
        # Whoever gives a role takes turns here too: of both at once none is left over an erased record.
        self._audit.take_turn(connection)
        removed = remove_all(connection, records)
        for one in removed:
            numbers = f"account {one.account_id} grant {one.grant_id} {one.role}"
            self._audit.add(connection, self._entry("end-grant", Outcome.ALLOWED, (), numbers))
        for account_id in erase_families(connection, self.session.keys, removed, self.session.now):
            self._audit.add(connection, self._entry("erase-account", Outcome.ALLOWED, (), f"account {account_id}"))

    def _destroy_words(self, connection: Connection, about: ColumnElement[bool]) -> None:
        for ref, found in connection.execute(
            select(emergency.c.emergency_ref, emergency.c.finding_words).where(about)
        ).all():
            values = {"words": self.session.keys.seal(ERASED_TEXT, place_in_emergency(ref, "words"))}
            if found is not None:
                values["finding_words"] = self.session.keys.seal(ERASED_TEXT, place_in_emergency(ref, "finding"))
            connection.execute(update(emergency).where(emergency.c.emergency_ref == ref).values(values))

    def _seal(self, value: str, person_ref: str, field: str) -> bytes:
        return self.session.keys.seal(value, place_in_person(person_ref, field))


def _is_due(kept: Kept) -> bool:
    return kept.keeping is Keeping.TO_BE_ERASED


def _merged_into(connection: Connection, person_ref: str) -> list[str]:
    """Every record that leads to one in the end."""
    found, last = list[str](), [person_ref]
    while last:
        begins = and_(person.c.merged_into.in_(last), person.c.person_ref.not_in([person_ref, *found]))
        last = list(connection.execute(select(person.c.person_ref).where(begins)).scalars())
        found += last
    return found
