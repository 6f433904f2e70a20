"""What goes wrong on purpose, all of it in one place, so that alerts and quarantine have something true to show.

1. Children leave one feed's newest lists without an outcome (`LEAVERS`): unexplained leavers. Another one is missing
   from one earlier list only (`RETURNER`).
2. One feed stops sending (`SILENT_FEED`): its newest list is weeks older than the others', so it is late.
3. One feed sends the same handful of bad rows each week (`SPOILT_FEED`, `planted.py`), two monthly ones send some in
   their newest month (`monthly/faults.py`): quarantine and duplicates.
4. The Gateway decides more slowly from a day on (`SLOW_FEED`): the share over its standard rises.
5. A month of one national submission is sent again in full, one of another comes late (`monthly/months.py`).
6. Nothing here makes a list shrink or grow enough to be held.
"""

from dataclasses import dataclass

from sendwatch.demo.days import NEVER, WEEK, Day

LEAVERS_FEED = "r0d-neurodevelopmental"
LEAVERS: tuple[tuple[int, int], ...] = ((1, 4), (2, 3))
"""(n, children): that many are last seen n lists before the newest one."""

RETURNER = 6
"""The child who comes back is missing from the list that is so many before the end, and from no other."""

SILENT_FEED = "rbd-community-paediatrics"
SILENT_WEEKS = 3
SHORTEST_HISTORY_WEEKS = 5
"""With fewer lists no feed falls silent: it would hardly have spoken."""

SPOILT_FEED = "r0d-community-paediatrics"

SLOW_FEED = "rdy-camhs-gateway"
SLOW_WEEKS = 6
SLOWER_TIMES = 3.2


@dataclass(frozen=True)
class Slowdown:
    """From the day it begins, what is left of a decision's time takes `times` as long."""

    begins: Day = NEVER
    times: float = 1.0

    def delayed(self, asked: Day, decided: Day) -> Day:
        """The day of a decision, asked for on one day, that would have been made on another."""
        if decided <= self.begins:
            return decided
        from_then_on = max(asked, self.begins)
        return from_then_on + int((decided - from_then_on) * self.times)


def silent_weeks(feed: str, weeks: int) -> int:
    """How many of the newest lists a feed does not send."""
    return SILENT_WEEKS if feed == SILENT_FEED and weeks >= SHORTEST_HISTORY_WEEKS else 0


def slowdown(feed: str, last_census: Day) -> Slowdown:
    return Slowdown(last_census - SLOW_WEEKS * WEEK, SLOWER_TIMES) if feed == SLOW_FEED else Slowdown()
