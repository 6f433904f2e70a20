"""The referrals of some children by their pseudonyms, from the versions known at a load, in one statement.

Contacts, events and absences are looked up beside each referral by their keys, so that the time taken grows with the
children asked about and not with the lists.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, Select, func, select

from diis.definitions.clocks import Contact, Event, Referral
from diis.definitions.measures import ATTENDED, DIRECT
from diis.definitions.spells import INDIRECT, PLANS, SCORES
from diis.store.stories import same_referral
from diis.store.tables import absence, contact, doubt, event, referral
from diis.store.versions import known

_BESIDE = ("contacts", "events", "missing_from_on")
_COLUMNS = tuple(field.name for field in fields(Referral) if field.name not in _BESIDE)
_KINDS = (INDIRECT, SCORES, PLANS)

Told = tuple[Referral, date | None]
"""A referral, and the census that told it best where the newest row of it was set aside."""


def referrals_of(connection: Connection, people: Iterable[str], as_known: int) -> Iterator[Told]:
    """Every referral of some children, ended ones too, with the firsts of its contacts and events that clocks ask for.

    Of contacts that were attended there is the first by any means and the first that was direct, of events the first
    of each group; later ones decide nothing.
    """
    for row in connection.execute(_referrals(as_known).where(referral.c.person.in_(list(people)))):
        yield _referral(row._mapping), row.told_on


def _referrals(as_known: int) -> Select[Any]:
    def first(table: FromClause, day: str, *which: ColumnElement[bool]) -> ScalarSelect[Any]:
        mine = (same_referral(table), known(table, as_known), *which)
        return select(func.min(table.c[day])).where(*mine).scalar_subquery()

    attended = (contact.c.attendance.in_(ATTENDED), contact.c.contact_on >= referral.c.received_on)
    noted = event.c.event_on >= referral.c.received_on
    return select(
        *(referral.c[name] for name in _COLUMNS),
        first(absence, "missing_from_on").label("missing_from_on"),
        first(doubt, "told_on").label("told_on"),
        first(contact, "contact_on", *attended).label("seen_on"),
        first(contact, "contact_on", *attended, contact.c.mechanism.in_(DIRECT)).label("seen_directly_on"),
        *(first(event, "event_on", noted, event.c.kind.in_(kinds)).label(kinds[0]) for kinds in _KINDS),
    ).where(known(referral, as_known))


def _referral(row: Any) -> Referral:
    seen = ((row["seen_on"], None), (row["seen_directly_on"], DIRECT[0]))
    return Referral(
        **{name: row[name] for name in _COLUMNS},
        missing_from_on=row["missing_from_on"],
        contacts=tuple(Contact(on, ATTENDED[0], mechanism) for on, mechanism in seen if on is not None),
        events=tuple(Event(row[kinds[0]], kinds[0]) for kinds in _KINDS if row[kinds[0]] is not None),
    )
