"""Who is referred again to the same service: rejected and sent back, or sent twice within the same few days."""

from sendwatch.demo.chance import Chance
from sendwatch.demo.days import NEVER, working_day
from sendwatch.demo.flows import GATEWAY, Flow
from sendwatch.demo.lives import REJECTED, Asked, Life

SPELL_GAP_DAYS = 5
"""Referrals of one child to one provider that are so few days apart are one referral-spell (R-WAIT-60)."""

AGAIN_WITHIN_DAYS = 182
"""Six months, in which a new referral of a rejected child is an early signal (waits.md section 13 b)."""

_AGAIN_SHARE = 0.3
_SOONEST_DAYS = 14
_SAME_SPELL_SHARE = 0.05
_OVERLAP_DAYS = 12


def asked_again(chance: Chance, flow: Flow, life: Life, asked: Asked) -> Asked | None:
    """The second referral of a child to the same feed; None for nearly all."""
    if life.decision == REJECTED and life.decided != NEVER:
        if not chance.happens(_AGAIN_SHARE):
            return None
        days = chance.between(_SOONEST_DAYS, AGAIN_WITHIN_DAYS - 2)
        return asked._replace(received=working_day(life.decided + days), urgent=False)
    if flow is GATEWAY and life.ended != NEVER and chance.happens(_SAME_SPELL_SHARE):
        received = life.ended + chance.between(-_OVERLAP_DAYS, SPELL_GAP_DAYS)
        return asked._replace(received=max(received, life.received + 1), urgent=False)
    return None
