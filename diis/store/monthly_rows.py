"""Monthly submissions in and out of the store: a load's rows in bulk, and the current ones as they were known."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from sqlalchemy import Connection, and_, func, select

from diis.definitions.national.submissions import MHSDS, Submissions
from diis.store.monthly import MONTHLY_TABLES, MonthlyTable
from diis.store.tables import LOADED, load

_AT_ONCE = 50_000
"""Rows handed to the driver together."""
_NUMBER = "number"
_SEQUENCE = "sequence"


def write_rows(connection: Connection, sequence: int, rows: Mapping[str, pl.DataFrame]) -> None:
    """Write the rows of a load; each frame has the columns of its table's row class."""
    for table in MONTHLY_TABLES:
        frame = rows[table.name].with_row_index(_NUMBER, offset=1)
        frame = frame.select(pl.lit(sequence).alias(_SEQUENCE), pl.all())
        for part in frame.iter_slices(_AT_ONCE):
            if part.height:
                _insert(connection, table, part)


def submissions_known(connection: Connection, as_known: int, layout: str = MHSDS) -> Submissions:
    """The current rows of every provider and month of one data set, as known at a load sequence.

    Current is the newest load of each provider and month; a month that was sent again counts as it was sent last.
    """
    current = current_loads(connection, as_known, layout)
    return Submissions(**{table.name: tuple(_rows(connection, table, current)) for table in MONTHLY_TABLES})


def current_loads(connection: Connection, as_known: int, layout: str) -> list[int]:
    """The sequences of the newest load of each provider and month of a layout, as known at a load sequence."""
    known = and_(load.c.layout == layout, load.c.outcome.in_(LOADED), load.c.sequence <= as_known)
    newest = select(func.max(load.c.sequence)).where(known).group_by(load.c.provider, load.c.census_on)
    return sorted(connection.execute(newest).scalars())


def _rows(connection: Connection, table: MonthlyTable, sequences: Iterable[int]) -> Iterable[Any]:
    columns = [column for column in table.table.columns if column.name not in (_SEQUENCE, _NUMBER)]
    for sequence in sequences:
        mine = select(*columns).where(table.table.c.sequence == sequence).order_by(table.table.c.number)
        for row in connection.execute(mine).all():
            yield table.row(*row)


def _insert(connection: Connection, table: MonthlyTable, frame: pl.DataFrame) -> None:
    """Past SQLAlchemy to the driver's bulk path: COPY is ten times an INSERT on PostgreSQL."""
    names = ", ".join(f'"{column}"' for column in frame.columns)
    driver: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            with driver.copy(f"COPY {table.table.name} ({names}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(frame.write_csv(include_header=False))
        else:
            values = ", ".join("?" * frame.width)
            as_text = frame.with_columns(pl.col(pl.Date).cast(pl.String), pl.col(pl.Boolean).cast(pl.Int64))
            driver.executemany(f"INSERT INTO {table.table.name} ({names}) VALUES ({values})", as_text.iter_rows())
    finally:
        driver.close()
