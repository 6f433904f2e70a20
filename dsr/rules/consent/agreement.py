"""What was agreed to, item by item, and what ended it: consents, refusals, withdrawals in their order (R-DSR-29 to 31).

A consent to the entry is a new form and takes the place of every form before it; a consent without the entry adds items
to the form that stands. Whether a form counts is asked of `footing`, day by day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dsr.rules.consent.capacity import can_decide
from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Scope,
)
from dsr.rules.facts.entry import RemovalReason, Removed, TransferAccepted, TransferSent
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life, remembered, remembered_each

_ENTRY = frozenset({Scope.ENTRY})
_SHARING = frozenset({Scope.SHARING})
_ENDED_BY: Mapping[Basis, frozenset[Basis]] = {
    Basis.OWN: frozenset(Basis),
    Basis.PARENTAL: frozenset({Basis.PARENTAL}),
    Basis.BEST_INTERESTS: frozenset({Basis.BEST_INTERESTS, Basis.BOARD_BEST_INTERESTS}),
    Basis.BOARD_BEST_INTERESTS: frozenset(Basis) - {Basis.OWN},
}
"""Whose consents each can end."""

_CHANGES_IT = frozenset(
    {ConsentGiven, ConsentRefused, ConsentWithdrawn, BestInterestsDecided, Removed, TransferAccepted}
)


@dataclass(frozen=True)
class Agreement:
    """What is agreed to from a day on: every consent since the last end, and that end."""

    on: date
    given: tuple[ConsentGiven, ...] = ()
    stopped_on: date | None = None

    def carrying(self, scope: Scope) -> tuple[ConsentGiven, ...]:
        """The consents that hold an item, oldest first."""
        return tuple(one for one in self.given if scope in one.scopes)


NOTHING = Agreement(date.min)


@remembered_each
def agreements(life: Life) -> Iterator[Agreement]:
    """How the agreement stood after each fact that changed it, oldest first."""
    agreed = NOTHING
    for fact in life.facts:
        if type(fact) not in _CHANGES_IT:
            continue
        following = _after(agreed, fact, life)
        if following is not agreed:
            agreed = following
            yield agreed


@remembered
def agreed_on(life: Life, day: date) -> Agreement:
    """The agreement at the end of a day."""
    return next((one for one in reversed(tuple(agreements(life.until(day))))), NOTHING)


def ends(life: Life) -> Iterator[date]:
    """The days on which consent to the entry was refused or withdrawn, or went with the entry when it closed."""
    for agreed in agreements(life):
        if not agreed.carrying(Scope.ENTRY) and (agreed.stopped_on == agreed.on or not agreed.given):
            yield agreed.on


def _after(agreed: Agreement, fact: Fact, life: Life) -> Agreement:
    if isinstance(fact, ConsentGiven):
        return replace(agreed, on=fact.on, given=(*agreed.given, fact))
    if isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return _stopped(agreed, fact.on, fact.by, fact.scopes, fact.agencies, life)
    if isinstance(fact, BestInterestsDecided) and not fact.in_favour:
        by = Basis.BOARD_BEST_INTERESTS if fact.board else Basis.BEST_INTERESTS
        return _stopped(agreed, fact.on, by, _ENTRY, frozenset(), life)
    return Agreement(fact.on) if _closes(fact, agreed, life) else agreed


def _closes(fact: Fact, agreed: Agreement, life: Life) -> bool:
    """A withdrawal ends the agreement itself; what is agreed to after it outlives the closing of the old entry."""
    if isinstance(fact, Removed):
        return fact.reason is not RemovalReason.WITHDRAWN or agreed.stopped_on is None
    return isinstance(fact, TransferAccepted) and life.last(TransferSent, by=fact.on) is not None


def _stopped(
    agreed: Agreement, on: date, by: Basis, scopes: frozenset[Scope], agencies: frozenset[str], life: Life
) -> Agreement:
    """The young person ends everything, a parent what a parent agreed to (R-DSR-31); a refusal ends what is not yet."""
    theirs = tuple(one for one in agreed.given if one.basis in _ENDED_BY[by])
    others = tuple(one for one in agreed.given if one.basis not in _ENDED_BY[by])
    if not theirs if agreed.given else not _may_refuse(by, on, life):
        return agreed
    if Scope.ENTRY in scopes:
        return Agreement(on, others, stopped_on=on)
    given = (_without(one, scopes, agencies) if one in theirs else one for one in agreed.given)
    return replace(agreed, on=on, given=tuple(given))


def _may_refuse(by: Basis, on: date, life: Life) -> bool:
    """Before anything is agreed to, only who may decide can refuse (R-DSR-27, 30)."""
    return can_decide(life, on) == (by is Basis.OWN)


def _without(given: ConsentGiven, scopes: frozenset[Scope], agencies: frozenset[str]) -> ConsentGiven:
    """Sharing that ends with some agencies goes on with the others (R-DSR-29)."""
    if Scope.SHARING in scopes and agencies:
        kept = given.scopes - scopes | given.scopes & _SHARING
        return replace(given, scopes=kept, agencies=given.agencies - agencies)
    return replace(given, scopes=given.scopes - scopes)
