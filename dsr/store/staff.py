"""The key workers of a register: who there is, of which team, until when, and what they carry. No person is named."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, outerjoin, select

from dsr.store.session import Session
from dsr.store.tables import standing, worker


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


def key_workers(connection: Connection, *conditions: ColumnElement[bool], limit: int | None = None) -> list[KeyWorker]:
    """The key workers of some conditions on `worker`, in the order of their names."""
    theirs = outerjoin(worker, standing, standing.c.key_worker == worker.c.worker)
    carries, people = func.coalesce(func.sum(standing.c.weight), 0.0), func.count(standing.c.person_ref)
    rows = select(*worker.c, carries.label("carries"), people.label("people")).select_from(theirs).where(*conditions)
    found = connection.execute(rows.group_by(*worker.c).order_by(worker.c.worker).limit(limit))
    return [
        KeyWorker(
            worker=row.worker, team=row.team, last_day=row.last_day, carries=round(row.carries, 6), people=row.people
        )
        for row in found
    ]
