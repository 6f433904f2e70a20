"""How strictly a queue was kept lately, and what that means for the time until a place in it has its turn.

In strict order the child at the front is always next, and R-WAIT-115 (place / pace) is exact. Real queues are jumped:
`places` tells where in the queue those assessed lately had stood, 0 the front and 1 the end. If children are taken
from those places again, a child at place p moves forward as those before it are taken, and may be taken itself on the
way. Time is in turnovers: the weeks in which as many are taken as the queue is long (docs/adr/0036).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from math import floor


class QueueOrder:
    """The places that those taken had stood at. One more stands for the front, which is always taken in the end."""

    def __init__(self, places: Iterable[float]) -> None:
        self._places = sorted(places)
        edges = [0.0, *self._places, 1.0]
        # The turnovers from the end of the queue to each edge, walking forward.
        elapsed = [0.0] * len(edges)
        for step in reversed(range(len(edges) - 1)):
            elapsed[step] = elapsed[step + 1] + (edges[step + 1] - edges[step]) / self._taken(step)
        self._edges, self._elapsed = edges, elapsed

    def turnovers(self, place: float, waiting: float) -> float:
        """Turnovers until only a share `waiting` (0 to 1) of children at a place would still wait."""
        step = bisect_right(self._places, place)
        left = floor(waiting * (1 + step)) - 1
        return self._elapsed[left + 1] - self._since_end(place, step)

    def still_waiting(self, place: float, turnovers: float) -> float:
        """The share (0 to 1) of children at a place who still wait after some turnovers."""
        step = bisect_right(self._places, place)
        reached = self._since_end(place, step) + turnovers
        if reached >= self._elapsed[0]:
            return 0.0
        passed = bisect_left(self._elapsed, -reached, key=lambda elapsed: -elapsed)
        return self._taken(passed - 1) / self._taken(step)

    def _since_end(self, place: float, step: int) -> float:
        return self._elapsed[step + 1] + (self._edges[step + 1] - place) / self._taken(step)

    def _taken(self, step: int) -> float:
        """The share taken from places up to an edge."""
        return (1 + step) / (1 + len(self._places))
