"""The door for a referral of somebody whose record is out of the referrer's reach (R-DSR-18, 26, 30; H2).

It is written into that record, or beside it where it may be of somebody else, and comes to those who triage. The
referrer sees nobody by it: what they tell is written of a person, within their reach or not, as an event is in
`dsr/store/reported.py`.
"""

from collections.abc import Callable

from sqlalchemy import Connection, select

from dsr.store.audit import Outcome
from dsr.store.beside import BESIDE
from dsr.store.people import Person, Writing
from dsr.store.register import RegisterStore
from dsr.store.tables import person


class PassedOnReferrals(RegisterStore):
    """The register as somebody may write a referral into it who does not reach the person."""

    def pass_on(self, nhs_number: str, writing_of: Callable[[Person], Writing | None], beside: Writing) -> bool:
        """Write of whoever has this number; False where nobody has it, and nothing was written.

        `writing_of` says what is written into that record; None: it may be of somebody else, or takes nothing any more,
        and `beside` is written as a record of its own. One row of the audit names whose record was written; another
        has both, for who looks into them (`dsr/store/beside.py`).
        """
        with self.session.database.writing() as connection:
            held = self._holding(connection, nhs_number)
            if held is None:
                return False
            known = self._person(connection, held, None)
            writing = writing_of(known)
            if writing is None:
                both = (self._enter(connection, beside), held)
                self._audit.add(connection, self._entry(BESIDE, Outcome.ALLOWED, both, "reference"))
            else:
                self._write(connection, held, known.version, writing)
        return True

    def _holding(self, connection: Connection, nhs_number: str) -> str | None:
        """Whose number it is, locked; asked again once it is, since a number is corrected, merged or erased."""
        for found in self._records.find(connection, "nhs-number", nhs_number):
            connection.execute(select(person.c.version).where(person.c.person_ref == found).with_for_update())
            if found in self._records.find(connection, "nhs-number", nhs_number):
                return found
        return None
