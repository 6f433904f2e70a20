"""Whether the person agrees to a review, and since when (R-DSR-29, 76): the part of consent that clocks need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.facts.consent import Basis, ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.life import Life

_BY_LAW = frozenset({Basis.OWN, Basis.BOARD_BEST_INTERESTS})
"""The Act knows the person's own consent and the commissioner's best-interests view, no parent's (R-DSR-28, 76)."""


@dataclass(frozen=True)
class Agreement:
    """A time in which the person agrees; on `until` no longer (None: it goes on)."""

    since: date
    until: date | None = None


def may_hold_review(life: Life, day: date) -> bool:
    """Whether there is consent to a review, or a decision in the person's best interests, at the end of a day."""
    said = [agreed for on, agreed in _answers(life, frozenset(Basis)) if on <= day]
    return bool(said) and said[-1]


def refusals(life: Life) -> tuple[date, ...]:
    """Each day on which a review was refused, or consent withdrawn; withdrawal from the entry ends all (R-DSR-31)."""
    return tuple(on for on, agreed in _answers(life, frozenset(Basis)) if not agreed)


def agreements(life: Life) -> tuple[Agreement, ...]:
    """The times in which somebody agreed to reviews, on whatever basis."""
    return _times(_answers(life, frozenset(Basis)))


def agreements_by_law(life: Life) -> tuple[Agreement, ...]:
    """The times in which there is what the Act asks for (R-DSR-76)."""
    return _times(_answers(life, _BY_LAW))


def _answers(life: Life, bases: frozenset[Basis]) -> Iterator[tuple[date, bool]]:
    for fact in life.facts:
        if isinstance(fact, ConsentGiven):
            if Scope.REVIEW in fact.scopes and fact.basis in bases:
                yield fact.on, True
        elif isinstance(fact, ConsentRefused | ConsentWithdrawn) and fact.scopes & _ends_with(fact):
            yield fact.on, False


def _ends_with(fact: ConsentRefused | ConsentWithdrawn) -> frozenset[Scope]:
    """To refuse the entry says nothing about a review; to withdraw from it ends everything (R-DSR-31)."""
    return frozenset({Scope.REVIEW} if isinstance(fact, ConsentRefused) else {Scope.REVIEW, Scope.ENTRY})


def _times(answers: Iterator[tuple[date, bool]]) -> tuple[Agreement, ...]:
    found: list[Agreement] = []
    for on, agreed in answers:
        goes_on = bool(found) and found[-1].until is None
        if agreed and not goes_on:
            found.append(Agreement(on))
        elif goes_on and not agreed:
            found[-1] = Agreement(found[-1].since, on)
    return tuple(found)
