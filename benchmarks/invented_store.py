"""A store of invented referrals, contacts and events, put there in bulk: nothing is pulled or checked."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import numpy
import polars
from sqlalchemy import Table, insert

from diis.definitions.pathways import CAMHS_GATEWAY, PATHWAYS, PROVIDERS
from diis.store.engine import Store, StoreConnection
from diis.store.tables import ACCEPTED, absence, arrival, contact, event, load, referral

CENSUS_ON = date(2026, 9, 27)
SEQUENCE = len(PROVIDERS) * len(PATHWAYS)
CONTACTS_A_REFERRAL = 0.64
EVENTS_A_REFERRAL = 0.5
"""Of referrals to CAMHS only."""
_LONGEST_WAIT_DAYS = 1900
_BLOCK = 250_000
_DECISIONS = ("accepted", "accepted", "accepted", "rejected")
_INSTANT = datetime(2026, 9, 27)  # noqa: DTZ001 - UTC without a zone, as the store keeps it
_CODES: dict[str, Sequence[str | None]] = {
    "gender": ("1", "1", "2", "2", "3", "9", None),
    "ethnic_category": (*"AAAAAAABCDHJLMNPRSZ", "99", None),
    "lac_status": ("N", "N", "N", "Y", None),
    "sen_provision": ("N", "N", "K", "E", None),
    "priority": ("3", "3", "3", "2", "1", None),
    "condition": ("autism", "adhd", "both", "unspecified", None),
    "local_authority": ("E06000058", "E06000059", "E06000059", None),
    "source_of_referral": ("A1", "B1", "C1", "C2"),
}


def fill(store: Store, referrals: int) -> None:
    """Write so many referrals of every provider and pathway, as one load of each; the same number, the same rows."""
    chance = numpy.random.default_rng(1)
    with store.writing() as connection:
        connection.execute(insert(arrival), [_arrival()])
        lists = [(provider, pathway) for provider in PROVIDERS for pathway in PATHWAYS]
        connection.execute(insert(load), [_load(*one, place) for place, one in enumerate(lists, start=1)])
        for place, first, count in _blocks(referrals):
            rows = _referrals(*lists[place], place + 1, first, count, chance)
            for table, frame in (
                (referral, rows),
                (contact, _contacts(rows, chance)),
                (event, _events(rows, chance)),
                (absence, _absences(rows)),
            ):
                _insert(connection, table, frame)
    if not store.is_sqlite:
        with store.connection() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()


def _blocks(referrals: int) -> Iterator[tuple[int, int, int]]:
    """Place of the list, number of the first referral, and how many: list after list, as a store is filled."""
    edges = [referrals * place // SEQUENCE for place in range(SEQUENCE + 1)]
    for place, (begin, end) in enumerate(pairwise(edges)):
        for first in range(begin, end, _BLOCK):
            yield place, first, min(_BLOCK, end - first)


def _referrals(
    provider: str, pathway: str, sequence: int, first: int, count: int, chance: numpy.random.Generator
) -> polars.DataFrame:
    census = CENSUS_ON.toordinal() - date(1970, 1, 1).toordinal()
    numbers = numpy.arange(first, first + count)
    received = census - (chance.random(count) ** 1.3 * _LONGEST_WAIT_DAYS).astype(int)
    age = chance.integers(1, 19, count)

    def later(after: int, within: int, share: float) -> polars.Series:
        """A day after the received date for a share of the referrals, if it has come."""
        days = received + after + chance.integers(0, within, count)
        none = (days > census) | (chance.random(count) >= share)
        return polars.Series(days).set(polars.Series(none), None).cast(polars.Int32).cast(polars.Date)

    frame = polars.DataFrame(
        {
            "referral_id": polars.Series(numbers).cast(polars.String).str.pad_start(9, "0"),
            # One child in six was referred before.
            "person": polars.Series(numbers - (numbers % 6 == 5)).cast(polars.String).str.pad_start(32, "a"),
            "birth_month": polars.Series(received - 365 * age).cast(polars.Int32).cast(polars.Date).dt.month_start(),
            "age_received": age,
            "deprivation_decile": chance.integers(1, 11, count),
            "received_on": polars.Series(received).cast(polars.Int32).cast(polars.Date),
            "decision_on": later(5, 60, 0.95),
            "assessment_completed_on": later(100, 700, 0.5),
            "outcome_shared_on": later(130, 700, 0.5),
            "closed_on": later(200, 900, 0.7),
        }
    ).with_columns(_codes(count, chance))
    words = polars.Series(_DECISIONS).gather(chance.integers(0, 4, count))
    return frame.with_columns(
        decision=polars.when(polars.col("decision_on").is_not_null()).then(words),
        provider=polars.lit(provider),
        pathway=polars.lit(pathway),
        from_sequence=polars.lit(sequence),
    )


def _codes(count: int, chance: numpy.random.Generator) -> Iterator[polars.Series]:
    for name, codes in _CODES.items():
        yield polars.Series(name, codes, dtype=polars.String).gather(chance.integers(0, len(codes), count))


def _contacts(rows: polars.DataFrame, chance: numpy.random.Generator) -> polars.DataFrame:
    some = _some(rows, CONTACTS_A_REFERRAL, 500, chance).rename({"day": "contact_on"})
    pick = chance.integers(0, 7, some.height)
    return some.with_columns(
        contact_id=polars.col("referral_id") + polars.Series(numpy.arange(some.height)).cast(polars.String),
        attendance=polars.Series(list("5555672")).gather(pick),
        mechanism=polars.Series(["01", "02", "11", "01", "98", "04", "05"]).gather(pick),
        subject=polars.lit("01"),
        profession=polars.lit("NURSE"),
    )


def _events(rows: polars.DataFrame, chance: numpy.random.Generator) -> polars.DataFrame:
    some = _some(rows.filter(pathway=CAMHS_GATEWAY), EVENTS_A_REFERRAL, 400, chance).rename({"day": "event_on"})
    kinds = polars.Series(["outcome-score", "outcome-score", "care-plan", "intervention", "indirect-activity"])
    events = some.with_columns(kind=kinds.gather(chance.integers(0, len(kinds), some.height)), code=polars.lit(""))
    return events.unique(maintain_order=True)


def _absences(rows: polars.DataFrame) -> polars.DataFrame:
    """One open referral in a hundred is missing from the newest list."""
    gone = rows.filter(polars.col("referral_id").str.slice(-2) == "07", polars.col("closed_on").is_null())
    return gone.select("provider", "pathway", "referral_id", "from_sequence").with_columns(
        last_seen_on=polars.lit(date(2026, 9, 20)), missing_from_on=polars.lit(CENSUS_ON), unexplained=polars.lit(True)
    )


def _some(rows: polars.DataFrame, share: float, within: int, chance: numpy.random.Generator) -> polars.DataFrame:
    """So many days a referral, picked with replacement: some have several, many none."""
    picked = rows.select(polars.all().gather(chance.integers(0, rows.height, int(rows.height * share))))
    days = polars.lit(polars.Series(chance.integers(0, within, picked.height)))
    day = polars.col("received_on") + polars.duration(days=days)
    key = ("provider", "pathway", "referral_id", "from_sequence")
    return picked.select(*key, day=day).filter(polars.col("day") <= CENSUS_ON)


def _insert(connection: StoreConnection, table: Table, frame: polars.DataFrame) -> None:
    """Rows to a table, by the fastest way that the driver has."""
    names = ", ".join(frame.columns)
    driver: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with driver.copy(f"COPY {table.name} ({names}) FROM STDIN (FORMAT csv)") as copy:
            copy.write(frame.write_csv(include_header=False))
        return
    dates = polars.selectors.date().cast(polars.String)
    marks = ", ".join("?" * frame.width)
    driver.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", _tuples(frame.with_columns(dates)))


def _tuples(frame: polars.DataFrame) -> Iterator[tuple[Any, ...]]:
    return frame.iter_rows()


def _arrival() -> dict[str, Any]:
    return {
        "arrival_id": 1,
        "fingerprint": "0" * 64,
        "name": "benchmark",
        "feed": "benchmark",
        "bytes_received": 0,
        "arrived_at": _INSTANT,
    }


def _load(provider: str, pathway: str, sequence: int) -> dict[str, Any]:
    counts = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate", "referrals", "contacts")
    return {
        "sequence": sequence,
        "arrival_id": 1,
        "feed": f"{provider}-{pathway}".lower(),
        "layout": "wl-1",
        "provider": provider,
        "pathway": pathway,
        "census_on": CENSUS_ON,
        "outcome": ACCEPTED,
        **dict.fromkeys((*counts, "unexplained_leavers"), 0),
        "key_id": "benchmark",
        "loaded_at": _INSTANT,
    }
