"""The tasks that are open on a day, as they follow from the facts of everybody; no person is opened for it."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, or_, select

from dsr.rules.tasks import Owner, Task
from dsr.store.tables import task

_FIELDS = ("code", "rule", "opens_on", "due_on", "why", "done_on", "ceased_on", "about")


def open_tasks(connection: Connection, day: date) -> Iterator[Task]:
    """Every open task, without whose it is, the longest due first."""
    lasts = [or_(ends.is_(None), ends > day) for ends in (task.c.done_on, task.c.ceased_on)]
    rows = connection.execute(select(task).where(task.c.opens_on <= day, *lasts).order_by(task.c.due_on))
    return (Task(owner=Owner(row.owner), **{name: getattr(row, name) for name in _FIELDS}) for row in rows)
