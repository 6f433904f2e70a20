"""The door to the audit, for whoever answers for who looked at whom: by reference, never by name (trust, section 1.1).

Reading the audit is itself in it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from dsr.store.audit import looks_at
from dsr.store.pages import AuditWanted, audit_page
from dsr.store.people import NobodyThere
from dsr.store.register import RegisterStore
from dsr.store.tables import person


class Looks(RegisterStore):
    """The audit as a privacy officer reads it."""

    def rows(self, wanted: AuditWanted, before: int | None, limit: int) -> tuple[Sequence[Row[Any]], int | None]:
        """So many rows before a number, the newest first, and the number before which it goes on."""
        self._note("read-audit", [wanted.person_ref] if wanted.person_ref else [], "audit")
        with self.session.database.reading() as connection:
            found = audit_page(connection, wanted, before, limit + 1)
        return found[:limit], found[limit - 1].number if len(found) > limit else None

    def at(self, person_ref: str) -> list[Row[Any]]:
        """Every row about a person, oldest first, this look included; raises `NobodyThere` for no reference of ours."""
        with self.session.database.reading() as connection:
            known = connection.execute(select(person.c.person_ref).where(person.c.person_ref == person_ref)).first()
        if known is None:
            raise NobodyThere
        self._note("read-audit", [person_ref], "audit")
        with self.session.database.reading() as connection:
            return list(looks_at(connection, person_ref))
