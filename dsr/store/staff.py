"""The key workers of a register: who there is, of which team, and until when; each change is in the audit."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dsr.store.audit import Audit
from dsr.store.noting import entry_of
from dsr.store.scope import Actor
from dsr.store.session import Session
from dsr.store.tables import worker
from dsr.store.workers import WorkerUnknown, add_worker, carried, ends


@dataclass(frozen=True, kw_only=True)
class KeyWorker:
    """A key worker by the name that facts use, with what they carry today."""

    worker: str
    team: str
    last_day: date | None
    carries: float


class Staff:
    """Key workers, as somebody changes them who may."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self._audit = Audit(session.keys.chain_key)

    def add(self, name: str, team: str) -> bool:
        """A new key worker; False where there is one of this name already, of whatever team."""
        with self._session.database.writing() as connection:
            known = connection.execute(select(worker.c.worker).where(worker.c.worker == name)).first()
            if known is None:
                add_worker(connection, name, team)
                self._audit.add(connection, entry_of(self._session, self._actor, "add-key-worker", fields="staff"))
        return known is None

    def leaves(self, name: str, last_day: date) -> None:
        """The last day of a key worker; raises `WorkerUnknown`. Their people must be with others by then (H11)."""
        with self._session.database.writing() as connection:
            if connection.execute(select(worker.c.worker).where(worker.c.worker == name)).first() is None:
                raise WorkerUnknown(f"There is no key worker {name}.")
            ends(connection, name, last_day)
            self._audit.add(connection, entry_of(self._session, self._actor, "key-worker-leaves", fields="staff"))

    def all(self) -> list[KeyWorker]:
        """Every key worker in the order of their names, those who left too."""
        with self._session.database.reading() as connection:
            rows = connection.execute(select(worker).order_by(worker.c.worker)).all()
            loads = carried(connection, (row.worker for row in rows))
        return [
            KeyWorker(worker=row.worker, team=row.team, last_day=row.last_day, carries=loads[row.worker])
            for row in rows
        ]
