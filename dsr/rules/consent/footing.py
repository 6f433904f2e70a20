"""On what an item of consent rests on a day, and since when it does not any more (R-DSR-26 to 35)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import ADULT_YEARS
from dsr.rules.consent.agreement import agreed_on
from dsr.rules.consent.capacity import OWN_MIND_YEARS, objection
from dsr.rules.consent.endings import decided_for
from dsr.rules.days import days_after
from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    ConsentGiven,
    DisagreementDecided,
    ParentsDisagree,
    Scope,
)
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Section, Terms

_DECIDING = CapacityJudged | BestInterestsDecided | ParentsDisagree | DisagreementDecided

_APART = frozenset({Scope.REVIEW, Scope.KEY_WORKER})
"""What is agreed to apart from the register (R-DSR-29)."""


@dataclass(frozen=True)
class Footing:
    """A consent to an item and how it stands at the end of a day.

    `first_on` is the first day on which its basis carried it, None if there was none. `lapsed_on` is the first day from
    which it does not carry it any more, None while it does. `why` says why it does not.
    """

    consent: ConsentGiven
    basis: Basis
    first_on: date | None = None
    lapsed_on: date | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the basis is valid."""
        return self.first_on is not None and self.lapsed_on is None


def footing_of(consent: ConsentGiven, scope: Scope, life: Life, day: date, terms: Terms) -> Footing:
    """How one consent stands for an item at the end of a day."""
    first_on: date | None = None
    lapsed_on: date | None = None
    why, resting_on = "", decided_for(life, consent, terms)
    for turn in _turns(consent, life, day, terms):
        why = objection(consent.basis, scope, resting_on, turn, terms) or ""
        if not why:
            first_on, lapsed_on = first_on or turn, None
        elif first_on and not lapsed_on:
            lapsed_on = turn
    return Footing(consent, _basis(consent.basis, scope, day, terms), first_on, lapsed_on, why)


def why_not_given(consent: ConsentGiven, life: Life, terms: Terms) -> str | None:
    """Why a basis does not carry some item of a new consent on its own day; None if it carries each."""
    resting_on = decided_for(life, consent, terms)
    found = (objection(consent.basis, scope, resting_on, consent.on, terms) for scope in sorted(consent.scopes))
    return next((reason for reason in found if reason), None)


def footing(scope: Scope, life: Life, day: date, terms: Terms) -> Footing | None:
    """On what an item rests: the newest consent to it whose basis ever carried it, else the newest; None without any.

    A consent that could not be given does not push out one that stands, and an older one does not come back. Only a
    form that takes the place of another ends what it does not repeat: a C(E)TR or a key worker that was agreed to
    apart, before the first one, goes on (R-DSR-29, 32).
    """
    form = _form(life, day, terms)
    if scope is Scope.ENTRY:
        return form
    consents = agreed_on(life, day).given
    since = consents.index(form.consent) if form else 0
    forms = (one for one in consents if Scope.ENTRY in one.scopes)
    if form is not None and scope in _APART and next(forms) == form.consent:
        since = 0
    return _newest(scope, consents[since:], life, day, terms)


def named_agencies(life: Life, day: date, terms: Terms) -> frozenset[str]:
    """The agencies that the consent to sharing names, whether it has lapsed or not (R-DSR-29)."""
    foot = footing(Scope.SHARING, life, day, terms)
    return foot.consent.agencies if foot and foot.first_on else frozenset()


def shared_until(footing_: Footing, life: Life, terms: Terms) -> date | None:
    """The day from which a lapsed consent carries nothing for anybody but the lead team; None while it holds.

    R-DSR-33: 14 days after it lapsed, and never past the 18th birthday where a parent agreed.
    """
    if footing_.lapsed_on is None:
        return None
    frozen_on = days_after(footing_.lapsed_on, terms.whole("sharing-freeze", footing_.lapsed_on))
    if footing_.consent.basis is Basis.PARENTAL:
        return min(frozen_on, max(life.turns(ADULT_YEARS), footing_.lapsed_on))
    return frozen_on


@remembered
def _form(life: Life, day: date, terms: Terms) -> Footing | None:
    """On what the entry itself rests."""
    return _newest(Scope.ENTRY, agreed_on(life, day).given, life, day, terms)


def _newest(scope: Scope, consents: tuple[ConsentGiven, ...], life: Life, day: date, terms: Terms) -> Footing | None:
    found = [footing_of(one, scope, life, day, terms) for one in consents if scope in one.scopes]
    carried = [one for one in found if one.first_on]
    newest = carried or found
    return newest[-1] if newest else None


def _turns(consent: ConsentGiven, life: Life, day: date, terms: Terms) -> Iterator[date]:
    """The days on which the answer can change, from the consent up to a day, in order."""
    turns = {fact.on for fact in life.facts if isinstance(fact, _DECIDING)} | {consent.on, life.turns(OWN_MIND_YEARS)}
    turns |= {on for act in (Section.REGISTER, Section.CHILD_REVIEWS) if (on := terms.since(act)) is not None}
    return (turn for turn in sorted(turns) if consent.on <= turn <= day)


def _basis(basis: Basis, scope: Scope, day: date, terms: Terms) -> Basis:
    """Under the Act's test the basis is the board's decision, whoever agreed (R-DSR-28)."""
    under_the_act = scope in {Scope.ENTRY, Scope.SHARING} and terms.in_force(Section.REGISTER, day)
    return Basis.BOARD_BEST_INTERESTS if under_the_act and basis is not Basis.OWN else basis
