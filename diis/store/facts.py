"""The facts that local clocks are counted from: whole columns of what was known of a list at a load."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars
from sqlalchemy import ColumnElement, Select, and_, case, or_, select

from diis.definitions.breakdowns import BREAKDOWNS
from diis.definitions.clocks import REJECTED
from diis.definitions.measures import ATTENDED, AttendedContact, FullClockStop, Measure, ReferralDate
from diis.definitions.spells import INDIRECT, PLANS, SCORES
from diis.store.columns import columns_by_provider
from diis.store.engine import Store
from diis.store.tables import absence, contact, event, referral
from diis.store.versions import known

ENDS = ("closed_on", "transferred_to_adult_on", "rejected_on")
"""Besides the day a referral was first missing, which is a fact of its own."""


@dataclass(frozen=True)
class Facts:
    """What one provider sent of one pathway.

    `referrals` has referral_id, received_on, the three `ENDS`, the column of each breakdown, and what the stops of the
    measures need: dates of the referral, or `person` for spells. `contacts` are those attended; the days of the others
    are contact_on, event_on and missing_from_on, each beside a referral_id.
    """

    referrals: polars.DataFrame
    contacts: polars.DataFrame
    events: polars.DataFrame
    absences: polars.DataFrame


@dataclass(frozen=True)
class Wanted:
    """What facts are asked for: of some measures of one pathway, for days from `first` to `last`, as known at a load.

    `window_start` is the last day before the flow window of the first of those days.
    """

    pathway: str
    measures: tuple[Measure, ...]
    window_start: date
    last: date
    as_known: int


def read_facts(store: Store, providers: Iterable[str], wanted: Wanted) -> Iterator[Facts]:
    """The facts of one provider after another; what can be in no figure of the days asked for is left out."""
    selects = {
        "referrals": _referrals(wanted),
        "contacts": _contacts(wanted),
        "events": _events(wanted),
        "absences": _of_pathway(absence, wanted, "referral_id", "missing_from_on"),
    }
    with columns_by_provider(store, selects) as columns_of:
        for provider in providers:
            yield Facts(**columns_of(provider))


def _referrals(wanted: Wanted) -> Select[Any]:
    stops = [measure.stop for measure in wanted.measures]
    names = ["referral_id", "received_on", "closed_on", "transferred_to_adult_on"]
    names += [breakdown.column for breakdown in BREAKDOWNS]
    names += [stop.column for stop in stops if isinstance(stop, ReferralDate)]
    whole_spells = any(isinstance(stop, FullClockStop) for stop in stops)
    names += ["person"] if whole_spells else []
    rejected_on = case((referral.c.decision == REJECTED, referral.c.decision_on)).label("rejected_on")
    rows = _of_pathway(referral, wanted, *dict.fromkeys(names)).add_columns(rejected_on)
    rows = rows.where(referral.c.received_on <= wanted.last)
    # A referral that ended long ago may still begin a spell that goes on.
    return rows if whole_spells else rows.where(_can_matter(wanted.window_start))


def _can_matter(window_start: date) -> ColumnElement[bool]:
    """Whether a referral was received, or had not ended, after a day."""
    not_ended = [_not_by(referral.c[name], window_start) for name in ("closed_on", "transferred_to_adult_on")]
    not_rejected = or_(
        referral.c.decision.is_(None), referral.c.decision != REJECTED, _not_by(referral.c.decision_on, window_start)
    )
    return or_(referral.c.received_on > window_start, and_(*not_ended, not_rejected))


def _not_by(end: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    return or_(end.is_(None), end > day)


def _contacts(wanted: Wanted) -> Select[Any]:
    """Attended contacts; how they were held is read only where a measure asks for it."""
    names = ["referral_id", "contact_on"] + (["mechanism"] if _asks_for_mechanism(wanted.measures) else [])
    rows = _of_pathway(contact, wanted, *names)
    return rows.where(contact.c.attendance.in_(ATTENDED), contact.c.contact_on <= wanted.last)


def _asks_for_mechanism(measures: Iterable[Measure]) -> bool:
    stops = [measure.stop for measure in measures]
    return any(isinstance(stop, FullClockStop) for stop in stops) or any(
        isinstance(stop, AttendedContact) and stop.mechanisms is not None for stop in stops
    )


def _events(wanted: Wanted) -> Select[Any]:
    """Events that a stop can rest on: of spells alone, so far."""
    spells = any(isinstance(measure.stop, FullClockStop) for measure in wanted.measures)
    kinds = (*INDIRECT, *SCORES, *PLANS) if spells else ()
    rows = _of_pathway(event, wanted, "referral_id", "event_on", "kind")
    return rows.where(event.c.kind.in_(kinds), event.c.event_on <= wanted.last)


def _of_pathway(table: Any, wanted: Wanted, *names: str) -> Select[Any]:
    mine = and_(table.c.pathway == wanted.pathway, known(table, wanted.as_known))
    return select(table.c.provider, *(table.c[name] for name in names)).where(mine)
