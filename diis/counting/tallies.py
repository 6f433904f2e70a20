"""Tallies by column: how many clocks of a measure there are on a day, by group and by number of days.

A group is a provider and a cell. Of each group there is a place for every number of days that any clock of the tally
is counted by, so that counting is adding to a place. From day to day only what enters and what leaves is counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy
import polars

from diis.definitions.figures import TALLIES

Whole = numpy.typing.NDArray[numpy.int64]


@dataclass(frozen=True)
class Groups:
    """How groups are numbered: cell by cell, of each the providers.

    After several providers come `all` of them together; a single one is all there is.
    """

    providers: int
    cells: int

    @property
    def of_a_cell(self) -> int:
        """How many groups a cell has."""
        return self.providers + (self.providers > 1)

    @property
    def count(self) -> int:
        """How many there are."""
        return self.cells * self.of_a_cell


@dataclass(frozen=True)
class Histogram:
    """A tally on one day: the clocks of each group in the order of the days that they are counted by.

    `days` are the numbers of days that occur in any group, in order. `before` has how many clocks, of any group, are
    before each place, and how many there are; a place is a group and one of `days`.
    """

    days: Whole
    before: Whole
    groups: int

    def between(self, first: int | None = None, last: int | None = None) -> tuple[Whole, Whole]:
        """For each group, how many clocks are before those of `first` to `last` days, and how many with them.

        Both are inside; None is no bound.
        """
        begin = 0 if first is None else int(numpy.searchsorted(self.days, first))
        end = len(self.days) if last is None else int(numpy.searchsorted(self.days, last, side="right"))
        places = numpy.arange(self.groups) * len(self.days)
        return self.before[places + begin], self.before[places + end]

    def days_of(self, clocks: Whole) -> Whole:
        """The days of the clocks that have so many clocks before them."""
        return self.days[(numpy.searchsorted(self.before, clocks, side="right") - 1) % len(self.days)]


def histograms(
    spans: Mapping[str, polars.DataFrame], days: int, columns: Sequence[str], groups: Groups
) -> Iterator[dict[str, Histogram]]:
    """The tallies of each of so many days, in their order."""
    tallies = {name: _Tally(spans[name], days, columns, groups) for name in TALLIES if name in spans}
    for place in range(days):
        yield {name: tally.on(place) for name, tally in tallies.items()}


class _Tally:
    """A tally from day to day."""

    def __init__(self, spans: polars.DataFrame, days: int, columns: Sequence[str], groups: Groups) -> None:
        self._groups = groups
        self._days = spans["days"].unique().sort().to_numpy().astype(numpy.int64)
        self._counts = numpy.zeros((groups.cells, groups.of_a_cell, len(self._days)), numpy.int32)
        self._cells = [spans[name].to_numpy() for name in columns]
        provider = spans["provider"].to_numpy().astype(numpy.int64)
        self._places = provider * len(self._days) + numpy.searchsorted(self._days, spans["days"].to_numpy())
        self._enters, self._leaves = (_by_day(spans[name], days) for name in ("enters", "leaves"))

    def on(self, day: int) -> Histogram:
        """The tally of a day, by its place; to be asked for the days in their order."""
        for rows, change in ((self._enters[day], 1), (self._leaves[day], -1)):
            for cells in self._cells if len(rows) else ():
                self._change(cells[rows], self._places[rows], change)
        if self._groups.providers > 1:
            self._counts[:, -1] = self._counts[:, :-1].sum(axis=1)
        before = numpy.concatenate([[0], self._counts.ravel().cumsum(dtype=numpy.int64)])
        return Histogram(self._days, before, self._groups.count)

    def _change(self, cells: Whole, places: Whole, change: int) -> None:
        """Count clocks in or out by one breakdown, whose cells are numbered in a row."""
        first, end = int(cells.min()), int(cells.max()) + 1
        counts = self._counts[first:end]
        of_a_cell = self._groups.of_a_cell * len(self._days)
        found = numpy.bincount((cells - first).astype(numpy.int64) * of_a_cell + places, minlength=counts.size)
        counts += change * found.reshape(counts.shape)


def _by_day(places: polars.Series, days: int) -> list[Whole]:
    """The rows of the spans that have each of the places of days; put in order once, not looked for each day."""
    order = places.arg_sort().to_numpy()
    edges = numpy.searchsorted(places.to_numpy()[order], numpy.arange(days + 1))
    return [order[begin:end] for begin, end in pairwise(edges)]
