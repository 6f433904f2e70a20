"""Measures of consent and referrals over many lives: K15, K17. Exact numbers, not for publication.

What consent in date means, and by when a referral is triaged and decided, are rules of their own, and given to these
functions.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Scope,
)
from dsr.rules.facts.entry import Decided
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_ratings import OnRegister, is_on, until_the_end
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.tasks import Task

InDate = Callable[[Life, date], bool]
"""Whether consent to the entry is in date on a day."""

TasksOf = Callable[[Life], Iterable[Task]]
"""The tasks of one kind of a life."""


@dataclass(frozen=True)
class Consents:
    """K15: of who is on the register on the last day; refusals and withdrawals of the entry in the period."""

    in_date: Ratio
    bases: dict[Basis, int]
    refusals: int
    withdrawals: int


@dataclass(frozen=True)
class Referrals:
    """K17: triage and decisions due in the period, and the share of decisions that declined."""

    triaged_in_time: Ratio
    decided_in_time: Ratio
    declined: Ratio


def consents(lives: Iterable[Life], period: Period, on_register: OnRegister, in_date: InDate) -> Consents:
    """Who is on the register with consent in date, on which basis, and who refused or withdrew (R-DSR-27 to 32)."""
    known = until_the_end(lives, period)
    active = [life for life in known if is_on(on_register(life), period.last)]
    bases = Counter(basis for life in active if (basis := basis_of(life)) is not None)
    return Consents(
        Ratio(sum(in_date(life, period.last) for life in active), len(active)),
        {basis: bases[basis] for basis in Basis},
        _times(known, period, lambda fact: isinstance(fact, ConsentRefused) and Scope.ENTRY in fact.scopes),
        _times(known, period, lambda fact: isinstance(fact, ConsentWithdrawn) and Scope.ENTRY in fact.scopes),
    )


def basis_of(life: Life) -> Basis | None:
    """On what the entry rests by the newest consent or decision in its favour (R-DSR-27)."""
    bases = [basis for fact in life.facts if (basis := _basis(fact)) is not None]
    return bases[-1] if bases else None


def referrals(lives: Iterable[Life], period: Period, triage: TasksOf, decisions: TasksOf) -> Referrals:
    """Referrals triaged and decided in time, and the declined among the decisions of the period (R-DSR-21, 22)."""
    known = until_the_end(lives, period)
    decided = [fact for life in known for fact in set(life.all(Decided)) if period.holds(fact.on)]
    return Referrals(
        in_time((task for life in known for task in triage(life)), period),
        in_time((task for life in known for task in decisions(life)), period),
        Ratio(sum(not fact.accepted for fact in decided), len(decided)),
    )


def _basis(fact: Fact) -> Basis | None:
    if isinstance(fact, ConsentGiven) and Scope.ENTRY in fact.scopes:
        return fact.basis
    if isinstance(fact, BestInterestsDecided) and fact.in_favour:
        return Basis.BOARD_BEST_INTERESTS if fact.board else Basis.BEST_INTERESTS
    return None


def _times(lives: Iterable[Life], period: Period, is_one: Callable[[Fact], bool]) -> int:
    """How many days of a period have such a fact, over all persons: what was recorded twice counts once."""
    return sum(len({fact.on for fact in life.facts if period.holds(fact.on) and is_one(fact)}) for life in lives)
