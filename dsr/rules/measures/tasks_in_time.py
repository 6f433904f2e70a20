"""How many tasks of a period were done in time: what K11, K12 and K17 have in common."""

from collections.abc import Iterable

from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.tasks import Task


def in_time(tasks: Iterable[Task], period: Period) -> Ratio:
    """Done by their day, of the tasks due in a period; what nobody asked for any longer by then does not count."""
    found = [task for task in tasks if period.holds(task.due_on) and not _was_dropped(task)]
    return Ratio(sum(task.was_late() is False for task in found), len(found))


def _was_dropped(task: Task) -> bool:
    return task.ceased_on is not None and task.ceased_on <= task.due_on
