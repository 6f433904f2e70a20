"""The one door to the people of the register: nothing passes it that is not audited, and nobody beyond their reach.

A look is in the audit before it is answered; a change and its row in the audit are one transaction. Whoever asks for a
person outside their reach is told that there is none, and the question is in the audit as denied (R-DSR-113; F05: where
the audit cannot be written, nothing is answered).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from diis.definitions.calendar import ADULT_YEARS
from dsr.rules.days import age_day
from dsr.rules.due import open_on
from dsr.rules.entry.reduction import reduced_task
from dsr.rules.entry.standing import WORKED_WITH
from dsr.rules.life import Life
from dsr.rules.tasks import Task
from dsr.store.allocating import Allocating
from dsr.store.audit import Outcome
from dsr.store.caseloads import Caseloads
from dsr.store.door import outcome_of
from dsr.store.histories import Histories
from dsr.store.known_then import known_before, people_known
from dsr.store.open_tasks import open_tasks_kept, open_tasks_of
from dsr.store.people import (
    Change,
    ChangedMeanwhile,
    Leaving,
    NobodyThere,
    NumberHeld,
    Person,
    Registered,
    Writing,
)
from dsr.store.records import birth_of
from dsr.store.references import new_reference
from dsr.store.standings import derive, life_of
from dsr.store.tables import agency, blind, person, standing, task, undoing

# Made once (docs/adr/0068).
_VERSION_TO_WRITE = select(person.c.version).where(person.c.person_ref == bindparam("of")).with_for_update()
_NEW_VERSION = update(person).where(person.c.person_ref == bindparam("of")).values(version=bindparam("new"))


class RegisterStore(Caseloads, Histories):
    """The register as one actor may see it."""

    def person(self, person_ref: str, as_known: datetime | None = None, *, with_tasks: bool = False) -> Person:
        """A person as known now or at an instant; raises `NobodyThere`, also for an instant before they were known.

        `with_tasks`: what is to be done today, if that is kept.
        """
        self._look("read-person", [person_ref], "identity facts", as_known)
        with self.session.database.reading() as connection:
            found = self._person(connection, person_ref, as_known)
            if not with_tasks or as_known is not None:
                return found
            return replace(found, open_tasks=open_tasks_kept(connection, person_ref, self.session.today))

    def find(self, what: str, value: str) -> list[str]:
        """References by `nhs-number`, `family-name`, `birth-date` or `name-and-birth`; only those within reach."""
        with self.session.database.writing() as connection:
            alike = self._records.find(connection, what, value)
            # Who is seen by sharing is seen today if that is of today: nobody is entered twice after midnight (H2).
            self._renew(connection, alike)
            found = self._visible(connection, alike)
            self._audit.add(connection, self._entry("search", Outcome.ALLOWED, tuple(found), "identity"))
        return found

    def is_held(self, what: str, value: str) -> bool:
        """Whether there is anybody with an identifier, within reach or not: nobody is entered a second time.

        Whose record it is, is in the audit: the answer tells that there is one (R-DSR-113).
        """
        with self.session.database.reading() as connection:
            found = self._records.find(connection, what, value)
        self._note("check-held", found, "identity")
        return bool(found)

    def identifiers(self, people: Iterable[str], fields: Iterable[str]) -> dict[str, dict[str, str]]:
        """Some identifiers of many people, for a list; those out of reach are left out."""
        with self.session.database.reading() as connection:
            visible = self._visible(connection, people)
        self._note("read-list", visible, " ".join(sorted(fields)))
        with self.session.database.reading() as connection:
            return self._records.identifiers_of(connection, visible, fields)

    def registered(self, pseudonym_of: Callable[[str], str]) -> list[Registered]:
        """Everybody with an active entry, by pseudonym alone: for what is computed of all of them together.

        One row of the audit, and nobody in it (R-DSR-119): what comes of it tells of no person.
        """
        self._note("compute-attention", [], "identity")
        with self.session.database.reading() as connection:
            active = select(standing.c.person_ref).where(standing.c.status.in_(WORKED_WITH), self._within())
            people = list(connection.execute(active).scalars())
            found = self._records.identifiers_of(connection, people, ("nhs-number", "birth-date"))
        return [
            Registered(
                pseudonym_of(own["nhs-number"]) if own.get("nhs-number") else None,
                age_day(birth_of(own), ADULT_YEARS),
            )
            for own in found.values()
        ]

    def due(self, day: date) -> list[tuple[str, Task]]:
        """What is open on a day, and about whom; of a past day as of what had happened by then, as it is known now.

        Of a record that has left the live view the tasks are told without words, whatever the day (R-DSR-116).
        """
        with self.session.database.reading() as connection:
            within, stubs = self._everybody(connection), self._stubs(connection)
            if day == self.session.today:
                found = list(open_tasks_of(connection, within, day))
            else:
                lives = self._records.lives(connection, within).items()
                found = [
                    (ref, task) for ref, life in lives for task in open_on(life.until(day), day, self.session.terms)
                ]
        self._note("read-due", sorted({person_ref for person_ref, _ in found}), "tasks")
        listed = self.session.terms.organisations
        told = ((ref, reduced_task(task, listed) if ref in stubs else task) for ref, task in found)
        return sorted(told, key=lambda one: (one[1].due_on, one[1].opens_on, one[0], one[1].code, one[1].about))

    def lives_to_count(
        self, fields: Iterable[str], grouped: Callable[[Mapping[str, str]], Mapping[str, str]], before: datetime
    ) -> list[tuple[Life, Mapping[str, str]]]:
        """Everybody as known before an instant (UTC), within reach or not, for figures alone.

        No reference and no identifier comes out. What is recorded, undone, merged or taken apart later changes nothing.

        `grouped` turns some identifiers into the groups that are counted, such as a postcode into a decile; only what
        it returns leaves.
        """
        self._note("read-counts", [], "counts")
        with self.session.database.reading() as connection:
            sequence = known_before(connection, before)
            people = people_known(connection, sequence)
            lives = self._records.lives(connection, people, sequence)
            known = self._records.identifiers_of(connection, people, fields, sequence)
        return [(life, grouped(known.get(person_ref, {}))) for person_ref, life in lives.items()]

    def enter(self, writing: Writing) -> str:
        """Take in somebody new; returns the reference. Raises `NumberHeld`, `CaseloadFull`, `WorkerUnavailable`."""
        with self._noting_refusal(writing.action, []), self.session.database.writing() as connection:
            return self._enter(connection, writing)

    def change(self, person_ref: str, version: int, writing: Writing) -> int:
        """Change a person who was read at a version; returns the new one.

        Raises `NobodyThere`, `ChangedMeanwhile` when somebody else was first, and `CaseloadFull`.
        """
        return self.change_all([Change(person_ref, version, writing)])[person_ref]

    def change_all(self, changes: Sequence[Change], leaving: Leaving | None = None) -> dict[str, int]:
        """Change several people in one transaction, all or none; returns the new version of each.

        With `leaving` the changes give over everybody of a key worker, or nothing is written (`StillTheirs`).
        """
        in_turn = sorted(changes, key=lambda one: one.person_ref)
        action = "give-over" if leaving else in_turn[0].writing.action
        with self._noting_refusal(action, in_turn), self.session.database.writing() as connection:
            refused = self._first_hindrance(connection, in_turn)
            if refused is None:
                return self._write_all(connection, in_turn, leaving)
        raise refused

    def merge(self, kept: Change, second: Change) -> int:
        """Write both and let the second be a record of the first: it is found and listed no more, and stays to be seen.

        Returns the new version of the first; raises as `change_all`.
        """
        both = sorted((kept, second), key=lambda one: one.person_ref)
        with self._noting_refusal(kept.writing.action, both), self.session.database.writing() as connection:
            refused = self._first_hindrance(connection, both)
            if refused is None:
                # An identifier that is brought must not be held by the one that it is brought from.
                connection.execute(delete(blind).where(blind.c.person_ref == second.person_ref))
                found = self._write_all(connection, [second, kept])
                self._take_from_lists(connection, second.person_ref, kept.person_ref)
                return found[kept.person_ref]
        raise refused

    def now_known_as(self, person_ref: str) -> str | None:
        """The record that a merged one belongs to in the end, if that is within reach; None for any other.

        What is told is a look at the record that goes on, and in the audit as one.
        """
        with self.session.database.reading() as connection:
            found = into = None
            while into := _merged_into(connection, into or person_ref):
                found = into
        if found is None:
            return None
        with suppress(NobodyThere):
            self._look("read-merged", [found], "reference")
            return found
        return None

    def _take_from_lists(self, connection: Connection, second: str, kept: str) -> None:
        connection.execute(update(person).where(person.c.person_ref == second).values(merged_into=kept))
        for table in (agency, task, standing, blind):
            connection.execute(delete(table).where(table.c.person_ref == second))

    def note_denied(self, action: str) -> None:
        """Put into the audit that the actor asked for something that none of their roles may do (ASVS 16.3.2)."""
        self._note(action, [], "", Outcome.DENIED)

    def is_empty(self) -> bool:
        """Whether nobody was ever entered."""
        with self.session.database.reading() as connection:
            return connection.execute(select(person.c.person_ref).limit(1)).first() is None

    def note_report(self, sha256: str) -> None:
        """That a report was handed out, by its SHA-256: the audit's own seal then holds for the report too."""
        self._note("report", [], f"report with the SHA-256 {sha256}")

    def _first_hindrance(self, connection: Connection, changes: Sequence[Change]) -> Exception | None:
        """The first reason why not all can be written, which is in the audit then; people are locked in their order."""
        for one in changes:
            fault = self._hindrance(connection, one.person_ref, one.version)
            if fault is not None:
                entry = self._entry(one.writing.action, outcome_of(fault), (one.person_ref,), "facts")
                self._audit.add(connection, entry)
                return fault
        return None

    def _enter(self, connection: Connection, writing: Writing) -> str:
        reference = new_reference()
        connection.execute(insert(person).values(person_ref=reference, version=0))
        self._write_all(connection, [Change(reference, 0, writing)])
        return reference

    def _write_all(
        self, connection: Connection, changes: Sequence[Change], leaving: Leaving | None = None
    ) -> dict[str, int]:
        allocating = Allocating(connection, self.session, changes, leaving.worker if leaving else None)
        found = {one.person_ref: self._write(connection, one.person_ref, one.version, one.writing) for one in changes}
        allocating.judge()
        if leaving is not None:
            self._let_go(connection, leaving)
        return found

    def _hindrance(self, connection: Connection, person_ref: str, version: int) -> Exception | None:
        found = connection.execute(_VERSION_TO_WRITE, {"of": person_ref}).scalar()
        self._renew(connection, [person_ref])
        if found is None or not self._visible(connection, [person_ref]):
            return self._beyond([person_ref])
        return None if found == version else ChangedMeanwhile(person_ref)

    def _write(self, connection: Connection, person_ref: str, version: int, writing: Writing) -> int:
        self._put(connection, person_ref, version, writing)
        classes = "identity facts" if writing.identifiers else "facts"
        self._audit.add(connection, self._entry(writing.action, Outcome.ALLOWED, (person_ref,), classes))
        return version + 1

    def _put(self, connection: Connection, person_ref: str, version: int, writing: Writing) -> None:
        made = {
            "role": self.actor.role,
            "action": writing.action,
            "reason": writing.reason,
            "made_at": self.session.now,
        }
        self._must_be_free(connection, person_ref, writing.identifiers.get("nhs-number"))
        sequence = self._records.add_change(connection, person_ref, self.actor.account_id or 0, made)
        self._records.add_identifiers(connection, person_ref, sequence, writing.identifiers)
        self._records.add_facts(connection, person_ref, sequence, writing.facts)
        self._records.set_aside(connection, person_ref, sequence, writing.set_aside)
        rows = [(fact_id, False) for fact_id in writing.undone] + [(fact_id, True) for fact_id in writing.redone]
        if rows:
            values = [{"fact_id": fact_id, "sequence": sequence, "again": again} for fact_id, again in rows]
            connection.execute(insert(undoing), values)
        connection.execute(_NEW_VERSION, {"of": person_ref, "new": version + 1})
        derive(connection, life_of(connection, person_ref, self.session), person_ref, self.session, sequence)

    def _must_be_free(self, connection: Connection, person_ref: str, number: str | None) -> None:
        """Of two who enter one NHS number at once the second waits here, and is told (H2)."""
        if number:
            self._audit.take_turn(connection)
            if set(self._records.find(connection, "nhs-number", number)) - {person_ref}:
                raise NumberHeld("This NHS number is on record already.")


def _merged_into(connection: Connection, person_ref: str) -> str | None:
    """The next record on the way of a merged one. No way leads back: what is merged is merged with nothing any more."""
    return connection.execute(select(person.c.merged_into).where(person.c.person_ref == person_ref)).scalar()
