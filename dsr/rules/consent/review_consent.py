"""Whether the person agrees to a review, and since when (R-DSR-29, 76): the part of consent that clocks need.

What was agreed to can be taken back by more than may refuse (R-DSR-31). No review is held then, but nobody has answered
for the person: the day by which it is to be held stays, so that who decides is asked (R-DSR-27, 73, ADR 0072).
"""

from collections.abc import Iterator
from datetime import date

from dsr.rules.consent.agreement import denies
from dsr.rules.consent.last_word import speaks_for
from dsr.rules.facts.consent import Basis, ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.timelines import Stretch, from_changes

_BY_LAW = frozenset({Basis.OWN, Basis.BOARD_BEST_INTERESTS})
"""The Act knows the person's own consent and the commissioner's best-interests view, no parent's (R-DSR-28, 76)."""


def refusals(life: Life) -> tuple[date, ...]:
    """Each day on which the person, or who decides for them, refused a review or withdrew from it (R-DSR-27, 31)."""
    return _refusals(life, frozenset(Basis))


def refusals_by_law(life: Life) -> tuple[date, ...]:
    """The same by the Act, to which a parent's no is no more of an answer than a parent's yes (R-DSR-28, 76)."""
    return _refusals(life, _BY_LAW)


def agreements(life: Life) -> tuple[Stretch[bool], ...]:
    """The times in which somebody agreed to reviews, on whatever basis."""
    return from_changes(_answers(life, frozenset(Basis)))


def agreements_by_law(life: Life) -> tuple[Stretch[bool], ...]:
    """The times in which there is what the Act asks for (R-DSR-76)."""
    return from_changes(_answers(life, _BY_LAW))


def is_refusal(fact: Fact, life: Life) -> bool:
    """Whether a fact is a refusal of reviews, or a withdrawal from them, by who decides (R-DSR-27, 31)."""
    if not isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return False
    return speaks_for(fact.by, life, fact.on) and denies(fact, Scope.REVIEW, life)


def agrees(fact: Fact) -> bool:
    """Whether somebody agrees to reviews by a fact, on whatever basis."""
    return isinstance(fact, ConsentGiven) and Scope.REVIEW in fact.scopes


def _refusals(life: Life, bases: frozenset[Basis]) -> tuple[date, ...]:
    said = (fact for fact in life.facts if isinstance(fact, ConsentRefused | ConsentWithdrawn) and fact.by in bases)
    return tuple(no.on for no in said if is_refusal(no, life))


def _answers(life: Life, bases: frozenset[Basis]) -> Iterator[tuple[date, bool | None]]:
    for fact in life.facts:
        if isinstance(fact, ConsentGiven):
            if agrees(fact) and fact.basis in bases:
                yield fact.on, True
        elif denies(fact, Scope.REVIEW, life):
            yield fact.on, None
