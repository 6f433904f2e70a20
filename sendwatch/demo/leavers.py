"""Which children vanish from the newest lists without an outcome (incident 1), and the one who comes back."""

from typing import NamedTuple

from sendwatch.demo.days import Day
from sendwatch.demo.entries import Entry
from sendwatch.demo.incidents import LEAVERS, LEAVERS_FEED, RETURNER
from sendwatch.demo.plan import Plan

_NOWHERE = range(0)


class Gone(NamedTuple):
    """A child who is missing from lists; `back_on` is None for one who stays away."""

    referral_id: str
    last_seen_on: Day
    missing_from_on: Day
    back_on: Day | None


class Leavers:
    """Picks the first children who qualify: still waiting at the newest list, and on the list before they vanish."""

    def __init__(self, plan: Plan) -> None:
        self._timetable = next(n for n, table in enumerate(plan.timetables) if table.flow.feed == LEAVERS_FEED)
        self._censuses = plan.timetables[self._timetable].censuses
        lists = len(self._censuses)
        self._gaps = [range(lists - back, lists) for back, children in LEAVERS if back < lists for _ in range(children)]
        if lists > RETURNER:
            self._gaps.append(range(lists - RETURNER, lists - RETURNER + 1))
        self.gone: list[Gone] = []

    def absent(self, entry: Entry) -> range:
        """The places of the lists, oldest first, that do not show the entry though it is open: none for nearly all."""
        if not self._gaps or entry.timetable != self._timetable or not entry.waiting or entry.truth.again:
            return _NOWHERE
        gap = self._gaps[0]
        if entry.lines[gap.start - 1] is None:
            return _NOWHERE
        back = self._censuses[gap.stop] if gap.stop < len(self._censuses) else None
        self.gone.append(
            Gone(entry.truth.referral_id, self._censuses[gap.start - 1], self._censuses[gap.start], back),
        )
        return self._gaps.pop(0)
