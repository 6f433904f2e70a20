"""Measures of consent and referrals over many lives: K15, K17. Exact numbers, not for publication.

What consent in date means, and by when a referral is triaged and decided, are rules of their own, and given to these
functions.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dsr.rules.consent.agreement import denies
from dsr.rules.facts.consent import Basis, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.entry import Decided
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_ratings import OnRegister, is_on
from dsr.rules.measures.measuring import Period, Ratio, known
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.tasks import Task

InDate = Callable[[Life, date], bool]
"""Whether consent to the entry is in date on a day."""

BasisOn = Callable[[Life, date], Basis | None]
"""On which basis the entry rests on a day; None where none is valid."""

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


def consents(
    lives: Iterable[Life], period: Period, on_register: OnRegister, in_date: InDate, basis_on: BasisOn
) -> Consents:
    """Who is on the register with consent in date, on which basis, and who refused or withdrew (R-DSR-27 to 32)."""
    told = known(lives, period)
    active = [life for life in told if is_on(on_register(life), period.last)]
    bases = Counter(basis for life in active if (basis := basis_on(life, period.last)) is not None)
    return Consents(
        Ratio(sum(in_date(life, period.last) for life in active), len(active)),
        {basis: bases[basis] for basis in Basis},
        _times(told, period, ConsentRefused),
        _times(told, period, ConsentWithdrawn),
    )


def referrals(lives: Iterable[Life], period: Period, triage: TasksOf, decisions: TasksOf) -> Referrals:
    """Referrals triaged and decided in time, and the declined among the decisions of the period (R-DSR-21, 22)."""
    told = known(lives, period)
    decided = [fact for life in told for fact in set(life.all(Decided)) if period.holds(fact.on)]
    return Referrals(
        in_time((task for life in told for task in triage(life)), period),
        in_time((task for life in told for task in decisions(life)), period),
        Ratio(sum(not fact.accepted for fact in decided), len(decided)),
    )


def _times(lives: Iterable[Life], period: Period, kind: type[ConsentRefused | ConsentWithdrawn]) -> int:
    """How many days of a period have a refusal or withdrawal of the entry by who has a say, over all persons.

    What was recorded twice on a day counts once.
    """
    return sum(
        len({said.on for said in life.all(kind) if period.holds(said.on) and denies(said, Scope.ENTRY, life)})
        for life in lives
    )
