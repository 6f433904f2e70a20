"""The whole store as plain rows, to tell whether two stores are equal or one has changed."""

from collections.abc import Collection

from sqlalchemy import DateTime, Table, delete, select

from diis.store.engine import Store
from diis.store.rtt import rtt_line
from diis.store.tables import LOADED, arrival, load, referral

Rows = list[tuple[object, ...]]
Dump = dict[str, Rows]

TABLES: tuple[Table, ...] = tuple(rtt_line.metadata.sorted_tables)
LEDGER = ("arrival", "load", "quarantine")


def dump(store: Store, *, without: Collection[str] = ()) -> Dump:
    """Every row of every table in a fixed order, but for instants.

    Arrivals are numbered in their order: a number that a killed transaction took is lost, and means nothing.
    """
    with store.reading() as connection:
        ids = connection.execute(select(arrival.c.arrival_id).order_by(arrival.c.arrival_id)).scalars()
        places = {arrival_id: place for place, arrival_id in enumerate(ids, start=1)}
        found: Dump = {}
        for table in (table for table in TABLES if table.name not in without):
            columns = [column for column in table.columns if not isinstance(column.type, DateTime)]
            rows = [
                tuple(
                    places[value] if column.name == "arrival_id" else value
                    for column, value in zip(columns, row, strict=True)
                )
                for row in connection.execute(select(*columns))
            ]
            found[table.name] = sorted(rows, key=repr)
    return found


def current(store: Store, *without: str) -> Dump:
    """What is known now of referrals, what belongs to them, absences and doubts, whichever loads told it."""
    with store.reading() as connection:
        return {
            table.name: sorted(
                (
                    tuple(value for name, value in row._mapping.items() if name not in {"from_sequence", *without})
                    for row in connection.execute(select(table).where(table.c.to_sequence.is_(None)))
                ),
                key=repr,
            )
            for table in TABLES
            if table.name in {"referral", "contact", "event", "step", "absence", "doubt"}
        }


def ledger_rows(store: Store) -> list[dict[str, object]]:
    """The loads in their order."""
    with store.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(select(load).order_by(load.c.sequence))]


def sequences(store: Store) -> list[object]:
    return [row["sequence"] for row in ledger_rows(store) if row["outcome"] in LOADED]


def versions_of(store: Store, referral_id: str) -> list[tuple[int, int | None]]:
    """From and to sequence of every version of a referral, oldest first."""
    columns = (referral.c.from_sequence, referral.c.to_sequence)
    rows = select(*columns).where(referral.c.referral_id == referral_id).order_by(referral.c.from_sequence)
    with store.reading() as connection:
        return [(row[0], row[1]) for row in connection.execute(rows)]


def empty(store: Store) -> None:
    """Make a store as it was when it was made."""
    with store.writing() as connection:
        for table in reversed(TABLES):
            connection.execute(delete(table))
