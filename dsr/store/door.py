"""What every door to the people of the register has: who asks, whom they may see, and the audit of each look.

`dsr/store/register.py` is the door itself; those for lists, emergencies and what outsiders tell are made like it. None
lets anybody pass who is not audited, nor beyond their reach (R-DSR-113).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from dsr.rules.entry.retention import Keeping, kept_on
from dsr.rules.life import Life
from dsr.store.audit import Audit, Entry, Outcome
from dsr.store.noting import entry_of
from dsr.store.people import (
    CaseloadFull,
    Change,
    NobodyThere,
    NumberHeld,
    OnlyToRead,
    Person,
    StillTheirs,
    WorkerUnavailable,
)
from dsr.store.records import Records, birth_of, known_at
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from dsr.store.standings import renew_these
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

    def _within(self) -> ColumnElement[bool]:
        """Whom the actor may see today, on `standing`."""
        return self._scope.condition(self.session.today)

    def _renew(self, connection: Connection, people: Sequence[str]) -> None:
        """Bring to the day those who are asked for by name and seen by agreement, which no other day opens."""
        if self._scope.shared_with is not None:
            renew_these(connection, people, self.session)

    def _everybody(self, connection: Connection) -> list[str]:
        """All within reach, in the order of their references."""
        found = select(standing.c.person_ref).where(self._within()).order_by(standing.c.person_ref)
        return list(connection.execute(found).scalars())

    def _stubs(self, connection: Connection) -> frozenset[str]:
        """Who has left the live view, of those within reach; whom an emergency opens is seen whole."""
        left = select(standing.c.person_ref).where(standing.c.keeping != Keeping.LIVE, self._within())
        return frozenset(connection.execute(left).scalars()) - self._scope.emergencies.keys()

    def _visible(self, connection: Connection, people: Iterable[str]) -> list[str]:
        wanted = list(people)
        found = select(standing.c.person_ref).where(standing.c.person_ref.in_(wanted), self._within())
        within = set(connection.execute(found).scalars())
        return [person_ref for person_ref in wanted if person_ref in within]

    @property
    def opened_by_emergency(self) -> frozenset[str]:
        """Whom an emergency opens to the actor, for what was asked for."""
        return frozenset(self._scope.emergencies)

    def reached(self, scopes: Sequence[Scope], people: Iterable[str]) -> list[frozenset[str]]:
        """Of people whom the actor sees, those in each of some scopes: what is shown of each rests on that.

        In one query. It opens nothing, so it is no look of its own; that at the people is in the audit.
        """
        within = [scope.condition(self.session.today).label(f"scope_{at}") for at, scope in enumerate(scopes)]
        wanted = select(standing.c.person_ref, *within).where(standing.c.person_ref.in_(list(people)))
        with self.session.database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [frozenset(row.person_ref for row in rows if row[at]) for at in range(1, len(scopes) + 1)]

    def _look(self, action: str, people: Sequence[str], fields: str, as_known: datetime | None = None) -> None:
        """Judge and note a look; raises `NobodyThere` for anybody beyond reach, after that is noted too.

        So it is of an instant before somebody was known: what is told as nobody is in the audit as denied.
        """
        with self.session.database.writing() as connection:
            self._renew(connection, people)
            visible = self._visible(connection, people)
            known = as_known is None or all(known_at(connection, one, as_known) for one in visible)
            allowed = known and len(visible) == len(people)
            fault = self._beyond(people)
            outcome = Outcome.ALLOWED if allowed else outcome_of(fault)
            self._audit.add(connection, self._entry(action, outcome, tuple(people), fields))
        if not allowed:
            raise fault

    def _beyond(self, people: Iterable[str]) -> NobodyThere | OnlyToRead:
        """Why not, of somebody beyond reach: nobody is there, unless the actor sees in an emergency that there is."""
        return OnlyToRead() if any(one in self._scope.only_to_read for one in people) else NobodyThere()

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


def outcome_of(fault: Exception) -> Outcome:
    """How a fault is in the audit: what is told as nobody as denied, what is forbidden for a reason as refused."""
    return Outcome.DENIED if isinstance(fault, NobodyThere) else Outcome.REFUSED
