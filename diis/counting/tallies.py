"""Tallies by column: how many clocks of a measure there are at the end of a day, by group and by number of days.

A group is a tally, a provider and a cell, as one number; a group and a number of days are a key, as one number again.
With the keys in order, every count is a difference of what is reached at two keys, and every percentile the key at
which something is reached. From day to day only what enters and what leaves is put in order anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

import polars
from polars import col

from diis.counting.days import NEVER
from diis.counting.spans import EPOCH
from diis.definitions.figures import OPEN, TALLIES, Count, Percentile

_DAYS = 2 * NEVER
"""Keys of a group: from so many days below 0 as above."""


@dataclass(frozen=True)
class Groups:
    """How a group is numbered: tally by tally, of each the providers, of each the cells.

    After several providers come `all` of them together; a single one is all there is.
    """

    providers: int
    cells: int

    @property
    def together(self) -> int | None:
        """The place of `all` providers among them; None where there is one."""
        return self.providers if self.providers > 1 else None

    @property
    def of_a_tally(self) -> int:
        """How many there are."""
        return (self.providers + (self.together is not None)) * self.cells

    def first(self, tally: str) -> int:
        """The group of a tally, of the first provider and cell."""
        return TALLIES.index(tally) * self.of_a_tally


@dataclass(frozen=True)
class Histogram:
    """The tallies of a measure on one day: distinct keys in order, and how many clocks are before each and after all.

    Its answers have a value for each group of a tally, in their order.
    """

    day: int
    groups: Groups
    keys: polars.Series
    before: polars.Series

    def values(self, how: Count | Percentile) -> polars.Series:
        """What a figure counts or measures; null over nothing."""
        return self._count(how) if isinstance(how, Count) else self._percentile(how)

    def is_in(self) -> list[bool]:
        """Of each group of a tally, whether anybody is counted in it in any tally."""
        return (reduce(add, (self._count(Count(tally)) for tally in TALLIES)) > 0).to_list()

    def _count(self, how: Count) -> polars.Series:
        last = None if how.last is None else how.last + 1
        return self._below(how.tally, last, NEVER) - self._below(how.tally, how.first, -NEVER)

    def _percentile(self, how: Percentile) -> polars.Series:
        """Position share*(n-1) of the days in order, interpolated between its neighbours (R-WAIT-67)."""
        before, total = self._below(how.tally, None, -NEVER), self._count(Count(how.tally))
        somebody = total > 0
        before, total = before.filter(somebody), total.filter(somebody)
        position = how.share * (total - 1)
        below = position.floor().cast(polars.Int64)
        above = (below + 1).zip_with(below + 1 < total, below)
        lower, upper = (self._days_at(how.tally, before + one) for one in (below, above))
        nobody = polars.Series([None], dtype=polars.Float64).new_from_index(0, len(somebody))
        return nobody.scatter(somebody.arg_true(), lower + (upper - lower) * (position - below))

    def _below(self, tally: str, days: int | None, otherwise: int) -> polars.Series:
        """How many clocks are before a number of days of each group; None takes the number that bounds a group."""
        bound = otherwise if days is None else days - self._zero(tally)
        first = self.groups.first(tally)
        groups = polars.int_range(first, first + self.groups.of_a_tally, eager=True)
        places = self.keys.search_sorted(groups * _DAYS + (bound + NEVER), side="left")
        return self.before.gather(places)

    def _days_at(self, tally: str, before: polars.Series) -> polars.Series:
        """The days of the clocks that have so many before them."""
        places = self.before.search_sorted(before, side="right") - 1
        return self.keys.gather(places) % _DAYS - NEVER + self._zero(tally)

    def _zero(self, tally: str) -> int:
        """What the days of keys lack: those of open clocks are told as on day 0."""
        return self.day if tally == OPEN else 0


def histograms(
    spans: polars.DataFrame, days: Sequence[date], columns: Sequence[str], groups: Groups
) -> Iterator[Histogram]:
    """One for each of the days, in their order."""
    state = _counted([], 1)
    for place, day in enumerate(days):
        entering = _counted(_keys(spans.filter(col("enters") == place), columns, groups), 1)
        leaving = _counted(_keys(spans.filter(col("leaves") == place), columns, groups), -1)
        state = _together(state.merge_sorted(entering, "key").merge_sorted(leaving, "key"))
        before = polars.concat([polars.Series("count", [0]), state["count"].cum_sum()])
        yield Histogram((day - EPOCH).days, groups, state["key"], before)


def _counted(keys: Iterable[polars.Series], count: int) -> polars.DataFrame:
    """Distinct keys in order, each with how often it comes times `count`."""
    none = polars.Series("key", [], dtype=polars.Int64)
    runs = polars.concat([none, *keys]).sort().rle().struct.unnest()
    return runs.select(key="value", count=col("len").cast(polars.Int64) * count).set_sorted("key")


def _together(changed: polars.DataFrame) -> polars.DataFrame:
    """Distinct keys of keys in order: their counts added up, without those of which none is left."""
    reached = changed["count"].cum_sum()
    is_last = (changed["key"] != changed["key"].shift(-1)).fill_null(True)
    keys, reached = changed["key"].filter(is_last), reached.filter(is_last)
    counts = polars.DataFrame({"key": keys, "count": reached.diff().fill_null(reached)})
    return counts.filter(col("count") != 0).set_sorted("key")


def _keys(spans: polars.DataFrame, columns: Sequence[str], groups: Groups) -> Iterator[polars.Series]:
    """The key of each span in each breakdown, with its own provider and with all of them."""
    tally = col("tally").cast(polars.Int64) * groups.of_a_tally
    days = col("days") + NEVER
    for provider in (col("provider").cast(polars.Int64), groups.together):
        if provider is not None:
            key = (tally + provider * groups.cells) * _DAYS + days
            keys = spans.select(key.alias(""), *columns)
            yield from keys.select((col("") + col(one).cast(polars.Int64) * _DAYS).alias(one) for one in columns)
