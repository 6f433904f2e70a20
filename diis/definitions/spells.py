"""Referral-spells, slowly and obviously: one child's referrals to one provider that belong together (R-WAIT-60).

Referrals that overlap, or of which one begins at most five days after all before it have ended, are one spell: being
passed on inside a service starts no new wait. A spell is told as at a day: only referrals received by then, and ends
dated by then, count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from diis.definitions.clocks import Clock, Referral, clock_between, first_attended, first_event, removal_of
from diis.definitions.figures import NO_CONTACT, NO_PLAN, NO_SCORE
from diis.definitions.measures import DIRECT

GAP_DAYS = 5
"""A referral received so many days after the last end still continues the spell."""

INDIRECT = ("indirect-activity",)
SCORES = ("outcome-score",)
PLANS = ("care-plan", "intervention")


@dataclass(frozen=True)
class Spell:
    """Referrals in the order of received date and id; the first gives the spell its start and its attributes."""

    referrals: tuple[Referral, ...]
    as_at: date

    @property
    def first(self) -> Referral:
        return self.referrals[0]

    @property
    def start_on(self) -> date:
        return self.first.received_on

    @property
    def ended_on(self) -> date | None:
        """The latest of the ends; None while a referral of the spell runs."""
        ends = [_end_by(referral, self.as_at) for referral in self.referrals]
        return None if None in ends else max(end for end in ends if end is not None)

    @property
    def contact_on(self) -> date | None:
        """First contact: attended and direct, or indirect activity (R-WAIT-61)."""
        return self._first((first_attended(one, DIRECT), first_event(one, INDIRECT)) for one in self.referrals)

    @property
    def score_on(self) -> date | None:
        """First outcome score."""
        return self._first((first_event(one, SCORES),) for one in self.referrals)

    @property
    def plan_on(self) -> date | None:
        """First care plan or intervention."""
        return self._first((first_event(one, PLANS),) for one in self.referrals)

    @property
    def stop_on(self) -> date | None:
        """Meaningful help: the latest of the three firsts; None while one is missing (R-WAIT-62)."""
        firsts = (self.contact_on, self.score_on, self.plan_on)
        return None if None in firsts else max(first for first in firsts if first is not None)

    @property
    def clock(self) -> Clock:
        """Removed on the last end; a referral within five days more lets the spell go on (docs/adr/0026)."""
        return clock_between(self.start_on, self.stop_on, self.ended_on, self.as_at)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What has not come yet of the three firsts (R-WAIT-63)."""
        firsts = {NO_CONTACT: self.contact_on, NO_SCORE: self.score_on, NO_PLAN: self.plan_on}
        return tuple(name for name, first in firsts.items() if first is None)

    def _first(self, dates: Iterable[tuple[date | None, ...]]) -> date | None:
        """The earliest of some dates that have come by the day."""
        found = [day for some in dates for day in some if day is not None and day <= self.as_at]
        return min(found, default=None)


def spells_of(referrals: Iterable[Referral], as_at: date) -> list[Spell]:
    """The spells of a pathway as at a day, of every provider and child."""
    received = [referral for referral in referrals if referral.received_on <= as_at]
    received.sort(key=lambda one: (one.provider, one.person, one.received_on, one.referral_id))
    groups: list[list[Referral]] = []
    for referral in received:
        if groups and _continues(groups[-1], referral, as_at):
            groups[-1].append(referral)
        else:
            groups.append([referral])
    return [Spell(tuple(group), as_at) for group in groups]


def _continues(group: list[Referral], referral: Referral, as_at: date) -> bool:
    if (group[0].provider, group[0].person) != (referral.provider, referral.person):
        return False
    ended_on = Spell(tuple(group), as_at).ended_on
    return ended_on is None or referral.received_on <= ended_on + timedelta(days=GAP_DAYS)


def _end_by(referral: Referral, as_at: date) -> date | None:
    """The end of a referral, if it has come by the day; none comes before the day it was received."""
    removal_on = removal_of(referral)
    if removal_on is None:
        return None
    ended_on = max(removal_on, referral.received_on)
    return ended_on if ended_on <= as_at else None
