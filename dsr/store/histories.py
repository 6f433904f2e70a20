"""The door's part about how a record came about: every change, and every fact, undone ones too (R-DSR-113)."""

from sqlalchemy import Connection, select

from dsr.store.beside import BESIDE
from dsr.store.door import Door
from dsr.store.records import ChangeMade, FactKept
from dsr.store.tables import standing

PASS_ON = "pass-on"
"""What the history and the audit call a referral of somebody out of the referrer's reach."""
_TOLD_BY_OTHERS = frozenset({PASS_ON, BESIDE})


class Histories(Door):
    """The register as one actor may see it, as far as its past goes."""

    def history(self, person_ref: str) -> tuple[list[ChangeMade], list[FactKept]]:
        """Every change of a person and every fact, undone ones too.

        Who sees somebody since they referred them, and nobody agreed yet, sees their own referral: what others said
        who referred the same child is left out, with their facts that do not count (R-DSR-26; docs/adr/0071).
        """
        self._look("read-history", [person_ref], "history")
        with self.session.database.reading() as connection:
            changes = self._records.changes(connection, person_ref)
            facts = self._records.facts(connection, person_ref)
            if not self._only_referred(connection, person_ref):
                return changes, facts
        hidden = {one.sequence for one in changes if self._is_of_others(one)}
        return (
            [one for one in changes if one.sequence not in hidden],
            [one for one in facts if not one.undone or one.sequence not in hidden],
        )

    def _is_of_others(self, made: ChangeMade) -> bool:
        return made.action in _TOLD_BY_OTHERS and made.account_id != self.actor.account_id

    def _only_referred(self, connection: Connection, person_ref: str) -> bool:
        by_more = self._scope.condition(self.session.today, referred=False)
        seen = select(standing.c.person_ref).where(standing.c.person_ref == person_ref, by_more)
        return connection.execute(seen).first() is None
