"""Tasks in short, so that a table can say which there are: `red 2027-03-05 by 2027-03-12 done 2027-03-10`."""

from collections.abc import Iterable
from datetime import date

from dsr.rules.tasks import Task

LAST_TOLD = date(2030, 12, 31)
"""The tables end here: that a task will cease on a birthday years ahead is not told."""


def told(tasks: Iterable[Task], *codes: str) -> list[str]:
    """Each task of some codes: about what, from when, by when, how it ended; in the order of their days."""
    chosen = (task for task in tasks if task.code in codes)
    return [_told(task) for task in sorted(chosen, key=lambda task: (task.opens_on, task.code, task.about))]


def _told(task: Task) -> str:
    ends = {"done": task.done_on, "ceased": task.ceased_on}
    ended = "".join(f" {how} {on}" for how, on in ends.items() if on is not None and on <= LAST_TOLD)
    return f"{task.about} {task.opens_on} by {task.due_on}{ended}".strip()


def codes(tasks: Iterable[Task]) -> list[str]:
    """The codes of tasks, each once, in the order of the alphabet."""
    return sorted({task.code for task in tasks})
