"""Tasks in short, so that a table can say what is expected of them."""

from collections.abc import Iterable

from dsr.rules.tasks import Task
from tests.dsr.rules.lives import day


def with_code(tasks: Iterable[Task], code: str) -> list[Task]:
    return [task for task in tasks if task.code == code]


def the_one(tasks: Iterable[Task], code: str) -> Task:
    [task] = with_code(tasks, code)
    return task


def due_days(tasks: Iterable[Task], code: str) -> list[str]:
    return [task.due_on.isoformat() for task in with_code(tasks, code)]


def state(task: Task, on: str) -> str:
    """`overdue`, `open`, `done`, `ceased` (asked for no longer), or `ahead` (not to be seen yet)."""
    at = day(on)
    if task.is_overdue(at):
        return "overdue"
    if task.is_open(at):
        return "open"
    if task.done_on is not None and task.done_on <= at:
        return "done"
    return "ceased" if task.ceased_on is not None and task.ceased_on <= at else "ahead"
