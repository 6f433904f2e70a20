"""The key workers of a register: who there is, of which team, until when, and what they carry. No person is named."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from dsr.store.session import Session
from dsr.store.tables import standing, worker
from dsr.store.workers import carried


@dataclass(frozen=True, kw_only=True)
class KeyWorker:
    """A key worker by the name that facts use, with what they carry today, and of how many people."""

    worker: str
    team: str
    last_day: date | None
    carries: float
    people: int


def staff(session: Session) -> list[KeyWorker]:
    """Every key worker in the order of their names, those who left too."""
    with session.database.reading() as connection:
        return key_workers(connection)


def key_workers(connection: Connection, *conditions: ColumnElement[bool]) -> list[KeyWorker]:
    """The key workers of some conditions on `worker`, in the order of their names."""
    rows = connection.execute(select(worker).where(*conditions).order_by(worker.c.worker)).all()
    counted = select(standing.c.key_worker, func.count()).group_by(standing.c.key_worker)
    people: dict[str, int] = {row[0]: row[1] for row in connection.execute(counted)}
    loads = carried(connection, [row.worker for row in rows])
    return [
        KeyWorker(
            worker=row.worker,
            team=row.team,
            last_day=row.last_day,
            carries=loads[row.worker],
            people=people.get(row.worker, 0),
        )
        for row in rows
    ]
