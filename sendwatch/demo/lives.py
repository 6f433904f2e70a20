"""The whole life of a referral, made once: every list is then a view of it, so one child stays one child."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sendwatch.demo.chance import Chance, mix
from sendwatch.demo.courses import Course
from sendwatch.demo.days import NEVER, Day, working_day
from sendwatch.demo.incidents import Slowdown

LISTED_AFTER_CLOSING_DAYS = 400
"""A full list holds what is open and what was closed in this many days before the census (layout wl-1)."""

ACCEPTED, REJECTED = "accepted", "rejected"
_REJECTION_REASONS = mix({"01": 9, "02": 47, "03": 44})

# Nine closure reasons are valid and none of their meanings is confirmed (R-WAIT-80): which stands where is invented.
_HELPED = mix({"01": 70, "02": 30})
_NOT_TAKEN_ON = mix({"03": 60, "04": 40})
_WITHDRAWN = mix({"05": 45, "06": 30, "07": 25})
_NOT_RESUBMITTED, GROWN_UP = "08", "09"

_RESUBMITTED_SHARE = 0.86
_ANSWERED_SHARE = 0.67
_KEPT_SHARE = 0.85
_MISSED_BEFORE_SEEN = mix({0: 74, 1: 20, 2: 6})
_HANDED_OVER_SHARE = 0.75
_LONGEST_HANDOVER_DAYS = 150

_RETURNED_TIMES = {"A": 1.6, "C": 0.4}
"""By group of source: a GP's letter lacks something four times as often as a school's form (R-WAIT-70)."""


class Appointment(NamedTuple):
    """A contact that was arranged, and whether the family was seen."""

    day: Day
    seen: bool
    by_telephone: bool = False


class Meant(NamedTuple):
    """The days on which the parts of a pathway come to their end, were nobody to withdraw or grow up before."""

    first_seen: Day = NEVER
    assessed: Day = NEVER
    outcome_shared: Day = NEVER


NOTHING_MEANT = Meant()


@dataclass(slots=True)
class Life:
    """Days of what happens to a referral, NEVER for what does not."""

    received: Day
    returned: Day = NEVER
    resubmitted: Day = NEVER
    decided: Day = NEVER
    decision: str = ""
    rejection_reason: str = ""
    first_seen: Day = NEVER
    assessed: Day = NEVER
    outcome_shared: Day = NEVER
    support_offered: Day = NEVER
    transferred: Day = NEVER
    closed: Day = NEVER
    closure_reason: str = ""
    appointments: list[Appointment] = field(default_factory=list)
    meant: Meant = NOTHING_MEANT

    def listed(self, census: Day) -> bool:
        """Whether the full list of a census date holds the referral."""
        return self.received <= census <= self.closed + LISTED_AFTER_CLOSING_DAYS

    def waiting(self, day: Day) -> bool:
        """Whether the child is on the list on a day and has not been seen."""
        return self.received <= day < min(self.first_seen, self.closed)

    @property
    def ended(self) -> Day:
        """The first of closure, rejection and transfer."""
        rejected = self.decided if self.decision == REJECTED else NEVER
        return min(self.closed, self.transferred, rejected)

    def open(self, day: Day) -> bool:
        """Whether the referral was received by a day and has not ended on it."""
        return self.received <= day < self.ended


class Asked(NamedTuple):
    """What is known of a referral when it arrives, as far as it decides how it goes on."""

    received: Day
    adult_on: Day
    urgent: bool = False
    source: str = ""


def live(chance: Chance, course: Course, asked: Asked, slowdown: Slowdown) -> Life:
    """A life on a course, cut short on withdrawal and after the 18th birthday."""
    life = Life(asked.received)
    returned = course.returned * _RETURNED_TIMES.get(asked.source[:1], 1.0)
    triage_from = _return(chance, returned, life)
    if triage_from is not None:
        _decide(chance, course, life, triage_from, asked.urgent, slowdown)
    if life.decision == ACCEPTED:
        _help(chance, course, life, asked.urgent)
    life.meant = Meant(life.first_seen, life.assessed, life.outcome_shared)
    _withdraw(chance, course, life)
    _grow_up(chance, life, asked.adult_on)
    return life


def _return(chance: Chance, share: float, life: Life) -> Day | None:
    """Send some referrals back for more information; the day from which triage goes on, None if it never does."""
    if not chance.happens(share):
        return life.received
    life.returned = working_day(life.received + chance.between(2, 21))
    if chance.happens(_RESUBMITTED_SHARE):
        life.resubmitted = working_day(life.returned + chance.between(4, 50))
        return life.resubmitted
    life.closed = working_day(life.returned + chance.between(60, 110))
    life.closure_reason = _NOT_RESUBMITTED
    return None


def _decide(chance: Chance, course: Course, life: Life, asked: Day, urgent: bool, slowdown: Slowdown) -> None:
    days = chance.draw(course.decision_days)
    would_be = asked + (days // 3 if urgent else days)
    life.decided = working_day(slowdown.delayed(asked, would_be))
    life.decision = chance.draw(course.decisions)
    if chance.happens(course.triage_call):
        called = working_day(asked + (life.decided - asked) // 2)
        life.appointments.append(Appointment(called, chance.happens(_ANSWERED_SHARE), by_telephone=True))
    if life.decision != ACCEPTED:
        life.closed = working_day(life.decided + chance.between(0, 12))
        life.closure_reason = chance.draw(_NOT_TAKEN_ON)
    if life.decision == REJECTED:
        life.rejection_reason = chance.draw(_REJECTION_REASONS)


def _help(chance: Chance, course: Course, life: Life, urgent: bool) -> None:
    days = chance.draw(course.contact_days)
    day = working_day(max(life.received + (days // 3 if urgent else days), life.decided + 3))
    for back in range(chance.draw(_MISSED_BEFORE_SEEN), 0, -1):
        missed = working_day(day - back * chance.between(14, 30))
        if missed > life.decided:
            life.appointments.append(Appointment(missed, seen=False))
    life.first_seen = day
    life.appointments.append(Appointment(day, seen=True))
    for _ in range(chance.draw(course.further_contacts)):
        day = working_day(day + chance.between(7, 35))
        life.appointments.append(Appointment(day, chance.happens(_KEPT_SHARE)))
    _finish(chance, course, life, day)


def _finish(chance: Chance, course: Course, life: Life, last_contact: Day) -> None:
    """Support while waiting, and what follows the contacts: assessment, its outcome, support, the end."""
    day = last_contact
    if chance.happens(course.supported_waiting):
        life.support_offered = working_day(life.decided + chance.draw(course.waiting_support_days))
        day = max(day, life.support_offered)
    if chance.happens(course.assessed):
        life.assessed = working_day(max(life.first_seen + chance.draw(course.assessment_days), last_contact))
        life.outcome_shared = working_day(life.assessed + chance.draw(course.outcome_days))
        day = max(day, life.outcome_shared)
    if life.support_offered == NEVER and chance.happens(course.supported):
        life.support_offered = day = working_day(day + chance.draw(course.support_days))
    life.closed = working_day(day + chance.draw(course.closing_days))
    life.closure_reason = chance.draw(_HELPED)


def _withdraw(chance: Chance, course: Course, life: Life) -> None:
    """Some families give up, or move away, somewhere on the way to being seen."""
    if chance.happens(course.withdrawn):
        until = min(life.first_seen, life.closed)
        life.closed = life.received + chance.between(3, max(3, until - life.received))
        life.closure_reason = chance.draw(_WITHDRAWN)
        _cut(life)


def _grow_up(chance: Chance, life: Life, adult_on: Day) -> None:
    """Hand over to adult services what is still open some time after the 18th birthday, or close it with no more."""
    ends = working_day(adult_on + chance.between(0, _LONGEST_HANDOVER_DAYS))
    if ends < life.closed:
        if chance.happens(_HANDED_OVER_SHARE):
            life.transferred = ends
        life.closed = ends + chance.between(0, 6)
        life.closure_reason = GROWN_UP
        _cut(life)


def _cut(life: Life) -> None:
    """Nothing happens after the end."""
    end = life.closed
    for step in ("returned", "resubmitted", "decided", "first_seen", "assessed", "outcome_shared", "support_offered"):
        if end < getattr(life, step) < NEVER:
            setattr(life, step, NEVER)
    life.appointments = [appointment for appointment in life.appointments if appointment.day <= end]
