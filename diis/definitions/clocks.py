"""The one clock engine (R-WAIT-130): given a referral and a measure, where does the clock stand on a day?"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from diis.definitions.days import days_between
from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.measures import ATTENDED, AttendedContact, Measure, ReferralDate

OPEN = "open"
STOPPED = "stopped"
REMOVED = "removed"
NOT_STARTED = "not started"

REJECTED = "rejected"


@dataclass(frozen=True)
class Contact:
    """One appointment, held or not."""

    contact_on: date
    attendance: str
    mechanism: str | None = None


@dataclass(frozen=True)
class Event:
    """Something of note on a day, such as a score or a plan; `kind` is a word of layout wl-1."""

    event_on: date
    kind: str


@dataclass(frozen=True)
class Referral:
    """What a clock needs to know of one referral, and what sets it apart, in the words and codes of the store.

    `missing_from_on` is the first list that it was missing from. `person` tells a child's referrals from another's.
    """

    provider: str
    pathway: str
    referral_id: str
    received_on: date
    decision_on: date | None = None
    decision: str | None = None
    assessment_completed_on: date | None = None
    outcome_shared_on: date | None = None
    closed_on: date | None = None
    transferred_to_adult_on: date | None = None
    missing_from_on: date | None = None
    contacts: tuple[Contact, ...] = field(default=())
    events: tuple[Event, ...] = field(default=())
    person: str = ""
    age_received: int | None = None
    gender: str | None = None
    ethnic_category: str | None = None
    deprivation_decile: int | None = None
    local_authority: str | None = None
    lac_status: str | None = None
    sen_provision: str | None = None
    priority: str | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Clock:
    """State on a day; `days` waited so far or until the stop; `ended_on` None while open."""

    state: str
    days: int
    ended_on: date | None


def clock_of(measure: Measure, referral: Referral, as_at: date) -> Clock:
    """Where the clock of a referral stands at the end of `as_at`; on the same day the stop wins over a removal."""
    return clock_between(referral.received_on, stop_of(measure, referral), removal_of(referral), as_at)


def clock_between(start: date, stop: date | None, removal: date | None, as_at: date) -> Clock:
    """A clock by its own dates, whenever those are; the stop wins over a removal on the same day."""
    if start > as_at:
        return Clock(NOT_STARTED, 0, None)
    if stop is not None and stop <= as_at and (removal is None or stop <= removal):
        return Clock(STOPPED, days_between(start, stop), stop)
    if removal is not None and removal <= as_at:
        return Clock(REMOVED, days_between(start, removal), removal)
    return Clock(OPEN, days_between(start, as_at), None)


def stop_of(measure: Measure, referral: Referral) -> date | None:
    """The day the awaited thing happened, whenever that was."""
    if isinstance(measure.stop, AttendedContact):
        return first_attended(referral, measure.stop.mechanisms)
    if isinstance(measure.stop, ReferralDate):
        stop: date | None = getattr(referral, measure.stop.column)
        return stop
    raise TypeError(f"{measure.id} is a clock of spells, not of single referrals.")


def first_attended(referral: Referral, mechanisms: tuple[str, ...] | None = None) -> date | None:
    """The first contact that took place, by any of some mechanisms (None: any); none from before the referral."""
    attended = [
        contact.contact_on
        for contact in referral.contacts
        if contact.attendance in ATTENDED
        and contact.contact_on >= referral.received_on
        and (mechanisms is None or contact.mechanism in mechanisms)
    ]
    return min(attended, default=None)


def first_event(referral: Referral, kinds: tuple[str, ...]) -> date | None:
    """The first event of some kinds; none from before the referral."""
    found = [one.event_on for one in referral.events if one.kind in kinds and one.event_on >= referral.received_on]
    return min(found, default=None)


def removal_of(referral: Referral) -> date | None:
    """The day the wait ended without the awaited thing: closure, rejection, transfer to adult service, or missing."""
    rejected_on = referral.decision_on if referral.decision == REJECTED else None
    ends = (referral.closed_on, rejected_on, referral.transferred_to_adult_on, referral.missing_from_on)
    return min((end for end in ends if end is not None), default=None)


def in_window(day: date, as_at: date) -> bool:
    """Whether a day lies in the flow window that ends with `as_at`."""
    return as_at - timedelta(days=WINDOW_DAYS) < day <= as_at
