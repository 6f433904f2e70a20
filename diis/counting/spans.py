"""When each clock is in which tally: a span of days, with the number of days that it is counted by.

The clock rules of `diis.definitions.clocks` by column. An open clock is in its tally from the day it starts until the
day it ends. A flow is in its tally for 28 days from the day of what it counts. Each is cut to the days that the row of
the clock holds for. So a day is told by the spans it lies in, and the next day by those that begin or end between.
"""

from collections.abc import Iterator, Sequence
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
    WINDOW_DAYS,
)
from diis.definitions.working_days import BANK_HOLIDAYS

EPOCH = date(1970, 1, 1)
_LACKING = {NO_CONTACT: "contact_on", NO_SCORE: "score_on", NO_PLAN: "plan_on"}


def spans_of(
    clocks: polars.DataFrame, days: Sequence[date], columns: Sequence[str], *, working: bool
) -> dict[str, polars.DataFrame]:
    """The spans of each tally that hold one of the days, which are in order.

    `enters` is the place of the first of those days and `leaves` the place after the last; `days` are those counted
    by, of an open clock as they would be on day 0: less its start. `provider` and `columns` are those of the clock.
    """
    asked = polars.Series([(day - EPOCH).days for day in days], dtype=polars.Int32)
    return {
        tally: _between(
            rows.select("provider", *columns, begins=begins, ends=ends, days=counted.cast(polars.Int32)), asked
        )
        for tally, rows, begins, ends, counted in (*_open(clocks), *_flows(clocks, working=working))
    }


_Span = tuple[str, polars.DataFrame, polars.Expr, polars.Expr, polars.Expr]
"""Tally, clocks, first day, day after the last, and days counted by."""


def _open(clocks: polars.DataFrame) -> Iterator[_Span]:
    until = ("stop_on", "removal_on", "until_on")
    yield OPEN, clocks, col("from_on"), polars.min_horizontal(*until), -col("start_on")
    for tally, first in _LACKING.items():
        if first in clocks.columns:
            yield tally, clocks, col("from_on"), polars.min_horizontal(*until, first), polars.lit(0)


def _flows(clocks: polars.DataFrame, *, working: bool) -> Iterator[_Span]:
    # On the same day the stop wins over a removal.
    stopped = clocks.filter((col("stop_on") <= col("removal_on")) & (col("stop_on") < NEVER))
    removed = clocks.filter(col("removal_on") < col("stop_on"))
    yield RECEIVED, clocks, *_window("start_on"), polars.lit(0)
    yield STOPPED, stopped, *_window("stop_on"), col("stop_on") - col("start_on")
    yield REMOVED, removed, *_window("removal_on"), polars.lit(0)
    if working:
        yield STOPPED_WORKING, stopped, *_window("stop_on"), _working_days()


def _window(day: str) -> tuple[polars.Expr, polars.Expr]:
    return polars.max_horizontal(day, "from_on"), polars.min_horizontal(col(day) + WINDOW_DAYS, "until_on")


def _working_days() -> polars.Expr:
    """Working days after the start up to and including the stop, as `diis.definitions.working_days` has them."""
    start, stop = ((col(name) + 1).cast(polars.Date) for name in ("start_on", "stop_on"))
    return polars.business_day_count(start, stop, holidays=BANK_HOLIDAYS).clip(0)


def _between(spans: polars.DataFrame, asked: polars.Series) -> polars.DataFrame:
    placed = spans.drop("begins", "ends").with_columns(
        enters=asked.search_sorted(spans["begins"], side="left"),
        leaves=asked.search_sorted(spans["ends"], side="left"),
    )
    return placed.filter(col("enters") < col("leaves"))
