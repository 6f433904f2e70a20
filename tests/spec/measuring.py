"""Rows in, figures out, by each of the three ways that must agree: the oracle, SQLite and PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete, insert

from diis.counting.local import Question, count_local
from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.clocks import Contact, Event, Referral
from diis.definitions.figures import ALL, Figure
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.definitions.oracle import Cell, Values, cells_of, values_of
from diis.store.engine import Store, StoreConnection
from diis.store.figures import senders
from diis.store.monthly import MONTHLY_TABLES
from diis.store.tables import absence, arrival, contact, event, load, referral

SEQUENCE = 1
MEASURE = {measure.id: measure for measure in MEASURES}
_INSTANT = datetime(2026, 11, 21)
_NOT_COLUMNS = ("contacts", "events", "missing_from_on")


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def a_referral(
    received: str,
    *contacts: str,
    pathway: str = "neurodevelopmental",
    provider: str = "R0D",
    decision: str | None = None,
    assessed: str | None = None,
    shared: str | None = None,
    closed: str | None = None,
    transferred: str | None = None,
    missing: str | None = None,
    events: Sequence[str] = (),
    **facts: Any,
) -> Referral:
    """One row of a rule table. A contact is 'attendance date [mechanism]', a decision 'word date'.

    An event is 'kind date'; `facts` are the other fields of a referral, such as `person` or `gender`.
    """
    word, _, decided = (decision or "").partition(" ")
    return Referral(
        provider=provider,
        pathway=pathway,
        received_on=date.fromisoformat(received),
        decision=word or None,
        decision_on=day(decided),
        assessment_completed_on=day(assessed),
        outcome_shared_on=day(shared),
        closed_on=day(closed),
        transferred_to_adult_on=day(transferred),
        missing_from_on=day(missing),
        contacts=tuple(_a_contact(text) for text in contacts),
        events=tuple(_an_event(text) for text in events),
        **{"referral_id": "", **facts},
    )


def _a_contact(text: str) -> Contact:
    attendance, on, mechanism = (*text.split(), "01")[:3]
    return Contact(date.fromisoformat(on), attendance, mechanism)


def _an_event(text: str) -> Event:
    kind, on = text.split()
    return Event(date.fromisoformat(on), kind)


@dataclass
class Spec:
    """One way of computing figures; a rule table is checked on each."""

    store: Store | None
    checked: int = field(default=0)

    def values(self, measure: str, rows: Iterable[Referral], as_at: str | date) -> Values:
        """Figure name to exact value over all providers."""
        on = as_at if isinstance(as_at, date) else date.fromisoformat(as_at)
        if self.store is None:
            return values_of(MEASURE[measure], list(rows), on)
        write(self.store, [Version(row) for row in rows])
        return cells(self.store, MEASURE[measure], on, breakdowns=(ALL,))[ALL, ALL, ALL]

    def check(self, measure: str, rows: Iterable[Referral], as_at: str, **expected: float | None) -> None:
        """Hold figures to what a rule says; `open_median_days=3` is the figure open-median-days."""
        assert expected, "a rule table must expect something"
        found = self.values(measure, rows, as_at)
        wanted = {name.replace("_", "-"): value for name, value in expected.items()}
        assert {name: found[name] for name in wanted} == wanted

    def open_by(self, measure: str, breakdown: str, rows: Sequence[Referral], as_at: str) -> dict[str, float | None]:
        """Level of a breakdown to the open clocks of all providers, for every level there is."""
        on = date.fromisoformat(as_at)
        if self.store is None:
            found = cells_of(MEASURE[measure], rows, on, sorted({row.provider for row in rows}))
        else:
            write(self.store, [Version(row) for row in rows])
            found = cells(self.store, MEASURE[measure], on, breakdowns=(breakdown,))
        levels = (
            (level, values) for (provider, by, level), values in found.items() if (provider, by) == (ALL, breakdown)
        )
        return {level: values["open"] for level, values in levels}


@dataclass(frozen=True)
class Version:
    """A referral, with its contacts and events, as known from one load up to, not including, another."""

    referral: Referral
    from_sequence: int = SEQUENCE
    to_sequence: int | None = None


def cells(
    store: Store, measure: Measure, as_at: date, as_known: int = SEQUENCE, breakdowns: Sequence[str] = BREAKDOWN_IDS
) -> dict[Cell, Values]:
    """What the engine counts of one measure, cell by cell, as the oracle tells it."""
    with store.reading() as connection:
        lists = senders(connection, as_known)
    return by_cell(count_local(store, Question({as_at: breakdowns}, as_known, lists, measures=(measure,)))[as_at])


def by_cell(figures: Iterable[Figure]) -> dict[Cell, Values]:
    found: dict[Cell, Values] = {}
    for one in figures:
        found.setdefault((one.provider, one.breakdown, one.level), {})[one.figure] = one.value
    return found


def write(store: Store, versions: Sequence[Version], lists: Mapping[int, tuple[str, str]] | None = None) -> None:
    """Put versions into an emptied store. `lists` are the loads: sequence to provider and pathway.

    Without any, each provider sent a list of each pathway that it has a referral of, and R0D one of all of them.
    """
    rows = [version.referral for version in versions]
    sent = {("R0D", measure.pathway) for measure in MEASURES} | {(row.provider, row.pathway) for row in rows}
    loads = lists or {SEQUENCE - place: one for place, one in enumerate(sorted(sent))}
    with store.writing() as connection:
        empty(connection)
        enter(connection, [load_row(*one, sequence) for sequence, one in loads.items()])
        for table, found in _rows_of(versions).items():
            if found:
                connection.execute(insert(table), found)


def empty(connection: StoreConnection) -> None:
    """Take out what the table before left."""
    for table in (absence, contact, event, referral, *(one.table for one in MONTHLY_TABLES), load, arrival):
        connection.execute(delete(table))


def enter(connection: StoreConnection, loads: Sequence[Mapping[str, Any]]) -> None:
    """Write loads into the ledger of an emptied store."""
    connection.execute(insert(arrival), [_arrival()])
    connection.execute(insert(load), list(loads))


def _rows_of(versions: Sequence[Version]) -> dict[Table, list[dict[str, Any]]]:
    rows: dict[Table, list[dict[str, Any]]] = {table: [] for table in (referral, contact, event, absence)}
    for number, version in enumerate(versions):
        one = version.referral
        known = {"from_sequence": version.from_sequence, "to_sequence": version.to_sequence}
        id_ = one.referral_id or f"N{number:03}"
        key: dict[str, Any] = {"provider": one.provider, "pathway": one.pathway, "referral_id": id_, **known}
        rows[referral].append(_facts(one) | key | {"person": one.person or f"P{number:03}"})
        rows[contact] += [{**key, "contact_id": f"C{place}", **vars(held)} for place, held in enumerate(one.contacts)]
        rows[event] += [{**key, "code": f"E{place}", **vars(noted)} for place, noted in enumerate(one.events)]
        if one.missing_from_on is not None:
            seen = {"last_seen_on": one.received_on, "missing_from_on": one.missing_from_on, "unexplained": True}
            rows[absence].append({**key, **seen})
    return rows


def _facts(row: Referral) -> dict[str, Any]:
    facts = {one.name: getattr(row, one.name) for one in fields(row) if one.name not in _NOT_COLUMNS}
    return {"birth_month": date(2015, 1, 1), **facts}


def _arrival() -> dict[str, Any]:
    facts = {"fingerprint": "0" * 64, "name": "spec", "feed": "spec", "bytes_received": 0, "arrived_at": _INSTANT}
    return {"arrival_id": 1, **facts}


def load_row(provider: str, pathway: str | None, sequence: int, **facts: Any) -> dict[str, Any]:
    """A row of the ledger; of a list unless the facts say otherwise."""
    counts = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate", "referrals", "contacts")
    return {
        "sequence": sequence,
        "arrival_id": 1,
        "feed": "spec",
        "layout": "wl-1",
        "provider": provider,
        "pathway": pathway,
        "census_on": date(2026, 9, 30),
        "outcome": "accepted",
        **dict.fromkeys((*counts, "unexplained_leavers"), 0),
        "key_id": "spec",
        "loaded_at": _INSTANT,
        **facts,
    }
