"""Findings of autism referrals counted in every cell of the tables, by column (R-WAIT-38, 41, 42)."""

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from diis.counting.autism_referrals import KEY
from diis.definitions.figures import ALL
from diis.definitions.national.autism_families import Counted
from diis.definitions.national.autism_levels import Cell
from diis.definitions.national.autism_measures import COUNTS


def tallies(findings: pl.DataFrame, cells: Iterable[Cell]) -> dict[Cell, dict[str, float]]:
    """The value of each counted measure in each cell where something was found, for the breakdowns of some cells."""
    found: defaultdict[Cell, dict[str, float]] = defaultdict(dict)
    for crossed, breakdown in dict.fromkeys((cell.provider != ALL, cell.breakdown) for cell in cells):
        provider = pl.col("provider") if crossed else pl.lit(ALL)
        level = pl.lit(ALL) if breakdown == ALL else pl.col(breakdown)
        for row in _counted(findings, provider, level).iter_rows(named=True):
            cell = found[Cell(row["at"], breakdown, row["level"])]
            cell.update(
                (measure.id, row[measure.counted.value])
                for measure in COUNTS
                if (measure.found, measure.ages) == (row["found"], row["series"])
            )
    return found


def _counted(findings: pl.DataFrame, provider: pl.Expr, level: pl.Expr) -> pl.DataFrame:
    """Distinct referrals, distinct people and median days of each finding and series in each provider and level."""
    placed = findings.with_columns(at=provider, level=level)
    return placed.group_by("found", "series", "at", "level").agg(
        pl.struct(KEY).n_unique().alias(Counted.REFERRALS.value),
        pl.col("person").n_unique().alias(Counted.PEOPLE.value),
        pl.col("days").median().alias(Counted.MEDIAN.value),
    )
