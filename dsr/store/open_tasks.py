"""The tasks that are open on a day, as they follow from the facts of everybody; no person is opened for it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select

from dsr.rules.tasks import Owner, Task
from dsr.store.tables import standing, task

# Made once (docs/adr/0068).
_TOLD_ON = select(standing.c.told_on).where(standing.c.person_ref == bindparam("person_ref"))
_TASKS_OF = (
    select(task)
    .where(
        task.c.person_ref == bindparam("person_ref"),
        task.c.opens_on <= bindparam("day"),
        *(or_(ends.is_(None), ends > bindparam("day")) for ends in (task.c.done_on, task.c.ceased_on)),
    )
    .order_by(task.c.due_on, task.c.code, task.c.about)
)

_FIELDS = ("code", "rule", "opens_on", "due_on", "why", "done_on", "ceased_on", "about")


def open_tasks(connection: Connection, day: date) -> Iterator[Task]:
    """Every open task, without whose it is, the longest due first."""
    return map(task_of, connection.execute(_open(day)))


def open_tasks_of(connection: Connection, people: Iterable[str], day: date) -> Iterator[tuple[str, Task]]:
    """Every open task of some people, with whose it is, the longest due first."""
    wanted = frozenset(people)
    return ((row.person_ref, task_of(row)) for row in connection.execute(_open(day)) if row.person_ref in wanted)


def open_tasks_kept(connection: Connection, person_ref: str, day: date) -> tuple[Task, ...] | None:
    """The open tasks of one person, the longest due first; None where what is kept does not tell of the day."""
    told_on = connection.execute(_TOLD_ON, {"person_ref": person_ref}).scalar()
    if told_on != day:
        return None
    return tasks_of_one(connection, person_ref, day)


def tasks_of_one(connection: Connection, person_ref: str, day: date) -> tuple[Task, ...]:
    """The open tasks of one person as they are kept, the longest due first."""
    return tuple(map(task_of, connection.execute(_TASKS_OF, {"person_ref": person_ref, "day": day})))


def _open(day: date) -> Select[Any]:
    lasts = [or_(ends.is_(None), ends > day) for ends in (task.c.done_on, task.c.ceased_on)]
    return select(task).where(task.c.opens_on <= day, *lasts).order_by(task.c.due_on)


def task_of(row: Row[Any]) -> Task:
    """A row of the kept tasks as the task that it keeps."""
    return Task(owner=Owner(row.owner), **{name: getattr(row, name) for name in _FIELDS})
