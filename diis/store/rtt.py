"""Published referral to treatment counts in the store: lines by load sequence, and their figures summed in SQL."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    Select,
    String,
    Table,
    and_,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from diis.definitions.figures import ALL, Figure
from diis.definitions.rtt import ALL_FUNCTIONS, BANDS, NOT_ENGLISH, RttLine
from diis.definitions.rtt_figures import MEASURE_OF_PART, TREATMENT_FUNCTION, RttCounts, RttGroup, figures_of_groups
from diis.store.tables import metadata

_BATCH = 1000

BAND_COLUMNS: tuple[str, ...] = tuple(f"band_{week:03}" for week in range(BANDS))
"""One column a week band: a line stays one row, and a national month is 180,000 rows, not three million."""

rtt_line = Table(
    "rtt_line",
    metadata,
    Column("period_on", Date, primary_key=True, comment="last day of the month"),
    Column("provider", String(8), primary_key=True),
    Column("commissioner", String(8), primary_key=True),
    Column("part", String(8), primary_key=True),
    Column("treatment_function", String(8), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    Column("total_all", Integer, nullable=False, comment="pathways, not people"),
    Column("unknown_start", Integer, comment="completed pathways in no band; null for other parts"),
    *(Column(name, Integer, nullable=False) for name in BAND_COLUMNS),
    comment="A published line is a row per version.",
)

_TO_SUM = ("total_all", *BAND_COLUMNS)


def replace_lines(connection: Connection, sequence: int, lines: Iterable[RttLine]) -> int:
    """Write the lines of a load; returns how many.

    The former lines of each month and provider among them end with this load, in the same transaction. May be called
    several times for one load. A provider that the file does not name keeps the lines it had.
    """
    written, ended = 0, set[tuple[date, str]]()
    remaining = iter(lines)
    while batch := list(islice(remaining, _BATCH)):
        news = {(line.period_on, line.provider) for line in batch} - ended
        if news:
            _end_former(connection, sequence, sorted(news))
            ended |= news
        connection.execute(insert(rtt_line), [_row(line, sequence) for line in batch])
        written += len(batch)
    return written


def rtt_figures(connection: Connection, as_at: date, as_known: int, provider: str | None = None) -> list[Figure]:
    """Every figure of the month that ends on `as_at`, by provider (None: of each), as known at a load sequence.

    The oracle is `diis.definitions.rtt_figures.rtt_figures`.
    """
    known = _known(rtt_line, as_at, as_known)
    if provider is not None:
        known = and_(known, rtt_line.c.provider == provider)
    function = rtt_line.c.treatment_function
    total = rtt_line.alias("total")
    same_return = (total.c[name] == rtt_line.c[name] for name in ("provider", "commissioner", "part"))
    has_total = exists().where(
        _known(total, as_at, as_known), total.c.treatment_function == ALL_FUNCTIONS, *same_return
    )
    detail = connection.execute(_sums(known, function))
    overall = connection.execute(_sums(and_(known, or_(function == ALL_FUNCTIONS, ~has_total))))
    groups = dict(_groups(as_at, TREATMENT_FUNCTION, detail)) | dict(_groups(as_at, ALL, overall))
    return figures_of_groups(groups, as_known)


def _end_former(connection: Connection, sequence: int, news: Sequence[tuple[date, str]]) -> None:
    former = and_(
        tuple_(rtt_line.c.period_on, rtt_line.c.provider).in_(news),
        rtt_line.c.to_sequence.is_(None),
        rtt_line.c.from_sequence < sequence,
    )
    connection.execute(update(rtt_line).where(former).values(to_sequence=sequence))


def _row(line: RttLine, sequence: int) -> dict[str, Any]:
    return {
        "period_on": line.period_on,
        "provider": line.provider,
        "commissioner": line.commissioner,
        "part": line.part,
        "treatment_function": line.treatment_function,
        "from_sequence": sequence,
        "total_all": line.total_all,
        "unknown_start": line.unknown_start,
        **dict(zip(BAND_COLUMNS, line.bands, strict=True)),
    }


def _known(table: Any, as_at: date, as_known: int) -> ColumnElement[bool]:
    return and_(
        table.c.period_on == as_at,
        table.c.from_sequence <= as_known,
        or_(table.c.to_sequence.is_(None), table.c.to_sequence > as_known),
    )


def _sums(where: ColumnElement[bool], *levels: ColumnElement[str]) -> Select[Any]:
    """One row a provider, part and level: NONC and Part_2A are in no figure (R-WAIT-15, R-WAIT-17)."""
    by = (rtt_line.c.provider, rtt_line.c.part, *levels)
    sums = [func.sum(rtt_line.c[name]).label(name) for name in _TO_SUM]
    counted = and_(where, rtt_line.c.commissioner != NOT_ENGLISH, rtt_line.c.part.in_(MEASURE_OF_PART))
    return select(*by, *sums).where(counted).group_by(*by)


def _groups(as_at: date, breakdown: str, rows: Iterable[Row[Any]]) -> Iterator[tuple[RttGroup, RttCounts]]:
    for row in rows:
        provider, part, *level = row[: -len(_TO_SUM)]
        total_all, *bands = row[-len(_TO_SUM) :]
        yield RttGroup(as_at, provider, part, breakdown, *(level or [ALL])), RttCounts(total_all, tuple(bands))
