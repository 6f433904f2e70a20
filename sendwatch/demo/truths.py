"""What is true of one referral, known because its whole life was made: the answer sheet adds these up."""

from collections.abc import Sequence
from typing import NamedTuple

from diis.definitions.pathways import CAMHS_GATEWAY, NEURODEVELOPMENTAL
from sendwatch.demo.again import AGAIN_WITHIN_DAYS, SPELL_GAP_DAYS
from sendwatch.demo.children import ADULT, Referral
from sendwatch.demo.days import WEEK, Day, birthday
from sendwatch.demo.events import CURRENT_VIEW, SCORE
from sendwatch.demo.lives import REJECTED
from sendwatch.demo.plan import Plan, Timetable
from sendwatch.demo.steps import Step

SOON_WEEKS = 26

OLDER_REFERRALS = "referred at 16 or 17 and still waiting"
ADULT_SOON = f"will turn 18 within {SOON_WEEKS} weeks and unassessed"
ADULT_WAITING = "turned 18 while waiting"
ADULT_FIRST = "will turn 18 before assessment"
ADULT_SINCE = "unassessed on the oldest list and turned 18 unassessed since"
SEVENTEEN_ADULT_FIRST = "17 now and will turn 18 before assessment"
REJECTED_AND_AGAIN = "rejected and referred again to the same service within 6 months"
SAME_SPELL = "referred twice within one spell"
SEEN = "seen"
NO_SCORE = "seen without an outcome score that counts"


class Truth(NamedTuple):
    """What holds of a referral at the newest list of its feed.

    `longest` are step and organisation of the longest stretch of a wait that is not over, None of any other.
    """

    referral_id: str
    holds: frozenset[str]
    longest: tuple[str, str] | None

    @property
    def again(self) -> bool:
        """Whether it is the second referral of a pair."""
        return not self.holds.isdisjoint({REJECTED_AND_AGAIN, SAME_SPELL})


def truths_of(plan: Plan, referrals: Sequence[Referral]) -> list[Truth]:
    """The truths of all referrals of one child, in their order."""
    return [_truth(referral, referrals, plan.timetable_of[referral.flow]) for referral in referrals]


def _truth(referral: Referral, all_of_child: Sequence[Referral], table: Timetable) -> Truth:
    census = table.newest
    holds: set[str] = set()
    if referral.flow.pathway == NEURODEVELOPMENTAL:
        holds |= _about_eighteen(referral, census)
        if ADULT_FIRST in _about_eighteen(referral, table.censuses[0]) and _adult_on(referral) <= census:
            holds.add(ADULT_SINCE)
    if referral.flow.pathway == CAMHS_GATEWAY and referral.life.first_seen <= census:
        holds |= {SEEN} if _scored(referral, census) else {SEEN, NO_SCORE}
    for earlier in all_of_child:
        if earlier.flow is referral.flow and earlier.life.received < referral.life.received:
            holds |= _about_both(earlier, referral, census)
    life = referral.life
    waits = life.open(census) and life.outcome_shared > census
    longest = longest_part(referral.steps, life.received, census) if waits else None
    return Truth(referral.referral_id, frozenset(holds), longest)


def _about_eighteen(referral: Referral, census: Day) -> set[str]:
    """The three lists of R-WAIT-93, and what nobody can know yet: who will not be assessed in time."""
    life, born = referral.life, referral.person.born
    if not life.open(census) or life.assessed <= census:
        return set()
    adult_on = _adult_on(referral)
    found = {OLDER_REFERRALS} if birthday(born, 16) <= life.received else set()
    if adult_on <= census:
        return found | {ADULT_WAITING}
    if adult_on <= census + SOON_WEEKS * WEEK:
        found.add(ADULT_SOON)
    if min(life.ended, life.assessed) >= adult_on:
        found |= {ADULT_FIRST} | ({SEVENTEEN_ADULT_FIRST} if birthday(born, ADULT - 1) <= census else set())
    return found


def _adult_on(referral: Referral) -> Day:
    return birthday(referral.person.born, ADULT)


def _scored(referral: Referral, census: Day) -> bool:
    """Whether there is a score other than Current View's (R-WAIT-63)."""
    return any(event.kind == SCORE and event.code != CURRENT_VIEW and event.day <= census for event in referral.events)


def _about_both(first: Referral, second: Referral, census: Day) -> set[str]:
    earlier, later = first.life, second.life
    if not (earlier.listed(census) and later.listed(census)):
        return set()
    found = set()
    if earlier.decision == REJECTED and 0 < later.received - earlier.decided <= AGAIN_WITHIN_DAYS:
        found.add(REJECTED_AND_AGAIN)
    if first.flow.pathway == CAMHS_GATEWAY and later.received - min(earlier.ended, census) <= SPELL_GAP_DAYS:
        found.add(SAME_SPELL)
    return found


def longest_part(steps: Sequence[Step], received: Day, census: Day) -> tuple[str, str] | None:
    """Step and organisation of the longest stretch of a wait; the earliest of stretches of the same length.

    A stretch is a step from its request until it is done, or time in which nothing was under way, which is put down
    to the step that was done last before it. None where no step was asked for.
    """
    parts = []
    busy_until, last = received, None
    for step in sorted((step for step in steps if step.requested <= census), key=lambda step: step.requested):
        until = min(step.done, census)
        if last is not None and step.requested > busy_until:
            parts.append((step.requested - busy_until, last))
        parts.append((until - step.requested, step))
        if last is None or until > busy_until:
            busy_until, last = until, step
    if last is None:
        return None
    parts.append((census - busy_until, last))
    slowest = max(parts, key=lambda part: part[0])[1]
    return slowest.step, slowest.organisation
