"""The key workers of a register: who there is, of which team, until when, and what they carry. No person is named."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from dsr.store.session import Session
from dsr.store.tables import worker
from dsr.store.workers import carried


@dataclass(frozen=True, kw_only=True)
class KeyWorker:
    """A key worker by the name that facts use, with what they carry today."""

    worker: str
    team: str
    last_day: date | None
    carries: float


def staff(session: Session) -> list[KeyWorker]:
    """Every key worker in the order of their names, those who left too."""
    with session.database.reading() as connection:
        rows = connection.execute(select(worker).order_by(worker.c.worker)).all()
        loads = carried(connection, (row.worker for row in rows))
    return [
        KeyWorker(worker=row.worker, team=row.team, last_day=row.last_day, carries=loads[row.worker]) for row in rows
    ]
