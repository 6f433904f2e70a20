"""Referrals as stories, and where their main clock stands, in SQL: where every reader of a pathway problem begins."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, FromClause, Select, and_, case, func, literal, or_, select

from diis.definitions.measures import ATTENDED, AttendedContact, ReferralDate
from diis.definitions.stories import Story, main_measure
from diis.store.dialect import earliest
from diis.store.tables import LOADED, absence, contact, load, referral
from diis.store.versions import known

NEVER_ON = date(9999, 12, 31)
NEVER = literal(NEVER_ON, Date)
_AT_ONCE = 10_000
_KEY = ("provider", "pathway", "referral_id")


class Told:
    """The referrals of a pathway as known at a load; its absence and first contact stand beside each."""

    def __init__(self, pathway: str, as_at: date, as_known: int) -> None:
        stop = main_measure(pathway, as_at).stop
        self.source: FromClause = referral.outerjoin(absence, and_(same_referral(absence), known(absence, as_known)))
        self.where = and_(known(referral, as_known), referral.c.pathway == pathway, referral.c.received_on <= as_at)
        self.seen_on: ColumnElement[Any] = literal(None, Date)
        if isinstance(stop, AttendedContact):
            first = _first_attended(pathway, stop, as_known)
            self.source = self.source.outerjoin(first, same_referral(first))
            self.seen_on = first.c.contact_on
        self.stop_on = referral.c[stop.column] if isinstance(stop, ReferralDate) else self.seen_on

    @property
    def stopped_on(self) -> ColumnElement[Any]:
        """The stop of the main clock, a day that never comes where there is none."""
        return func.coalesce(self.stop_on, NEVER)

    @property
    def removed_on(self) -> ColumnElement[Any]:
        """Closure, rejection, transfer or missing, whichever is first."""
        rejected = case((referral.c.decision == "rejected", referral.c.decision_on))
        ends = (referral.c.closed_on, rejected, referral.c.transferred_to_adult_on, absence.c.missing_from_on)
        return earliest(*(func.coalesce(end, NEVER) for end in ends))

    def open_at(self, as_at: date) -> ColumnElement[bool]:
        """Whether the main clock runs at the end of a day."""
        return and_(self.stopped_on > as_at, self.removed_on > as_at)

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """Columns of every referral of the pathway received by the day."""
        return select(*columns).select_from(self.source).where(self.where)


def stories_received_since(
    connection: Connection, pathway: str, as_at: date, as_known: int, since: date
) -> Iterator[Story]:
    """Referrals of a pathway received after one day and up to another."""
    return _stories(connection, pathway, as_at, as_known, referral.c.received_on > since)


def stories_not_over(connection: Connection, pathway: str, as_at: date, as_known: int, since: date) -> Iterator[Story]:
    """Referrals of a pathway received by a day and not closed before another."""
    return _stories(connection, pathway, as_at, as_known, not_over_before(since))


def stories_transferred(connection: Connection, pathway: str, as_at: date, as_known: int) -> Iterator[Story]:
    """Referrals of a pathway that were transferred to an adult service by a day."""
    return _stories(connection, pathway, as_at, as_known, referral.c.transferred_to_adult_on <= as_at)


def stories_returned(connection: Connection, pathway: str, as_at: date, as_known: int) -> Iterator[Story]:
    """Referrals of a pathway that were returned by a day, whenever they were received."""
    return _stories(connection, pathway, as_at, as_known, referral.c.returned_on <= as_at)


def _stories(
    connection: Connection, pathway: str, as_at: date, as_known: int, which: ColumnElement[bool]
) -> Iterator[Story]:
    told = Told(pathway, as_at, as_known)
    beside = {"seen_on": told.seen_on, "missing_from_on": absence.c.missing_from_on}
    columns = [beside[field.name] if field.name in beside else referral.c[field.name] for field in fields(Story)]
    # Labels keep two expressions of the same name apart.
    labelled = [column.label(f"fact_{place}") for place, column in enumerate(columns)]
    rows = told.select(*labelled).where(which).execution_options(yield_per=_AT_ONCE)
    for row in connection.execute(rows):
        yield Story(*row)


def providers_of(connection: Connection, pathway: str, as_known: int) -> list[str]:
    """Providers that sent a list of a pathway: one with nobody waiting shows 0, one never heard of shows nothing."""
    sent = and_(load.c.outcome.in_(LOADED), load.c.pathway == pathway, load.c.sequence <= as_known)
    return list(connection.execute(select(load.c.provider).distinct().where(sent)).scalars())


def same_referral(other: FromClause) -> ColumnElement[bool]:
    """Whether a row of another table is of the referral it stands beside."""
    return and_(*(other.c[name] == referral.c[name] for name in _KEY))


def not_over_before(day: date) -> ColumnElement[bool]:
    """Leaves out what was closed before a day; what ended otherwise may come too, and the definitions tell."""
    return or_(referral.c.closed_on.is_(None), referral.c.closed_on >= day)


def _first_attended(pathway: str, stop: AttendedContact, as_known: int) -> FromClause:
    key = [contact.c[name] for name in _KEY]
    counts = [known(contact, as_known), contact.c.pathway == pathway, contact.c.attendance.in_(ATTENDED)]
    if stop.mechanisms is not None:
        counts.append(contact.c.mechanism.in_(stop.mechanisms))
    return (
        select(*key, func.min(contact.c.contact_on).label("contact_on")).where(*counts).group_by(*key).subquery("first")
    )
