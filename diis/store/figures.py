"""Figures as refreshed: kept, so that a question that comes every day is answered without counting.

A kept figure is what was given at a refresh. Those over everybody are kept for good. Those by breakdown are many, and
only the newest refresh keeps them: any other can be counted again from the versions (docs/adr/0027-kept-figures.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from diis.definitions.figures import ALL, COUNT, Figure
from diis.store.engine import Store
from diis.store.tables import LOADED, figure, load, refresh

_NAMES = tuple(column.name for column in figure.columns)


@dataclass(frozen=True)
class Asked:
    """Which figures are asked for; None is every one."""

    measure: str | None = None
    provider: str | None = None
    breakdown: str | None = None

    def takes(self, one: Figure) -> bool:
        """Whether a figure is among them."""
        wanted = ((self.measure, one.measure), (self.provider, one.provider), (self.breakdown, one.breakdown))
        return all(asked in (None, found) for asked, found in wanted)


def latest_figures(store: Store, before_days: int = 0) -> list[Figure]:
    """Figures over everybody of the newest census date, or of a day so many days before it, as refreshed last."""
    with store.reading() as connection:
        newest = connection.execute(select(refresh).order_by(refresh.c.as_known.desc()).limit(1)).first()
        if newest is None:
            return []
        day = newest.as_at - timedelta(days=before_days)
        return kept_figures(connection, day, newest.as_known, Asked(breakdown=ALL))


def kept_figures(connection: Connection, as_at: date, as_known: int, asked: Asked) -> list[Figure]:
    """The kept figures among those asked for, in the order in which they are read."""
    narrowed = [figure.c[name] == value for name, value in vars(asked).items() if value is not None]
    rows = connection.execute(select(figure).where(_of(as_at, as_known), *narrowed).order_by(figure.c.place))
    return [_figure(dict(row._mapping)) for row in rows]


def kept_cells(connection: Connection, as_at: date, as_known: int) -> set[tuple[str, str]]:
    """The measures and breakdowns of which figures are kept."""
    cells = select(figure.c.measure, figure.c.breakdown).distinct().where(_of(as_at, as_known))
    return {(measure, breakdown) for measure, breakdown in connection.execute(cells)}


def keep(connection: Connection, as_at: date, as_known: int, figures: Iterable[Figure]) -> None:
    """Store the figures of a day and load, in place of any that were kept of them."""
    connection.execute(delete(figure).where(_of(as_at, as_known)))
    _insert(connection, [_row(one, place) for place, one in enumerate(figures)])


def forget_breakdowns(connection: Connection, before: int) -> None:
    """Keep of refreshes before a load what is over everybody."""
    connection.execute(delete(figure).where(figure.c.as_known < before, figure.c.breakdown != ALL))


def last_refreshed(connection: Connection) -> int:
    """The newest load sequence that the refreshed figures have taken in; 0 before the first refresh."""
    return connection.execute(select(func.max(refresh.c.as_known))).scalar() or 0


def mark_refreshed(connection: Connection, as_known: int, as_at: date, now: datetime) -> None:
    """Say that the figures now take in every load up to a sequence."""
    connection.execute(insert(refresh).values(as_known=as_known, as_at=as_at, refreshed_at=now))


def census_dates(connection: Connection, after_sequence: int = 0) -> list[date]:
    """The census dates of full lists loaded after a sequence, oldest first."""
    lists = and_(load.c.outcome.in_(LOADED), load.c.pathway.is_not(None), load.c.sequence > after_sequence)
    return list(
        connection.execute(select(load.c.census_on).distinct().where(lists).order_by(load.c.census_on)).scalars()
    )


def loads_between(connection: Connection, after: int, up_to: int) -> list[int]:
    """Sequences of the loads that brought rows, after one and up to another."""
    brought = and_(load.c.outcome.in_(LOADED), load.c.sequence > after, load.c.sequence <= up_to)
    return list(connection.execute(select(load.c.sequence).where(brought).order_by(load.c.sequence)).scalars())


def senders(connection: Connection, as_known: int) -> dict[str, list[str]]:
    """Pathway to the providers that had sent a list of it by a load, in order: who shows 0 with nobody waiting."""
    group = (load.c.pathway, load.c.provider)
    sent = and_(load.c.outcome.in_(LOADED), load.c.pathway.is_not(None), load.c.sequence <= as_known)
    found: dict[str, list[str]] = {}
    for pathway, provider in connection.execute(select(*group).distinct().where(sent).order_by(*group)):
        found.setdefault(pathway, []).append(provider)
    return found


def _of(as_at: date, as_known: int) -> ColumnElement[bool]:
    return and_(figure.c.as_at == as_at, figure.c.as_known == as_known)


def _figure(row: dict[str, Any]) -> Figure:
    """A count comes back as the whole number that it was."""
    del row["place"]
    value = row.pop("value")
    return Figure(**row, value=int(value) if row["unit"] == COUNT else value)


def _row(one: Figure, place: int) -> tuple[Any, ...]:
    facts = {**one._asdict(), "place": place}
    return tuple(facts[name] for name in _NAMES)


def _insert(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Tens of thousands of rows, by the way of each driver for many."""
    driver: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with driver.copy(f"COPY figure ({', '.join(_NAMES)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join("?" * len(_NAMES))
        driver.executemany(f"INSERT INTO figure ({', '.join(_NAMES)}) VALUES ({marks})", _as_text(rows))


def _as_text(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """SQLite has no dates."""
    return (tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in rows)
