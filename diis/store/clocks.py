"""The clocks in SQL: `diis.definitions.clocks` again, for a whole pathway at once, counted by days waited."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
)

from diis.definitions.clocks import OPEN, REMOVED, STOPPED
from diis.definitions.figures import WINDOW_DAYS, Tally
from diis.definitions.measures import ATTENDED, AttendedContact, Measure, ReferralDate
from diis.store.dialect import days_between, earliest
from diis.store.tables import absence, contact, referral

_NEVER = literal(date(9999, 12, 31), Date)


def tallies(connection: Connection, measure: Measure, as_at: date, as_known: int) -> dict[str, Tally]:
    """Provider to its counted clocks at the end of `as_at`, from the versions known at a load sequence."""
    found: dict[str, Tally] = {}
    for provider, state, received, days, count in connection.execute(_counted(measure, as_at, as_known)):
        tally = found.setdefault(provider, Tally())
        tally.received += count if received else 0
        if state == OPEN:
            tally.open_days[days] += count
        elif state == STOPPED:
            tally.stopped_days[days] += count
        else:
            tally.removed += count
    return found


def known(table: FromClause, as_known: int) -> ColumnElement[bool]:
    """The version that was current at a load sequence."""
    return and_(table.c.from_sequence <= as_known, or_(table.c.to_sequence.is_(None), table.c.to_sequence > as_known))


def _counted(measure: Measure, as_at: date, as_known: int) -> Select[Any]:
    clock = _clocks(measure, as_at, as_known).subquery("clock")
    window_start = literal(as_at - timedelta(days=WINDOW_DAYS), Date)
    state = case((clock.c.ended_on > as_at, OPEN), (clock.c.stop_on <= clock.c.removal_on, STOPPED), else_=REMOVED)
    until = earliest(clock.c.ended_on, literal(as_at, Date))
    # The days of a removed clock are in no figure; one group of them is enough.
    days = case((state == REMOVED, 0), else_=days_between(clock.c.received_on, until))
    groups = (clock.c.provider, state, clock.c.received_on > window_start, days)
    labelled = [group.label(f"group_{place}") for place, group in enumerate(groups)]
    # A clock that ended before the window is in no figure at this date.
    return select(*labelled, func.count()).where(clock.c.ended_on > window_start).group_by(*labelled)


def _clocks(measure: Measure, as_at: date, as_known: int) -> Select[Any]:
    source = referral.outerjoin(absence, and_(_same_referral(absence), known(absence, as_known)))
    stop: ColumnElement[Any]
    if isinstance(measure.stop, AttendedContact):
        first = _first_attended(measure, measure.stop, as_known)
        source = source.outerjoin(first, _same_referral(first))
        stop = first.c.contact_on
    elif isinstance(measure.stop, ReferralDate):
        stop = _referral_date(measure.stop)
    else:
        raise TypeError(f"{measure.id} is a clock of spells, not of single referrals.")
    rejected = case((referral.c.decision == "rejected", referral.c.decision_on))
    ends = (referral.c.closed_on, rejected, referral.c.transferred_to_adult_on, absence.c.missing_from_on)
    stop_on = func.coalesce(stop, _NEVER)
    removal_on = earliest(*(func.coalesce(end, _NEVER) for end in ends))
    return (
        select(
            referral.c.provider,
            referral.c.received_on,
            stop_on.label("stop_on"),
            removal_on.label("removal_on"),
            earliest(stop_on, removal_on).label("ended_on"),
        )
        .select_from(source)
        .where(known(referral, as_known), referral.c.pathway == measure.pathway, referral.c.received_on <= as_at)
    )


def _referral_date(stop: ReferralDate) -> ColumnElement[Any]:
    return referral.c[stop.column]


def _first_attended(measure: Measure, stop: AttendedContact, as_known: int) -> Subquery:
    key = (contact.c.provider, contact.c.pathway, contact.c.referral_id)
    counts = [known(contact, as_known), contact.c.pathway == measure.pathway, contact.c.attendance.in_(ATTENDED)]
    if stop.mechanisms is not None:
        counts.append(contact.c.mechanism.in_(stop.mechanisms))
    return (
        select(*key, func.min(contact.c.contact_on).label("contact_on")).where(*counts).group_by(*key).subquery("first")
    )


def _same_referral(other: FromClause) -> ColumnElement[bool]:
    return and_(*(other.c[name] == referral.c[name] for name in ("provider", "pathway", "referral_id")))
