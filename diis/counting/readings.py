"""What the figures of a measure come to on a day, read from its tallies.

Every count is a difference of how many clocks are before two places, and every percentile the days at a place between.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy

from diis.counting.tallies import Groups, Histogram
from diis.definitions.figures import OPEN, Count, FigureRecord, Percentile

Column = list[float | None]
"""A value for each group: cell by cell, of each the providers, `all` of several last."""


def values_of(records: Sequence[FigureRecord], tallies: Mapping[str, Histogram], day: int) -> Iterator[Column]:
    """The values of each figure on a day (its number), in the order of the records.

    A percentile over nothing is None. Open clocks are in their tally with the days that they had waited on day 0.
    """
    for one in records:
        tally, since = tallies[one.how.tally], day if one.how.tally == OPEN else 0
        yield _count(one.how, tally, since) if isinstance(one.how, Count) else _percentile(one.how, tally, since)


def occupied(records: Sequence[FigureRecord], values: Sequence[Column], groups: Groups) -> set[int]:
    """The cells that somebody of any provider is counted in, by the values of the figures."""
    counts = [column for column, one in zip(values, records, strict=True) if isinstance(one.how, Count)]
    last = groups.of_a_cell - 1
    return {cell for column in counts for cell, count in enumerate(column[last :: groups.of_a_cell]) if count}


def _count(how: Count, tally: Histogram, since: int) -> Column:
    first, last = (None if days is None else days - since for days in (how.first, how.last))
    before, end = tally.between(first, last)
    found: Column = (end - before).tolist()
    return found


def _percentile(how: Percentile, tally: Histogram, since: int) -> Column:
    """Position share*(n-1) of the days in order, interpolated between its neighbours (R-WAIT-67)."""
    before, end = tally.between()
    some = end > before
    before, total = before[some], (end - before)[some]
    position = how.share * (total - 1)
    place = position.astype(numpy.int64)
    lower = tally.days_of(before + place)
    upper = tally.days_of(before + numpy.minimum(place + 1, total - 1))
    found = iter((since + lower + (upper - lower) * (position - place)).tolist())
    return [next(found) if any_ else None for any_ in some.tolist()]
