"""Whether the person agrees to a review, and since when (R-DSR-29, 76): the part of consent that clocks need."""

from collections.abc import Iterator
from datetime import date

from dsr.rules.consent.agreement import denies
from dsr.rules.facts.consent import Basis, ConsentGiven, Scope
from dsr.rules.life import Life
from dsr.rules.timelines import Stretch, from_changes

_BY_LAW = frozenset({Basis.OWN, Basis.BOARD_BEST_INTERESTS})
"""The Act knows the person's own consent and the commissioner's best-interests view, no parent's (R-DSR-28, 76)."""


def refusals(life: Life) -> tuple[date, ...]:
    """Each day on which somebody who has a say refused a review, or withdrew from it (R-DSR-31, 76)."""
    return tuple(fact.on for fact in life.facts if denies(fact, Scope.REVIEW, life))


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
        elif denies(fact, Scope.REVIEW, life):
            yield fact.on, None
