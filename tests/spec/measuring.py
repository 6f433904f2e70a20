"""Rows in, figures out, by each of the three ways that must agree: the oracle, SQLite and PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, insert

from diis.definitions.clocks import Contact, Referral
from diis.definitions.figures import ALL
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.definitions.oracle import Values, values_of
from diis.store.engine import Store
from diis.store.figures import computed
from diis.store.tables import absence, arrival, contact, load, referral

SEQUENCE = 1
MEASURE = {measure.id: measure for measure in MEASURES}
_INSTANT = datetime(2026, 11, 21)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def a_referral(
    received: str,
    *contacts: str,
    pathway: str = "neurodevelopmental",
    provider: str = "R0D",
    decision: str | None = None,
    closed: str | None = None,
    transferred: str | None = None,
    missing: str | None = None,
) -> Referral:
    """One row of a rule table. A contact is 'attendance date [mechanism]', a decision 'word date'."""
    word, _, decided = (decision or "").partition(" ")
    return Referral(
        provider=provider,
        pathway=pathway,
        referral_id="",
        received_on=date.fromisoformat(received),
        decision=word or None,
        decision_on=day(decided),
        closed_on=day(closed),
        transferred_to_adult_on=day(transferred),
        missing_from_on=day(missing),
        contacts=tuple(_a_contact(text) for text in contacts),
    )


def _a_contact(text: str) -> Contact:
    attendance, on, mechanism = (*text.split(), "01")[:3]
    return Contact(date.fromisoformat(on), attendance, mechanism)


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
        write(self.store, rows)
        return read(self.store, MEASURE[measure], on)

    def check(self, measure: str, rows: Iterable[Referral], as_at: str, **expected: float | None) -> None:
        """Hold figures to what a rule says; `open_median_days=3` is the figure open-median-days."""
        assert expected, "a rule table must expect something"
        found = self.values(measure, rows, as_at)
        wanted = {name.replace("_", "-"): value for name, value in expected.items()}
        assert {name: found[name] for name in wanted} == wanted


def read(store: Store, measure: Measure, as_at: date) -> Values:
    with store.reading() as connection:
        figures = computed(connection, as_at, SEQUENCE)
    return {one.figure: one.value for one in figures if one.measure == measure.id and one.provider == ALL}


def write(store: Store, rows: Iterable[Referral]) -> None:
    """Put referrals into an emptied store as the versions of one load of each list."""
    known = list(rows)
    with store.writing() as connection:
        for table in (absence, contact, referral, load, arrival):
            connection.execute(delete(table))
        connection.execute(insert(arrival), [_arrival()])
        lists = {("R0D", measure.pathway) for measure in MEASURES} | {(row.provider, row.pathway) for row in known}
        connection.execute(insert(load), [_load(*one, place) for place, one in enumerate(sorted(lists))])
        for number, row in enumerate(known):
            key = {"provider": row.provider, "pathway": row.pathway, "referral_id": f"N{number}"}
            version = {**key, "from_sequence": SEQUENCE}
            connection.execute(insert(referral).values(**version, **_facts(row)))
            for place, one in enumerate(row.contacts):
                facts = {"contact_on": one.contact_on, "attendance": one.attendance, "mechanism": one.mechanism}
                connection.execute(insert(contact).values(**version, contact_id=f"C{place}", **facts))
            if row.missing_from_on is not None:
                seen = {"last_seen_on": row.received_on, "missing_from_on": row.missing_from_on, "unexplained": True}
                connection.execute(insert(absence).values(**version, **seen))


def _facts(row: Referral) -> dict[str, object]:
    return {
        "person": "0" * 32,
        "birth_month": date(2015, 1, 1),
        "received_on": row.received_on,
        "decision": row.decision,
        "decision_on": row.decision_on,
        "closed_on": row.closed_on,
        "transferred_to_adult_on": row.transferred_to_adult_on,
    }


def _arrival() -> dict[str, object]:
    return {
        "arrival_id": 1,
        "fingerprint": "0" * 64,
        "name": "spec",
        "feed": "spec",
        "bytes_received": 0,
        "arrived_at": _INSTANT,
    }


def _load(provider: str, pathway: str, place: int) -> dict[str, object]:
    counts = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate", "referrals", "contacts")
    return {
        "sequence": SEQUENCE - place,
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
    }
