"""The one door to the people of the register: nothing passes it that is not audited, and nobody beyond their reach.

A look is in the audit before it is answered; a change and its row in the audit are one transaction. Whoever asks for a
person outside their reach is told that there is none, and the question is in the audit as denied (R-DSR-113; F05: where
the audit cannot be written, nothing is answered).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from diis.definitions.calendar import ADULT_YEARS
from dsr.rules.days import age_day
from dsr.rules.entry.standing import WORKED_WITH
from dsr.rules.key_work.caseloads import Fit, state
from dsr.rules.life import Life
from dsr.store.audit import Audit, Entry, Outcome
from dsr.store.people import CaseloadFull, Change, ChangedMeanwhile, NobodyThere, Person, Registered, Writing
from dsr.store.records import ChangeMade, FactKept, Records, birth_of, known_at
from dsr.store.references import new_reference
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from dsr.store.standings import derive
from dsr.store.tables import agency, blind, person, standing, task, undoing
from dsr.store.workers import add_worker, carried, cases, ends, staying, take_turns


class RegisterStore:
    """The register as one actor may see it."""

    def __init__(self, session: Session, scope: Scope, actor: Actor) -> None:
        self.session = session
        self.actor = actor
        self._scope = scope
        self._records = Records(session.keys)
        self._audit = Audit(session.keys.chain_key)

    def person(self, person_ref: str, as_known: datetime | None = None) -> Person:
        """A person as known now or at an instant; raises `NobodyThere`."""
        self._look("read-person", [person_ref], "identity facts")
        with self.session.database.reading() as connection:
            return self._person(connection, person_ref, as_known)

    def find(self, what: str, value: str) -> list[str]:
        """References by `nhs-number`, `family-name`, `birth-date` or `name-and-birth`; only those within reach."""
        with self.session.database.reading() as connection:
            found = self._visible(connection, self._records.find(connection, what, value))
        self._note("search", found, "identity")
        return found

    def is_held(self, what: str, value: str) -> bool:
        """Whether there is anybody with an identifier, within reach or not: nobody is entered a second time."""
        with self.session.database.reading() as connection:
            found = self._records.find(connection, what, value)
        self._note("check-held", [], "identity")
        return bool(found)

    def history(self, person_ref: str) -> tuple[list[ChangeMade], list[FactKept]]:
        """Every change of a person and every fact, undone ones too."""
        self._look("read-history", [person_ref], "history")
        with self.session.database.reading() as connection:
            return self._records.changes(connection, person_ref), self._records.facts(connection, person_ref)

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
            active = select(standing.c.person_ref).where(standing.c.status.in_(WORKED_WITH), self._scope.condition())
            people = list(connection.execute(active).scalars())
            found = self._records.identifiers_of(connection, people, ("nhs-number", "birth-date"))
        return [
            Registered(
                pseudonym_of(own["nhs-number"]) if own.get("nhs-number") else None,
                age_day(birth_of(own), ADULT_YEARS),
            )
            for own in found.values()
        ]

    def enter(self, writing: Writing) -> str:
        """Take in somebody new; returns the reference."""
        reference = new_reference()
        with self.session.database.writing() as connection:
            connection.execute(insert(person).values(person_ref=reference, version=0))
            self._write_all(connection, [Change(reference, 0, writing)])
        return reference

    def change(self, person_ref: str, version: int, writing: Writing) -> int:
        """Change a person who was read at a version; returns the new one.

        Raises `NobodyThere`, `ChangedMeanwhile` when somebody else was first, and `CaseloadFull`.
        """
        return self.change_all([Change(person_ref, version, writing)])[person_ref]

    def change_all(self, changes: Sequence[Change]) -> dict[str, int]:
        """Change several people in one transaction, all or none; returns the new version of each."""
        in_turn = sorted(changes, key=lambda one: one.person_ref)
        try:
            with self.session.database.writing() as connection:
                refused = self._first_hindrance(connection, in_turn)
                if refused is None:
                    return self._write_all(connection, in_turn)
        except CaseloadFull:
            self._note(in_turn[0].writing.action, [one.person_ref for one in in_turn], "facts", Outcome.REFUSED)
            raise
        raise refused

    def merge(self, kept: Change, second: Change) -> int:
        """Write both and let the second be a record of the first: it is found and listed no more, and stays to be seen.

        Returns the new version of the first; raises as `change_all`.
        """
        refused: Exception | None
        with self.session.database.writing() as connection:
            refused = self._first_hindrance(connection, sorted((kept, second), key=lambda one: one.person_ref))
            if refused is None:
                found = self._write_all(connection, [kept, second])
                self._take_from_lists(connection, second.person_ref, kept.person_ref)
                return found[kept.person_ref]
        raise refused

    def now_known_as(self, person_ref: str) -> str | None:
        """The record that a merged one belongs to, if that is within reach; None for any other."""
        with self.session.database.reading() as connection:
            into = connection.execute(select(person.c.merged_into).where(person.c.person_ref == person_ref)).scalar()
            return into if into and self._visible(connection, [into]) else None

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

    def caseloads(self) -> dict[str, float]:
        """What each key worker of today carries; nobody is named but key workers."""
        with self.session.database.reading() as connection:
            return carried(connection, staying(connection, self.session.today))

    def cases_of(self, key_worker: str) -> dict[str, float]:
        """The people of a key worker, and what each weighs; raises `NobodyThere` unless all are within reach."""
        with self.session.database.reading() as connection:
            found = cases(connection, key_worker)
            visible = self._visible(connection, found)
        self._note("read-caseload", visible, "facts")
        if len(visible) != len(found):
            raise NobodyThere
        return found

    def add_key_worker(self, name: str, team: str) -> None:
        """A new key worker, by the name that facts use."""
        with self.session.database.writing() as connection:
            add_worker(connection, name, team)
            self._audit.add(connection, self._entry("add-key-worker", Outcome.ALLOWED, (), "key workers"))

    def key_worker_leaves(self, name: str, last_day: date) -> None:
        """The last day of a key worker; whom they have is given to others apart."""
        with self.session.database.writing() as connection:
            ends(connection, name, last_day)
            self._audit.add(connection, self._entry("key-worker-leaves", Outcome.ALLOWED, (), "key workers"))

    def note_report(self, sha256: str) -> None:
        """That a report was handed out, by its SHA-256: the audit's own seal then holds for the report too."""
        self._note("report", [], f"report with the SHA-256 {sha256}")

    def versions(self, people: Iterable[str]) -> dict[str, int]:
        """The newest version of each person; nothing is told of them but that."""
        wanted = list(people)
        with self.session.database.reading() as connection:
            rows = connection.execute(
                select(person.c.person_ref, person.c.version).where(person.c.person_ref.in_(wanted))
            )
            return {row.person_ref: row.version for row in rows}

    def _first_hindrance(self, connection: Connection, changes: Sequence[Change]) -> Exception | None:
        """The first reason why not all can be written, which is in the audit then; people are locked in their order."""
        for one in changes:
            fault = self._hindrance(connection, one.person_ref, one.version)
            if fault is not None:
                outcome = Outcome.DENIED if isinstance(fault, NobodyThere) else Outcome.REFUSED
                self._audit.add(connection, self._entry(one.writing.action, outcome, (one.person_ref,), "facts"))
                return fault
        return None

    def _write_all(self, connection: Connection, changes: Sequence[Change]) -> dict[str, int]:
        today, terms = self.session.today, self.session.terms
        taking = {worker for one in changes for worker in one.writing.taking_on}
        overridden = {worker for one in changes if one.writing.override for worker in one.writing.taking_on}
        take_turns(connection, taking, today)
        found = {one.person_ref: self._write(connection, one.person_ref, one.version, one.writing) for one in changes}
        loads = carried(connection, taking - overridden)
        full = sorted(worker for worker, load in loads.items() if state(load, today, terms) is Fit.BLOCKED)
        if full:
            raise CaseloadFull(f"The caseload would be too heavy without an override: {', '.join(full)}.")
        return found

    def _hindrance(self, connection: Connection, person_ref: str, version: int) -> Exception | None:
        found = connection.execute(
            select(person.c.version).where(person.c.person_ref == person_ref).with_for_update()
        ).scalar()
        if found is None or not self._visible(connection, [person_ref]):
            return NobodyThere(person_ref)
        return None if found == version else ChangedMeanwhile(person_ref)

    def _write(self, connection: Connection, person_ref: str, version: int, writing: Writing) -> int:
        made = {
            "role": self.actor.role,
            "action": writing.action,
            "reason": writing.reason,
            "made_at": self.session.now,
        }
        sequence = self._records.add_change(connection, person_ref, self.actor.account_id or 0, made)
        self._records.add_identifiers(connection, person_ref, sequence, writing.identifiers)
        self._records.add_facts(connection, person_ref, sequence, writing.facts)
        rows = [(fact_id, False) for fact_id in writing.undone] + [(fact_id, True) for fact_id in writing.redone]
        if rows:
            values = [{"fact_id": fact_id, "sequence": sequence, "again": again} for fact_id, again in rows]
            connection.execute(insert(undoing), values)
        connection.execute(update(person).where(person.c.person_ref == person_ref).values(version=version + 1))
        derive(connection, self._person(connection, person_ref, None).life, person_ref, self.session, sequence)
        classes = "identity facts" if writing.identifiers else "facts"
        self._audit.add(connection, self._entry(writing.action, Outcome.ALLOWED, (person_ref,), classes))
        return version + 1

    def _person(self, connection: Connection, person_ref: str, as_known: datetime | None) -> Person:
        row = connection.execute(select(person).where(person.c.person_ref == person_ref)).one()
        bound = None if as_known is None else known_at(connection, person_ref, as_known)
        identifiers = self._records.identifiers(connection, person_ref, bound)
        kept = self._records.facts(connection, person_ref, bound)
        return Person(
            person_ref=person_ref,
            version=row.version,
            identifiers=identifiers,
            life=Life.of(birth_of(identifiers), (one.fact for one in kept if not one.undone)),
            kept=kept,
            merged_into=row.merged_into,
        )

    def _visible(self, connection: Connection, people: Iterable[str]) -> list[str]:
        wanted = list(people)
        found = select(standing.c.person_ref).where(standing.c.person_ref.in_(wanted), self._scope.condition())
        within = set(connection.execute(found).scalars())
        return [person_ref for person_ref in wanted if person_ref in within]

    def _look(self, action: str, people: Sequence[str], fields: str) -> None:
        """Judge and note a look; raises `NobodyThere` for anybody beyond reach, after that is noted too."""
        with self.session.database.writing() as connection:
            visible = self._visible(connection, people)
            allowed = len(visible) == len(people)
            outcome = Outcome.ALLOWED if allowed else Outcome.DENIED
            self._audit.add(connection, self._entry(action, outcome, tuple(people), fields))
        if not allowed:
            raise NobodyThere

    def _note(self, action: str, people: Sequence[str], fields: str, outcome: Outcome = Outcome.ALLOWED) -> None:
        with self.session.database.writing() as connection:
            self._audit.add(connection, self._entry(action, outcome, tuple(people), fields))

    def _entry(self, action: str, outcome: Outcome, people: tuple[str, ...], fields: str) -> Entry:
        return Entry(
            at=self.session.now,
            account_id=self.actor.account_id,
            role=self.actor.role,
            organisation=self.actor.organisation,
            purpose=self.actor.purpose,
            action=action,
            outcome=outcome,
            people=people,
            fields=fields,
            route=self.actor.route,
            request_id=self.actor.request_id,
        )
