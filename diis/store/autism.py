"""Published autism statistics in the store: lines by load sequence, and their figures."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    String,
    Table,
    and_,
    insert,
    or_,
    select,
    update,
)

from diis.definitions.autism_published import AutismLine, published_figures
from diis.definitions.figures import Figure
from diis.store.tables import metadata

if TYPE_CHECKING:
    import polars as pl

_AT_ONCE = 10_000

autism_line = Table(
    "autism_line",
    metadata,
    Column("period_on", Date, primary_key=True, comment="last day of the month"),
    Column("breakdown", String(64), primary_key=True),
    Column("primary_level", String(64), primary_key=True),
    Column("secondary_level", String(64), primary_key=True),
    Column("metric", String(8), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    Column("value", Float, comment="null where it is suppressed"),
    Column("suppressed", Boolean, nullable=False, comment="published as *, which is not 0"),
    comment="A published line of the autism statistics is a row per version.",
)


def replace_lines(connection: Connection, sequence: int, lines: "pl.DataFrame") -> None:
    """Write the lines of a load; the former lines of each month and breakdown among them end with it."""
    for period_on, breakdown in lines.select("period_on", "breakdown").unique().iter_rows():
        former = and_(
            autism_line.c.period_on == period_on,
            autism_line.c.breakdown == breakdown,
            autism_line.c.to_sequence.is_(None),
        )
        connection.execute(update(autism_line).where(former).values(to_sequence=sequence))
    import polars as pl

    rows = lines.with_columns(pl.lit(sequence).alias("from_sequence"), pl.col("value").is_null().alias("suppressed"))
    for part in rows.iter_slices(_AT_ONCE):
        connection.execute(insert(autism_line), part.to_dicts())


def autism_figures(connection: Connection, as_at: date, as_known: int) -> list[Figure]:
    """Every published figure of the month that ends on a day, as known at a load sequence."""
    known = and_(
        autism_line.c.period_on == as_at,
        autism_line.c.from_sequence <= as_known,
        or_(autism_line.c.to_sequence.is_(None), autism_line.c.to_sequence > as_known),
    )
    names = ("period_on", "breakdown", "primary_level", "secondary_level", "metric", "value")
    columns = [autism_line.c[name] for name in names]
    rows = connection.execute(select(*columns).where(known).order_by(*columns[:-1]))
    return published_figures((AutismLine(*row) for row in rows), as_known)
