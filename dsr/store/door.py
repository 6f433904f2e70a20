"""What every door to the people of the register has: who asks, whom they may see, and the audit of each look.

`dsr/store/register.py` is the door itself; those for lists, emergencies and what outsiders tell are made like it. None
lets anybody pass who is not audited, nor beyond their reach (R-DSR-113).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from dsr.rules.entry.retention import kept_on
from dsr.rules.life import Life
from dsr.store.audit import Audit, Entry, Outcome
from dsr.store.noting import entry_of
from dsr.store.people import CaseloadFull, Change, NobodyThere, NumberHeld, Person, StillTheirs, WorkerUnavailable
from dsr.store.records import Records, birth_of, known_at
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from dsr.store.tables import person, standing

_REFUSALS = (CaseloadFull, NumberHeld, StillTheirs, WorkerUnavailable)


class Door:
    """The register as one actor may see it; what can be asked through it is in those that follow from it."""

    def __init__(self, session: Session, scope: Scope, actor: Actor) -> None:
        self.session = session
        self.actor = actor
        self._scope = scope
        self._records = Records(session.keys)
        self._audit = Audit(session.keys.chain_key)

    def _person(self, connection: Connection, person_ref: str, as_known: datetime | None) -> Person:
        row = connection.execute(select(person).where(person.c.person_ref == person_ref)).one()
        bound = None if as_known is None else known_at(connection, person_ref, as_known)
        if bound == 0:
            raise NobodyThere(person_ref)
        identifiers = self._records.identifiers(connection, person_ref, bound)
        kept = self._records.facts(connection, person_ref, bound)
        life = Life.of(birth_of(identifiers), (one.fact for one in kept if not one.undone))
        now = life if bound is None else self._person(connection, person_ref, None).life
        return Person(
            person_ref=person_ref,
            version=row.version,
            identifiers=identifiers,
            life=life,
            kept=kept,
            merged_into=row.merged_into,
            keeping=kept_on(now, self.session.today, self.session.terms).keeping,
        )

    def _everybody(self, connection: Connection) -> list[str]:
        """All within reach, in the order of their references."""
        found = select(standing.c.person_ref).where(self._scope.condition()).order_by(standing.c.person_ref)
        return list(connection.execute(found).scalars())

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

    @contextmanager
    def _noting_refusal(self, action: str, changes: Sequence[Change]) -> Iterator[None]:
        """What is refused while it is written is taken back, and is in the audit all the same."""
        try:
            yield
        except _REFUSALS:
            self._note(action, [one.person_ref for one in changes], "facts", Outcome.REFUSED)
            raise

    def _note(self, action: str, people: Sequence[str], fields: str, outcome: Outcome = Outcome.ALLOWED) -> None:
        with self.session.database.writing() as connection:
            self._audit.add(connection, self._entry(action, outcome, tuple(people), fields))

    def _entry(self, action: str, outcome: Outcome, people: tuple[str, ...], fields: str) -> Entry:
        actor = replace(self.actor, purpose=self._scope.purpose(people, self.actor.purpose))
        return entry_of(self.session, actor, action, outcome=outcome, people=people, fields=fields)
