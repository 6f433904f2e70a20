"""Frames of counted things into the tallies that the national figures are made of."""

from collections import Counter
from dataclasses import fields
from typing import TypeVar

import polars as pl

from diis.counting.organisations import parents
from diis.definitions.figures import ALL
from diis.definitions.national.cyp_places import CORE20
from diis.definitions.national.cyp_tallies import (
    AREA,
    DEPRIVED,
    WITH_DEPRIVATION,
    ContactTally,
    Group,
    SpellTally,
)
from diis.definitions.national.organisations import Organisations

Tally = TypeVar("Tally", SpellTally, ContactTally)

_Kind = tuple[pl.Expr, pl.Expr, str, pl.Expr]

GROUP = ["provider", "breakdown", "level"]


def tallies(counted: pl.DataFrame, kind: type[Tally], organisations: Organisations) -> dict[Group, Tally]:
    """Counts by group of a frame with `provider`, `area`, `deprived` and a column for each field of the tally.

    A whole-number field is the sum of its column; a Counter counts its column's days, null left out.
    """
    placed = counted.with_columns(parents(organisations))
    stacked = pl.concat(
        [
            placed.filter(who).with_columns(provider=provider, breakdown=pl.lit(breakdown), level=level)
            for who, provider, breakdown, level in (*_groups(), *(_above() if organisations.parents else []))
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


_EVERYONE, _EVERYWHERE, _DEPRIVED = pl.lit(True), pl.lit(ALL), pl.col("deprived")


def _groups() -> list[_Kind]:
    """Who is in each kind of group, and its provider, breakdown and level."""
    return [
        (_EVERYONE, _EVERYWHERE, ALL, pl.lit(ALL)),
        (_EVERYONE, pl.col("provider"), ALL, pl.lit(ALL)),
        (_EVERYONE, _EVERYWHERE, AREA, pl.col(AREA)),
        (_DEPRIVED, _EVERYWHERE, DEPRIVED.breakdown, pl.lit(DEPRIVED.level)),
    ]


def _above() -> list[_Kind]:
    """The same of what sub-ICBs lie in."""
    return [
        *((_EVERYONE, _EVERYWHERE, above, pl.col(above)) for above in WITH_DEPRIVATION),
        *(
            (_DEPRIVED, _EVERYWHERE, crossed, pl.format(f"{{}} {CORE20}", above))
            for above, crossed in WITH_DEPRIVATION.items()
        ),
    ]


def _count_days(stacked: pl.DataFrame, name: str, found: dict[Group, Tally]) -> None:
    days = stacked.drop_nulls(name).group_by(*GROUP, name).len()
    for *group, day, count in days.rows():
        getattr(found[Group(*group)], name)[day] = count
