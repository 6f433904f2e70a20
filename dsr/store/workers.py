"""Key workers and what they carry; whoever allocates to one waits for whoever is at it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from dsr.store.scope import may_work_for
from dsr.store.tables import standing, worker

LONGEST_NAME: int = worker.c.worker.type.length  # type: ignore[attr-defined]
LONGEST_TEAM: int = worker.c.team.type.length  # type: ignore[attr-defined]


def add_worker(connection: Connection, name: str, team: str) -> bool:
    """A new key worker, by the name that facts use; False where there is one of that name, or was."""
    if connection.execute(select(worker.c.worker).where(worker.c.worker == name)).first() is not None:
        return False
    connection.execute(insert(worker).values(worker=name, team=team))
    return True


def ends(connection: Connection, name: str, last_day: date, *within: ColumnElement[bool]) -> bool:
    """The last day of a key worker who leaves; False where there is none of that name, or their last day is set.

    `within` are conditions on the key worker: one who does not meet them is as none.
    """
    here = update(worker).where(worker.c.worker == name, worker.c.last_day.is_(None), *within)
    return connection.execute(here.values(last_day=last_day)).rowcount == 1


def is_there(connection: Connection, name: str, *within: ColumnElement[bool]) -> bool:
    """Whether there is a key worker of that name, or was; `within` as for `ends`."""
    return bool(_names(connection, worker.c.worker == name, *within))


def staying(connection: Connection, day: date) -> list[str]:
    """The key workers of a day, in the order of their names."""
    here = or_(worker.c.last_day.is_(None), worker.c.last_day >= day)
    return _names(connection, here)


def taking(connection: Connection, among: Iterable[str] | None = None) -> list[str]:
    """The key workers who can be given somebody: whoever has a last day takes nobody on any more (H11)."""
    named = [] if among is None else [worker.c.worker.in_(list(among))]
    return _names(connection, worker.c.last_day.is_(None), *named)


def teams(connection: Connection) -> dict[str, str]:
    """The team, an organisation, of every key worker there is or was."""
    return {row.worker: row.team for row in connection.execute(select(worker.c.worker, worker.c.team))}


def may_take(connection: Connection, people: Iterable[str], workers: Iterable[str], today: date) -> dict[str, set[str]]:
    """Of each person, the key workers whose organisation leads, or may be told of them by consent (R-DSR-29, 98, 113).

    It is what the door asks of them too, once somebody agreed: a key worker beyond it could do nothing for the person.
    """
    of_team, wanted = teams(connection), list(people)
    found: dict[str, set[str]] = {person_ref: set() for person_ref in wanted}
    asked = {name: of_team[name] for name in workers if name in of_team}
    for team in set(asked.values()):
        told = select(standing.c.person_ref).where(standing.c.person_ref.in_(wanted), may_work_for(team, today))
        for person_ref in connection.execute(told).scalars():
            found[person_ref] |= {name for name, its in asked.items() if its == team}
    return found


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


def worker_of(connection: Connection, people: Iterable[str]) -> dict[str, str]:
    """The key worker of each person who has one."""
    rows = select(standing.c.person_ref, standing.c.key_worker).where(
        standing.c.person_ref.in_(list(people)), standing.c.key_worker.is_not(None)
    )
    return {row.person_ref: row.key_worker for row in connection.execute(rows)}


def take_turns(connection: Connection, workers: Iterable[str]) -> None:
    """Wait until nobody else allocates to these, or lets them leave."""
    rows = select(worker.c.worker).where(worker.c.worker.in_(sorted(set(workers))))
    connection.execute(rows.order_by(worker.c.worker).with_for_update()).all()


def _names(connection: Connection, *conditions: ColumnElement[bool]) -> list[str]:
    return list(connection.execute(select(worker.c.worker).where(*conditions).order_by(worker.c.worker)).scalars())
