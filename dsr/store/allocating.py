"""Who takes whom on by a change, judged by what came of it (R-DSR-29, 100, 103; H11).

Whoever allocates, undoes, merges or records late is held to the same: nobody ends with a key worker who is not there,
whose organisation may not be told of them, or who would carry too much. A rating that makes a case heavier asks nobody,
since it tells what is.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.key_work.caseloads import Fit, state
from dsr.store.people import CaseloadFull, Change, WorkerUnavailable
from dsr.store.records import Records
from dsr.store.session import Session
from dsr.store.workers import carried, may_take, take_turns, taking, worker_of

_UNTOLD = (
    "the organisation of this key worker may not be told of the person. It does not lead, and consent to sharing does "
    "not name it (R-DSR-29, 113). Record that consent first, or name a key worker of the lead team."
)


class Allocating:
    """What a transaction does to caseloads: made before it writes, which waits for the turn of every key worker."""

    def __init__(self, connection: Connection, session: Session, changes: Sequence[Change], leaver: str | None) -> None:
        self._connection, self._session, self._changes = connection, session, changes
        self._people = [one.person_ref for one in changes]
        self._before = worker_of(connection, self._people)
        if concerned := _could_become(connection, session, changes) | ({leaver} if leaver else set()):
            take_turns(connection, concerned)

    def judge(self) -> None:
        """Raises `WorkerUnavailable` and `CaseloadFull`."""
        now = worker_of(self._connection, self._people)
        taken = {ref: worker for ref, worker in now.items() if worker != self._before.get(ref)}
        if not taken:
            return
        if set(taken.values()) - set(taking(self._connection, taken.values())):
            raise WorkerUnavailable("There is no such key worker, or they leave or have left.")
        self._must_be_told(taken)
        overridden = {now.get(one.person_ref) for one in self._changes if one.writing.override}
        loads = carried(self._connection, set(taken.values()) - overridden)
        day, terms = self._session.today, self._session.terms
        full = sorted(worker for worker, load in loads.items() if state(load, day, terms) is Fit.BLOCKED)
        if full:
            raise CaseloadFull(f"The caseload would be too heavy without an override: {', '.join(full)}.")

    def _must_be_told(self, taken: Mapping[str, str]) -> None:
        """Who may not be told of a person cannot see them, and would be a key worker by name alone (R-DSR-113)."""
        may = may_take(self._connection, taken, taken.values(), self._session.today)
        untold = [ref for ref, worker in taken.items() if worker not in may[ref]]
        if untold:
            raise WorkerUnavailable(f"{', '.join(untold)}: {_UNTOLD}")


def _could_become(connection: Connection, session: Session, changes: Sequence[Change]) -> set[str]:
    """Everybody who could be a key worker by the changes: whom they name, and whom an undoing could bring back."""
    named = {one.worker for change in changes for one in change.writing.facts if isinstance(one, KeyWorkerAllocated)}
    turned = [one.person_ref for one in changes if one.writing.undone or one.writing.redone]
    records = Records(session.keys)
    known = (one.fact for ref in turned for one in records.facts(connection, ref))
    return named | {one.worker for one in known if isinstance(one, KeyWorkerAllocated)}
