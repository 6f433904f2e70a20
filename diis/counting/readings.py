"""What the figures of a measure come to on a day, read from its tallies.

Every count is a difference of how many clocks are before two keys, and every percentile the days at a place between.
Which keys those are is the same for each day, but for what open clocks have waited since.
"""

from collections.abc import Sequence
from itertools import starmap
from operator import sub

import polars

from diis.counting.days import NEVER
from diis.counting.tallies import DAYS, Groups, Histogram
from diis.definitions.figures import OPEN, Count, FigureRecord, Percentile

Column = list[float | None]
"""A value for each group of a tally: provider by provider, `all` of several last, and of each the cells."""

_Bound = tuple[str, int | None, int]
"""A tally and a number of days; without one the key that bounds the days there are."""


class Readings:
    """Where in the tallies of a measure its figures are."""

    def __init__(self, records: Sequence[FigureRecord], groups: Groups) -> None:
        self._records = records
        self._groups = groups
        bounds = dict.fromkeys(bound for one in records for bound in _bounds(one.how))
        self._places = {bound: place * groups.of_a_tally for place, bound in enumerate(bounds)}
        every = polars.int_range(groups.of_a_tally, eager=True) * DAYS
        self._keys = polars.concat([every + groups.first_key(tally) + (days or 0) + end for tally, days, end in bounds])
        on_a_day = [tally == OPEN and days is not None for tally, days, _ in bounds]
        self._moves = polars.concat([polars.repeat(int(moves), len(every), eager=True) for moves in on_a_day])

    def of(self, histogram: Histogram) -> list[Column]:
        """The values of each figure, in the order of the records; None over nothing, counts excepted."""
        below = histogram.below(self._keys - self._moves * histogram.day)
        return [
            list(starmap(sub, self._between(below, one.how)))
            if isinstance(one.how, Count)
            else self._percentiles(histogram, below, one.how)
            for one in self._records
        ]

    def inside(self, values: Sequence[Column]) -> set[int]:
        """The cells that somebody of any provider is counted in, by the values of the figures."""
        start = self._groups.of_a_tally - self._groups.cells
        counts = [
            column[start:] for column, one in zip(values, self._records, strict=True) if isinstance(one.how, Count)
        ]
        return {cell for column in counts for cell, count in enumerate(column) if count}

    def _between(self, below: list[int], how: Count | Percentile) -> list[tuple[int, int]]:
        """How many clocks are before the end and before the beginning of what a figure is about."""
        size = self._groups.of_a_tally
        first, last = (self._places[bound] for bound in _bounds(how))
        return list(zip(below[last : last + size], below[first : first + size], strict=True))

    def _percentiles(self, histogram: Histogram, below: list[int], how: Percentile) -> Column:
        """Position share*(n-1) of the days in order, interpolated between its neighbours (R-WAIT-67)."""
        groups = [(before, end - before) for end, before in self._between(below, how)]
        positions = [(before, total, how.share * (total - 1)) for before, total in groups if total]
        lowers = histogram.days_after([before + int(position) for before, _, position in positions])
        uppers = histogram.days_after([before + min(int(at) + 1, total - 1) for before, total, at in positions])
        since = histogram.day if how.tally == OPEN else 0
        found = (
            since + lower + (upper - lower) * (position - int(position))
            for lower, upper, (_, _, position) in zip(lowers, uppers, positions, strict=True)
        )
        return [next(found) if total else None for _, total in groups]


def _bounds(how: Count | Percentile) -> tuple[_Bound, _Bound]:
    """Where the days of a figure begin, and the first after them."""
    first, last = (how.first, how.last) if isinstance(how, Count) else (None, None)
    begin: _Bound = (how.tally, None, -NEVER) if first is None else (how.tally, first, 0)
    end: _Bound = (how.tally, None, NEVER) if last is None else (how.tally, last + 1, 0)
    return begin, end
