"""The C(E)TRs of a life: which were held, and in which stay (R-DSR-67)."""

from datetime import date

from dsr.rules.facts.reviews import ReviewCancelled, ReviewHeld, ReviewPlanned
from dsr.rules.hospital.spells import Spell, over_on, spells
from dsr.rules.life import Life


def held(life: Life) -> tuple[ReviewHeld, ...]:
    """Every review that took place, oldest first; one that was recorded twice took place once, on the first day."""
    found: dict[str, ReviewHeld] = {}
    for fact in life.all(ReviewHeld):
        found.setdefault(fact.review, fact)
    return tuple(found.values())


def held_in(life: Life, spell: Spell) -> tuple[ReviewHeld, ...]:
    """The reviews held within a stay, its first and its last day included."""
    return tuple(review for review in held(life) if _is_in(life, review, spell))


def held_in_community(life: Life) -> tuple[ReviewHeld, ...]:
    """The reviews held while the person was in no hospital. No emergency protocol is one of them (R-DSR-71)."""
    return tuple(review for review in held(life) if not any(_is_in(life, review, spell) for spell in spells(life)))


def plan_of(life: Life, review: str, by: date = date.max) -> ReviewPlanned | None:
    """The latest plan of a review; None where there is none, or it was cancelled since.

    Cancelled and planned anew on one day, it stands as it was recorded last.
    """
    told = (fact for fact in life.until(by).facts if isinstance(fact, ReviewPlanned | ReviewCancelled))
    *_, last = (None, *(fact for fact in told if fact.review == review))
    return last if isinstance(last, ReviewPlanned) else None


def to_come(life: Life, by: date = date.max) -> tuple[ReviewPlanned, ...]:
    """The plans that stand of reviews that were not held, in the order in which these were first planned."""
    over = {one.review for one in held(life)}
    planned = dict.fromkeys(fact.review for fact in life.all(ReviewPlanned) if fact.on <= by)
    plans = (plan_of(life, review, by) for review in planned if review not in over)
    return tuple(plan for plan in plans if plan is not None)


def _is_in(life: Life, review: ReviewHeld, spell: Spell) -> bool:
    over = over_on(life, spell)
    if review.before_admission and review.on == spell.admitted_on:
        return False
    return spell.admitted_on <= review.on and (over is None or review.on <= over)
