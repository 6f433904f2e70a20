"""Reading the audit: whether it holds, and who looked at a person. Who asks that is in the audit too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from dsr.store.audit import Anchor, Audit, Broken, Outcome, looks_at
from dsr.store.noting import entry_of
from dsr.store.pages import AuditWanted, audit_page
from dsr.store.people import NobodyThere
from dsr.store.scope import Actor
from dsr.store.session import Session
from dsr.store.tables import person


@dataclass(frozen=True, kw_only=True)
class Look:
    """A row of the audit about a person: who (by account), in which role, for what, and when (UTC)."""

    number: int
    at: datetime
    account_id: int | None
    role: str
    organisation: str
    purpose: str
    action: str
    outcome: str
    fields: str
    route: str


class AuditReading:
    """The audit as somebody reads it who may."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._audit = Audit(session.keys.chain_key)

    def who_looked(self, person_ref: str) -> list[Look]:
        """Every row about a person, oldest first, this question last; raises `NobodyThere` for no known reference.

        A record that was merged into another has its own rows still.
        """
        with self._session.database.writing() as connection:
            there = _is_known(connection, person_ref)
            outcome = Outcome.ALLOWED if there else Outcome.DENIED
            asked = entry_of(
                self._session, self._actor, "read-audit", outcome=outcome, people=[person_ref], fields="audit"
            )
            self._audit.add(connection, asked)
        if not there:
            raise NobodyThere(person_ref)
        with self._session.database.reading() as connection:
            return [Look(**{name: getattr(row, name) for name in _SHOWN}) for row in looks_at(connection, person_ref)]

    def rows(self, wanted: AuditWanted, before: int | None, limit: int) -> tuple[Sequence[Row[Any]], int | None]:
        """So many rows before a number, the newest first, and the number before which it goes on."""
        people = [wanted.person_ref] if wanted.person_ref else []
        with self._session.database.writing() as connection:
            self._audit.add(
                connection, entry_of(self._session, self._actor, "read-audit", people=people, fields="audit")
            )
        with self._session.database.reading() as connection:
            found = audit_page(connection, wanted, before, limit + 1)
        return found[:limit], found[limit - 1].number if len(found) > limit else None

    def verify(self, anchors: Iterable[Anchor] = ()) -> list[Broken]:
        """Everything that does not hold; nothing is written, so that a copy can be asked too."""
        with self._session.database.reading() as connection:
            return self._audit.verify(connection, anchors)

    def anchor(self) -> Anchor:
        """The newest row, to be kept outside the database."""
        with self._session.database.reading() as connection:
            return self._audit.anchor(connection)


_SHOWN = tuple(Look.__dataclass_fields__)


def _is_known(connection: Connection, person_ref: str) -> bool:
    return connection.execute(select(person.c.person_ref).where(person.c.person_ref == person_ref)).first() is not None
