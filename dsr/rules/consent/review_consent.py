"""Whether the person agrees to a review, and since when (R-DSR-29, 76): the part of consent that clocks need."""

from collections.abc import Iterator
from datetime import date

from dsr.rules.facts.consent import Basis, ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.timelines import Stretch, from_changes

_BY_LAW = frozenset({Basis.OWN, Basis.BOARD_BEST_INTERESTS})
"""The Act knows the person's own consent and the commissioner's best-interests view, no parent's (R-DSR-28, 76)."""


def is_refusal(fact: Fact) -> bool:
    """Whether a fact ends consent to a review, or denies it.

    To refuse the entry says nothing about a review; to withdraw from it ends everything (R-DSR-31).
    """
    if isinstance(fact, ConsentWithdrawn):
        return bool(fact.scopes & {Scope.REVIEW, Scope.ENTRY})
    return isinstance(fact, ConsentRefused) and Scope.REVIEW in fact.scopes


def refusals(life: Life) -> tuple[date, ...]:
    """Each day on which a review was refused, or consent withdrawn."""
    return tuple(fact.on for fact in life.facts if is_refusal(fact))


def agreements(life: Life) -> tuple[Stretch[bool], ...]:
    """The times in which somebody agreed to reviews, on whatever basis."""
    return from_changes(_answers(life, frozenset(Basis)))


def agreements_by_law(life: Life) -> tuple[Stretch[bool], ...]:
    """The times in which there is what the Act asks for (R-DSR-76)."""
    return from_changes(_answers(life, _BY_LAW))


def _answers(life: Life, bases: frozenset[Basis]) -> Iterator[tuple[date, bool | None]]:
    for fact in life.facts:
        if isinstance(fact, ConsentGiven):
            if Scope.REVIEW in fact.scopes and fact.basis in bases:
                yield fact.on, True
        elif is_refusal(fact):
            yield fact.on, None
