"""Which children vanish from the newest lists without an outcome (incident 1)."""

from sendwatch.demo.entries import Entry
from sendwatch.demo.incidents import LEAVERS, LEAVERS_FEED
from sendwatch.demo.plan import Plan


class Leavers:
    """Picks the first children who qualify: still waiting at the newest list, and on the list before they vanish."""

    def __init__(self, plan: Plan) -> None:
        self._timetable = next(n for n, table in enumerate(plan.timetables) if table.flow.feed == LEAVERS_FEED)
        lists = len(plan.timetables[self._timetable].censuses)
        self._places = [lists - back for back, children in LEAVERS if back < lists for _ in range(children)]

    def stays_until(self, entry: Entry) -> int:
        """How many of the lists, oldest first, may show the entry: all of them for nearly all."""
        lists = len(entry.lines)
        if not self._places or entry.timetable != self._timetable or not entry.waiting:
            return lists
        if entry.lines[self._places[0] - 1] is None:
            return lists
        return self._places.pop(0)
