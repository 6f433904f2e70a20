"""Tallies by column: how many clocks of a measure there are at the end of a day, by group and by number of days.

A group is a tally, a provider and a cell, as one number; a group and a number of days are a key, as one number again.
From day to day only the keys of what enters and what leaves are put in order anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars
from polars import col

from diis.counting.days import NEVER
from diis.counting.spans import EPOCH
from diis.definitions.figures import TALLIES

DAYS = 2 * NEVER
"""Keys of a group: from `NEVER` days below 0 up to, not including, as many above."""


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

    def first_key(self, tally: str) -> int:
        """The key of the first group of a tally with no days."""
        return TALLIES.index(tally) * self.of_a_tally * DAYS + NEVER


@dataclass(frozen=True)
class Histogram:
    """The tallies of a measure on one day: distinct keys in order, and how many clocks are before each and after all.

    The days of open clocks are told as they would be on day 0, `day` days less.
    """

    day: int
    keys: polars.Series
    before: polars.Series

    def below(self, keys: polars.Series) -> list[int]:
        """How many clocks there are before each of some keys."""
        return self.before.gather(self.keys.search_sorted(keys, side="left")).to_list()

    def days_after(self, clocks: Sequence[int]) -> list[int]:
        """The days of the clocks that have so many clocks before them."""
        places = self.before.search_sorted(polars.Series(clocks, dtype=polars.Int64), side="right") - 1
        return (self.keys.gather(places) % DAYS - NEVER).to_list()


def histograms(
    spans: polars.DataFrame, days: Sequence[date], columns: Sequence[str], groups: Groups
) -> Iterator[Histogram]:
    """One for each of the days, in their order."""
    state = _counted(spans.clear(), columns, groups, 1)
    comings, goings = (_by_day(spans, place, len(days)) for place in ("enters", "leaves"))
    for day, enters, leaves in zip(days, comings, goings, strict=True):
        entering, leaving = _counted(enters, columns, groups, 1), _counted(leaves, columns, groups, -1)
        state = _together(polars.concat([state, entering, leaving]).sort("key"))
        before = polars.concat([polars.Series("count", [0]), state["count"].cum_sum()])
        yield Histogram((day - EPOCH).days, state["key"], before)


def _by_day(spans: polars.DataFrame, place: str, days: int) -> Iterator[polars.DataFrame]:
    """The spans that have each of the places of days in a column; put in order once, not looked for each day."""
    order = spans[place].arg_sort()
    edges = spans[place].gather(order).search_sorted(polars.Series(range(days + 1)), side="left").to_list()
    return (spans[order[begin:end]] for begin, end in pairwise(edges))


def _counted(spans: polars.DataFrame, columns: Sequence[str], groups: Groups, count: int) -> polars.DataFrame:
    """The keys of spans, each with how often it comes times `count`: with their own provider, and with all of them."""
    runs = polars.concat(_keys(spans, columns, groups)).sort().rle().struct.unnest()
    own = runs.select(key="value", count=col("len").cast(polars.Int64) * count)
    if groups.together is None:
        return own
    provider = col("key") // DAYS % groups.of_a_tally // groups.cells
    return polars.concat([own, own.with_columns(key=col("key") + (groups.together - provider) * groups.cells * DAYS)])


def _together(changed: polars.DataFrame) -> polars.DataFrame:
    """Distinct keys of keys in order: their counts added up, without those of which none is left."""
    reached = changed["count"].cum_sum()
    is_last = (changed["key"] != changed["key"].shift(-1)).fill_null(True)
    keys, reached = changed["key"].filter(is_last), reached.filter(is_last)
    counts = polars.DataFrame({"key": keys, "count": reached.diff().fill_null(reached)})
    return counts.filter(col("count") != 0)


def _keys(spans: polars.DataFrame, columns: Sequence[str], groups: Groups) -> Iterator[polars.Series]:
    """The key of each span in each breakdown, with its own provider."""
    group = col("tally").cast(polars.Int64) * groups.of_a_tally + col("provider").cast(polars.Int64) * groups.cells
    keys = spans.select((group * DAYS + col("days") + NEVER).alias(""), *columns)
    yield polars.Series("", [], dtype=polars.Int64)
    yield from keys.select((col("") + col(one).cast(polars.Int64) * DAYS).alias(one) for one in columns)
