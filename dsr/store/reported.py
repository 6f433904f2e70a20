"""The door for those who tell what happened and see nobody: police, youth justice, acute trusts (R-DSR-110).

They name somebody by NHS number and birth date. What they tell is written of that person, within their reach or not,
and they learn of the person only what consent lets their organisation be told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, literal, select

from dsr.rules.entry.standing import Status
from dsr.rules.life import Life
from dsr.store.audit import Outcome
from dsr.store.fact_text import FactUnknown
from dsr.store.faults import SealBroken
from dsr.store.people import Writing
from dsr.store.references import new_reference
from dsr.store.register import RegisterStore
from dsr.store.scope import told_to
from dsr.store.tables import audit_head, person, seen, standing

_ON_THE_REGISTER = (Status.ACTIVE, Status.CONSENT_DUE)
_OVER = (Status.DECLINED, Status.REFUSED, Status.CLOSING, Status.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What became of a report. `call` is the case lead's organisation, for whoever may be told that there is one."""

    written: bool
    call: str | None = None


class ReportedEvents(RegisterStore):
    """The register as somebody may write to it who sees nobody in it.

    How long an answer takes must not tell whether somebody is held. So of somebody who is not, or of whom nothing may
    be written, the same is done to a record and taken back: of the person, or of anybody else for who is not held.
    """

    def report(
        self, nhs_number: str, birth_date: date, why_not: Callable[[Life], str | None], writing: Writing
    ) -> Reported:
        """Write of whoever has this number and this birth date, unless a rule forbids it; one row of the audit."""
        with self.session.database.writing() as connection:
            other = self._anybody(connection)
            if other is None:
                self._audit.add(connection, self._entry(writing.action, Outcome.ALLOWED, (), "identity"))
                return Reported(written=False)
            found = self._found(connection, nhs_number, birth_date, other)
            may = self._tried(connection, found, found or other, why_not, writing)
            outcome = Outcome.ALLOWED if may or found is None else Outcome.REFUSED
            people, fields = ((found,), "facts") if found else ((), "identity")
            self._audit.add(connection, self._entry(writing.action, outcome, people, fields))
            call = self._may_call(connection, found or other)
            return Reported(written=may, call=call if found else None)

    def _anybody(self, connection: Connection) -> str | None:
        """Somebody by chance, so that nobody's record is held up more than another's; None where there is nobody."""
        at = new_reference()
        in_turn = select(standing.c.person_ref).order_by(standing.c.person_ref < at, standing.c.person_ref)
        return connection.execute(in_turn.limit(1)).scalar()

    def _found(self, connection: Connection, nhs_number: str, birth_date: date, other: str) -> str | None:
        """As `Records.named`, and somebody's identifiers are opened whether there is a record or not."""
        held = self._records.find(connection, "nhs-number", nhs_number)
        born = {one: self._records.identifiers(connection, one).get("birth-date") for one in held or [other]}
        return next((one for one in held if born[one] == birth_date.isoformat()), None)

    def _tried(
        self,
        connection: Connection,
        found: str | None,
        person_ref: str,
        why_not: Callable[[Life], str | None],
        writing: Writing,
    ) -> bool:
        """Write, and take it back unless this is who was meant and it may be written; whether it was."""
        attempt = connection.begin_nested()
        try:
            may = self._written(connection, person_ref, why_not, writing) and found is not None
        except (FactUnknown, SealBroken, ValueError):
            if found is not None:
                raise
            may = False
        if found is None:
            # The audit lists about whom a row is; of nobody it lists none, and this one is taken back.
            row = select(literal(new_reference()), audit_head.c.number).where(audit_head.c.number > 0)
            connection.execute(insert(seen).from_select(["person_ref", "number"], row))
        if may:
            attempt.commit()
        else:
            attempt.rollback()
        return may

    def _written(
        self, connection: Connection, person_ref: str, why_not: Callable[[Life], str | None], writing: Writing
    ) -> bool:
        """Whether it may be written, after it was, may it or not. An event names no key worker, so none is judged."""
        locked = select(person.c.version).where(person.c.person_ref == person_ref).with_for_update()
        version = connection.execute(locked).scalar_one()
        over = self._is_over(connection, person_ref)
        refused = why_not(self._person(connection, person_ref, None).life)
        self._put(connection, person_ref, version, writing)
        return not over and refused is None

    @staticmethod
    def _is_over(connection: Connection, person_ref: str) -> bool:
        """Of a refusal only that is kept, and an entry that is over gains nothing (R-DSR-30, 31)."""
        status = select(standing.c.status).where(standing.c.person_ref == person_ref)
        return connection.execute(status).scalar() in _OVER

    def _may_call(self, connection: Connection, person_ref: str) -> str | None:
        told = told_to(self.actor.organisation, self.session.today)
        mine = select(standing.c.team).where(standing.c.person_ref == person_ref, told)
        return connection.execute(mine.where(standing.c.status.in_(_ON_THE_REGISTER))).scalar()
