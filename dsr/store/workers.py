"""Key workers and what they carry; whoever allocates to one waits for whoever is at it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from dsr.store.tables import standing, worker


class WorkerUnknown(Exception):
    """There is no key worker of this name, or one who has left."""


def add_worker(connection: Connection, name: str, team: str) -> None:
    """A new key worker, by the name that facts use."""
    connection.execute(insert(worker).values(worker=name, team=team))


def ends(connection: Connection, name: str, last_day: date) -> None:
    """The last day of a key worker who leaves."""
    connection.execute(update(worker).where(worker.c.worker == name).values(last_day=last_day))


def staying(connection: Connection, day: date) -> list[str]:
    """The key workers of a day, in the order of their names."""
    return list(connection.execute(select(worker.c.worker).where(_here(day)).order_by(worker.c.worker)).scalars())


def carried(connection: Connection, workers: Iterable[str]) -> dict[str, float]:
    """What the caseload of each weighs now."""
    wanted = list(workers)
    sums = select(standing.c.key_worker, func.sum(standing.c.weight)).where(standing.c.key_worker.in_(wanted))
    found = {row[0]: row[1] for row in connection.execute(sums.group_by(standing.c.key_worker))}
    return {name: round(found.get(name, 0.0), 6) for name in wanted}


def cases(connection: Connection, name: str) -> dict[str, float]:
    """The people of a key worker, and what each weighs."""
    rows = select(standing.c.person_ref, standing.c.weight).where(standing.c.key_worker == name)
    return {row.person_ref: row.weight for row in connection.execute(rows.order_by(standing.c.person_ref))}


def take_turns(connection: Connection, workers: Iterable[str], day: date) -> None:
    """Wait until nobody else allocates to these; raises `WorkerUnknown` for one who is not there on the day."""
    wanted = sorted(set(workers))
    rows = select(worker.c.worker).where(worker.c.worker.in_(wanted), _here(day))
    found = connection.execute(rows.order_by(worker.c.worker).with_for_update()).scalars().all()
    if len(found) != len(wanted):
        raise WorkerUnknown("There is no such key worker, or they have left.")


def _here(day: date) -> ColumnElement[bool]:
    return or_(worker.c.last_day.is_(None), worker.c.last_day >= day)
