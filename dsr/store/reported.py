"""The door for those who tell what happened and see nobody: police, youth justice, acute trusts (R-DSR-110).

They name somebody by NHS number and birth date. What they tell is written of that person, within their reach or not,
and they learn of the person only what consent lets their organisation be told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from dsr.rules.entry.standing import Status
from dsr.rules.life import Life
from dsr.store.audit import Outcome
from dsr.store.people import Change, Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import told_to
from dsr.store.tables import person, standing

_ON_THE_REGISTER = (Status.ACTIVE, Status.CONSENT_DUE)
_OVER = (Status.DECLINED, Status.REFUSED, Status.CLOSING, Status.CLOSED)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What became of a report. `call` is the case lead's organisation, for whoever may be told that there is one."""

    written: bool
    call: str | None = None


class ReportedEvents(RegisterStore):
    """The register as somebody may write to it who sees nobody in it."""

    def report(
        self, nhs_number: str, birth_date: date, why_not: Callable[[Life], str | None], writing: Writing
    ) -> Reported:
        """Write of whoever has this number and this birth date, unless a rule forbids it; one row of the audit."""
        with self.session.database.writing() as connection:
            found = self._records.named(connection, nhs_number, birth_date)
            if found is None:
                self._audit.add(connection, self._entry(writing.action, Outcome.ALLOWED, (), "identity"))
                return Reported(written=False)
            locked = select(person.c.version).where(person.c.person_ref == found).with_for_update()
            version = connection.execute(locked).scalar_one()
            over = self._is_over(connection, found)
            if over or why_not(self._person(connection, found, None).life) is not None:
                self._audit.add(connection, self._entry(writing.action, Outcome.REFUSED, (found,), "facts"))
                return Reported(written=False, call=self._may_call(connection, found))
            self._write_all(connection, [Change(found, version, writing)])
            return Reported(written=True, call=self._may_call(connection, found))

    @staticmethod
    def _is_over(connection: Connection, person_ref: str) -> bool:
        """Of a refusal only that is kept, and an entry that is over gains nothing (R-DSR-30, 31)."""
        status = select(standing.c.status).where(standing.c.person_ref == person_ref)
        return connection.execute(status).scalar() in _OVER

    def _may_call(self, connection: Connection, person_ref: str) -> str | None:
        told = told_to(self.actor.organisation, self.session.today)
        mine = select(standing.c.team).where(standing.c.person_ref == person_ref, told)
        return connection.execute(mine.where(standing.c.status.in_(_ON_THE_REGISTER))).scalar()
