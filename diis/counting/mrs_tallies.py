"""Frames of counted things into the tallies that the national figures are made of."""

from collections import Counter
from dataclasses import fields
from typing import TypeVar

import polars as pl

from diis.definitions.figures import ALL
from diis.definitions.national.cyp_tallies import DEPRIVED, ContactTally, Group, SpellTally

Tally = TypeVar("Tally", SpellTally, ContactTally)

GROUP = ["provider", "breakdown", "level"]


def tallies(counted: pl.DataFrame, kind: type[Tally]) -> dict[Group, Tally]:
    """Counts by group of a frame with `provider`, `area`, `deprived` and a column for each field of the tally.

    A whole-number field is the sum of its column; a Counter counts its column's days, null left out.
    """
    stacked = pl.concat(
        [
            counted.filter(who).with_columns(provider=provider, breakdown=breakdown, level=level)
            for who, provider, breakdown, level in _groups()
        ]
    )
    found = {Group(*row): kind() for row in stacked.select(GROUP).unique().rows()}
    for field in fields(kind):
        if field.default_factory is Counter:
            _count_days(stacked, field.name, found)
        else:
            for *group, count in stacked.group_by(GROUP).agg(pl.col(field.name).sum()).rows():
                setattr(found[Group(*group)], field.name, count)
    return found


def _groups() -> list[tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]]:
    """Who is in each kind of group, and its provider, breakdown and level."""
    return [
        (pl.lit(True), pl.lit(ALL), pl.lit(ALL), pl.lit(ALL)),
        (pl.lit(True), pl.col("provider"), pl.lit(ALL), pl.lit(ALL)),
        (pl.lit(True), pl.lit(ALL), pl.lit("area"), pl.col("area")),
        (pl.col("deprived"), pl.lit(ALL), pl.lit(DEPRIVED.breakdown), pl.lit(DEPRIVED.level)),
    ]


def _count_days(stacked: pl.DataFrame, name: str, found: dict[Group, Tally]) -> None:
    days = stacked.drop_nulls(name).group_by(*GROUP, name).len()
    for *group, day, count in days.rows():
        getattr(found[Group(*group)], name)[day] = count
