"""Tallies by column: how many clocks of a measure there are at the end of a day, by group and by number of days.

A group is a tally, a provider and a cell, as one number; a group and a number of days are a key, as one number again.
Sorted by key, every count is a difference of two places and every percentile a place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars
from polars import col

from diis.counting.days import NEVER
from diis.definitions.figures import (
    NO_CONTACT,
    NO_PLAN,
    NO_SCORE,
    OPEN,
    RECEIVED,
    REMOVED,
    STOPPED,
    STOPPED_WORKING,
    TALLIES,
    WINDOW_DAYS,
    Count,
    Percentile,
)
from diis.definitions.working_days import BANK_HOLIDAYS

_LACKING = {NO_CONTACT: "contact_on", NO_SCORE: "score_on", NO_PLAN: "plan_on"}
_DAYS = 2 * NEVER
"""Keys of a group: from so many days below 0 as above."""

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Groups:
    """How a group is numbered; the provider after the last is `all` of them together."""

    providers: int
    cells: int

    @property
    def of_a_tally(self) -> int:
        """How many there are: provider by provider, and of each the cells."""
        return (self.providers + 1) * self.cells

    def first(self, tally: str) -> int:
        """The group of a tally, of the first provider and cell."""
        return TALLIES.index(tally) * self.of_a_tally


class Histogram:
    """The tallies of a measure on one day. Its answers have a value for each group of a tally, in their order."""

    def __init__(self, keys: Iterable[polars.Series], groups: Groups) -> None:
        self._groups = groups
        each = polars.concat(keys).alias("key").to_frame().group_by("key").agg(count=polars.len().cast(polars.Int64))
        counted = polars.concat([each, self._together(each)]).sort("key")
        self._keys = counted["key"]
        self._reached = counted["count"].cum_sum()
        self._before = polars.concat([polars.Series([0]), self._reached])

    def values(self, how: Count | Percentile) -> polars.Series:
        """What a figure counts or measures; null over nothing."""
        return self._count(how) if isinstance(how, Count) else self._percentile(how)

    def cells(self) -> set[int]:
        """The cells that anybody is in."""
        return set((self._keys // _DAYS % self._groups.cells).unique().to_list())

    def _count(self, how: Count) -> polars.Series:
        first = -NEVER if how.first is None else how.first
        last = NEVER - 1 if how.last is None else how.last
        return self._below(how.tally, last + 1) - self._below(how.tally, first)

    def _percentile(self, how: Percentile) -> polars.Series:
        """Position share*(n-1) of the days in order, interpolated between its neighbours (R-WAIT-67)."""
        before, total = self._below(how.tally, -NEVER), self._count(Count(how.tally))
        somebody = total > 0
        before, total = before.filter(somebody), total.filter(somebody)
        position = how.share * (total - 1)
        below = position.floor().cast(polars.Int64)
        above = (below + 1).zip_with(below + 1 < total, below)
        lower, upper = self._days_at(before + below), self._days_at(before + above)
        nobody = polars.Series([None], dtype=polars.Float64).new_from_index(0, len(somebody))
        return nobody.scatter(somebody.arg_true(), lower + (upper - lower) * (position - below))

    def _together(self, each: polars.DataFrame) -> polars.DataFrame:
        """Every provider's days under `all`."""
        one = self._groups.cells * _DAYS
        provider = col("key") // one % (self._groups.providers + 1)
        key = col("key") + (self._groups.providers - provider) * one
        return each.group_by(key).agg(col("count").sum())

    def _below(self, tally: str, days: int) -> polars.Series:
        """How many are before a number of days of each group, in the order of keys."""
        first = self._groups.first(tally)
        groups = polars.int_range(first, first + self._groups.of_a_tally, eager=True)
        return self._before.gather(self._keys.search_sorted(groups * _DAYS + (days + NEVER), side="left"))

    def _days_at(self, before: polars.Series) -> polars.Series:
        """The days of the clocks that have so many before them."""
        return self._keys.gather(self._reached.search_sorted(before, side="right")) % _DAYS - NEVER


def tallied(clocks: polars.DataFrame, as_at: date, groups: Groups, columns: list[str], *, working: bool) -> Histogram:
    """The clocks of a measure tallied at the end of a day.

    `clocks` has `provider`, a number, beside what `ListClocks.of` gives. The clock rules are those of
    `diis.definitions.clocks`: on the same day the stop wins over a removal, and a flow counts in the window of 28 days.
    """
    day = (as_at - EPOCH).days
    window_start = day - WINDOW_DAYS
    ended_on = polars.min_horizontal("stop_on", "removal_on")
    holds = (col("from_on") <= day) & (col("until_on") > day)
    rows = clocks.filter(holds & ((ended_on > window_start) | (col("start_on") > window_start)))
    now = rows.filter(ended_on > day)
    ended = rows.filter((ended_on <= day) & (ended_on > window_start))
    stopped = ended.filter(col("stop_on") <= col("removal_on"))
    none, wait = polars.lit(0), col("stop_on") - col("start_on")
    counted = [
        (OPEN, now, day - col("start_on")),
        (RECEIVED, rows.filter(col("start_on") > window_start), none),
        (STOPPED, stopped, wait),
        (REMOVED, ended.filter(col("stop_on") > col("removal_on")), none),
    ]
    counted += [(STOPPED_WORKING, stopped, _working_days())] if working else []
    counted += [
        (tally, now.filter(col(first) > day), none) for tally, first in _LACKING.items() if first in clocks.columns
    ]
    return Histogram((key for one in counted for key in _keys(*one, groups, columns)), groups)


def _keys(
    tally: str, rows: polars.DataFrame, days: polars.Expr, groups: Groups, columns: list[str]
) -> Iterator[polars.Series]:
    """The key of each row in each breakdown."""
    group = col("provider").cast(polars.Int64) * groups.cells + groups.first(tally)
    keys = rows.select(*columns, key=group * _DAYS + days + NEVER)
    cells = (col(one).cast(polars.Int64) * _DAYS for one in columns)
    yield from keys.select((col("key") + cell).alias(one) for one, cell in zip(columns, cells, strict=True))


def _working_days() -> polars.Expr:
    """Working days after the start up to and including the stop, as `diis.definitions.working_days` has them."""
    start, stop = ((col(name) + 1).cast(polars.Date) for name in ("start_on", "stop_on"))
    return polars.business_day_count(start, stop, holidays=BANK_HOLIDAYS).clip(0)
