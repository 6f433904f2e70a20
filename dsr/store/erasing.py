"""Erasing records that nothing asks for any more (R-DSR-116): nobody can find out afterwards whose they were.

Identifiers, reasons, words of emergencies and every text of a fact are destroyed, in the record and in those that were
merged into it. Days, kinds and codes stay for past figures. The audit holds references alone, so it stays whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, insert, select, update

from dsr.rules.entry.reduction import reduced, reduced_birth
from dsr.rules.entry.retention import Keeping, Kept, kept_on
from dsr.rules.life import Life
from dsr.store.audit import Outcome
from dsr.store.door import Door
from dsr.store.fact_text import as_text, kind_of
from dsr.store.records import birth_of
from dsr.store.sealing import place_in_emergency, place_in_person
from dsr.store.tables import agency, blind, change, emergency, fact, identifier, person, standing, task, undoing

ERASED_TEXT = "erased"
_HELD: tuple[Table, ...] = (identifier, fact, change, blind, emergency, undoing, agency, task, standing)
"""Where something was that is to be nowhere any more."""


@dataclass(frozen=True)
class ToErase:
    """A record that nothing asks for, since when, and why."""

    person_ref: str
    since: date
    why: str


class Erasing(Door):
    """The register as whoever erases sees it; nothing that is told identifies anybody."""

    def due(self, day: date) -> list[ToErase]:
        """Whose record nothing asks for on a day, as it is known now; the longest ago first."""
        with self.session.database.reading() as connection:
            people = self._everybody(connection)
            kept = {ref: kept_on(life, day, self.session.terms) for ref, life in self._lives(connection, people)}
        found = [ToErase(ref, one.until, one.why) for ref, one in kept.items() if _is_due(one) and one.until]
        self._note("read-erasures", [one.person_ref for one in found], "dates")
        return sorted(found, key=lambda one: (one.since, one.person_ref))

    def erase(self, person_ref: str, day: date) -> bool:
        """Erase a record and those merged into it; False where somebody holds or needs it by now, or nobody has it.

        The day is today or one before: what is asked for until tomorrow is not erased today. It cannot be taken back.
        """
        day = min(day, self.session.today)
        with self.session.database.writing() as connection:
            records = [person_ref, *_merged_into(connection, person_ref)]
            self._lock(connection, records)
            visible = self._visible(connection, [person_ref])
            kept = [kept_on(life, day, self.session.terms) for _, life in self._lives(connection, visible)]
            if not kept or not _is_due(kept[0]):
                self._audit.add(connection, self._entry("erase", Outcome.REFUSED, (person_ref,), "everything"))
                return False
            self._reduce(connection, person_ref)
            self._destroy(connection, records)
            self._audit.add(connection, self._entry("erase", Outcome.ALLOWED, tuple(records), "everything"))
        return True

    def scrub(self) -> None:
        """Let the database write over the pages that held what was erased; takes a moment, and the tables meanwhile."""
        self.session.database.write_over([table.name for table in _HELD])

    def _lives(self, connection: Connection, people: Sequence[str]) -> list[tuple[str, Life]]:
        return list(self._records.lives(connection, list(people)).items())

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
        born = reduced_birth(birth_of(self._records.identifiers(connection, person_ref))).isoformat()
        newest = select(identifier.c.sequence).where(identifier.c.person_ref == person_ref).limit(1)
        sequence = connection.execute(newest).scalar_one()
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
