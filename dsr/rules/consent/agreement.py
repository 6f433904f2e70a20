"""What was agreed to, item by item, and what ended it: consents, refusals, withdrawals in their order (R-DSR-29 to 31).

A consent to the entry is a new form and takes the place of every form before it; a consent without the entry adds items
to the form that stands. Whether a form counts is asked of `footing`, day by day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dsr.rules.consent.capacity import can_decide
from dsr.rules.consent.last_word import decides, ended_by, speaks_for
from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Scope,
)
from dsr.rules.facts.entry import (
    Decided,
    RemovalReason,
    Removed,
    Request,
    TransferAccepted,
    TransferSent,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died
from dsr.rules.life import Life, remembered, remembered_each

_ENTRY = frozenset({Scope.ENTRY})
_SHARING = frozenset({Scope.SHARING})
_OF_AN_ENTRY = _ENTRY | _SHARING

_CHANGES_IT = frozenset(
    {ConsentGiven, ConsentRefused, ConsentWithdrawn, BestInterestsDecided, Removed, TransferAccepted, Died}
)
CLOSING = (Removed, TransferAccepted, Died)
"""What an entry closes with (R-DSR-37, 39)."""


@dataclass(frozen=True)
class Agreement:
    """What is agreed to from a day on: every consent since the last end, and that end with the basis of who said no.

    What is taken back by somebody who does not speak for the person any more is agreed to no longer, but nobody has
    said no: then there is no end, and who decides is asked (R-DSR-27, 31).
    """

    on: date
    given: tuple[ConsentGiven, ...] = ()
    stopped_on: date | None = None
    stopped_by: Basis = Basis.OWN

    def carrying(self, scope: Scope) -> tuple[ConsentGiven, ...]:
        """The consents that hold an item, oldest first."""
        return tuple(one for one in self.given if scope in one.scopes)

    @property
    def standing(self) -> tuple[ConsentGiven, ...]:
        """The newest form with what is beside it: another form took the place of all before, the first of none."""
        forms = [place for place, one in enumerate(self.given) if Scope.ENTRY in one.scopes]
        return self.given[forms[-1] :] if len(forms) > 1 else self.given


NOTHING = Agreement(date.min)


@remembered_each
def agreements(life: Life) -> Iterator[Agreement]:
    """How the agreement stood after each fact that changed it, oldest first."""
    return (after for before, _, after in steps(life) if after is not before)


@remembered
def agreed_on(life: Life, day: date) -> Agreement:
    """The agreement at the end of a day."""
    return next((one for one in reversed(tuple(agreements(life.until(day))))), NOTHING)


def ends(life: Life) -> Iterator[date]:
    """The days on which consent to the entry was refused or withdrawn, or went with the entry when it closed."""
    for before, _, after in steps(life):
        if after is before or after.carrying(Scope.ENTRY):
            continue
        if before.carrying(Scope.ENTRY) or after.stopped_on == after.on or not after.given:
            yield after.on


@remembered_each
def noes(life: Life) -> Iterator[tuple[Fact, bool]]:
    """Each fact that ended the entry or refused it, with whether somebody had agreed to the entry before it."""
    for before, fact, after in steps(life):
        if after is not before and after.stopped_on == fact.on and says_no_to_entry(fact):
            yield fact, bool(before.carrying(Scope.ENTRY))


def says_no_to_entry(fact: Fact) -> bool:
    """Whether somebody says no to the entry, whoever decides about that."""
    if isinstance(fact, BestInterestsDecided):
        return not fact.in_favour
    return isinstance(fact, ConsentRefused | ConsentWithdrawn) and Scope.ENTRY in fact.scopes


def denies(fact: Fact, scope: Scope, life: Life) -> bool:
    """Whether a fact of a life ended an item, or said no to one that nobody had agreed to (R-DSR-27, 30, 31).

    What is said by somebody whose word does not count for the item ends nothing. To refuse the entry says nothing about
    the other items; to withdraw from it says no to all of them.
    """
    return any(one is fact for one in _denials(life, scope))


def has_say(by: Basis, scope: Scope, life: Life, on: date) -> bool:
    """Whether a refusal or withdrawal on a basis counts for an item on a day.

    It counts for what was agreed to on a basis that it can end; before anything is, it is with who may decide. Once the
    young person has agreed, and can, nobody else has one; their own word is always kept (R-DSR-27, 30, 31).
    """
    return _counts(by, scope, agreed_on(life, on), life, on)


def _counts(by: Basis, scope: Scope, agreed: Agreement, life: Life, on: date) -> bool:
    held = agreed.carrying(scope)
    if any(one.basis is Basis.OWN for one in held) and can_decide(life, on):
        return by is Basis.OWN
    if held:
        return any(one.basis in ended_by(by, life, on) for one in held)
    return by is Basis.OWN or decides(by, life, on)


@remembered_each
def _denials(life: Life, scope: Scope) -> Iterator[Fact]:
    return (fact for before, fact, after in steps(life) if _is_denial(before, fact, after, scope, life))


def _is_denial(before: Agreement, fact: Fact, after: Agreement, scope: Scope, life: Life) -> bool:
    if not isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return False
    everything = isinstance(fact, ConsentWithdrawn) and Scope.ENTRY in fact.scopes
    if scope not in fact.scopes and not everything:
        return False
    if scope is Scope.ENTRY:
        return after is not before and not after.carrying(scope) and after.stopped_on == fact.on
    if before.carrying(scope):
        return not after.carrying(scope)
    return _counts(fact.by, scope, before, life, fact.on)


@remembered_each
def steps(life: Life) -> Iterator[tuple[Agreement, Fact, Agreement]]:
    """The agreement before and after each fact that can change it.

    What was agreed to for an entry that was declined says nothing of the next referral (R-DSR-26); until there is one,
    who was declined can be accepted on second thoughts. A C(E)TR and key working are agreed to apart, and go on.
    """
    # Where an entry begins and ends is for `standing`, which asks this: here is as much of it as a decline needs.
    agreed, anew = NOTHING, None
    accepted = closed = stopped = open_before = False
    for fact in life.until_death():
        following = agreed
        if isinstance(fact, Decided):
            accepted = accepted or fact.accepted
            # Another referral of somebody whose entry goes on can be declined, which ends nothing.
            anew = None if accepted else _for_another_entry(agreed)
        elif isinstance(fact, Request):
            following = replace(anew, on=fact.on) if anew else agreed
            is_over = closed or (stopped and not agreed.carrying(Scope.ENTRY))
            open_before = open_before or (is_over and not closed)
            accepted, anew, closed, stopped = accepted and not is_over, None, False, False
        elif open_before and not stopped and is_for_a_withdrawal(fact):
            # It closes the entry before: what was agreed to since is of this one, and goes on.
            open_before = False
        elif type(fact) in _CHANGES_IT:
            following = _after(agreed, fact, life)
            anew = _anew_after(anew, agreed, fact, life) if anew else None
            closed = closed or (accepted and isinstance(fact, CLOSING))
            stopped = stopped or (following is not agreed and following.stopped_on == fact.on)
        else:
            continue
        yield agreed, fact, following
        agreed = following


def is_for_a_withdrawal(fact: Fact) -> bool:
    """Whether a fact closes an entry because consent was withdrawn or refused (R-DSR-30, 31)."""
    return isinstance(fact, Removed) and fact.reason is RemovalReason.WITHDRAWN


def _for_another_entry(agreed: Agreement) -> Agreement:
    """What a referral after a decline leaves of an agreement: what goes on beside the form that stands."""
    given = (replace(one, scopes=one.scopes - _OF_AN_ENTRY, agencies=frozenset()) for one in agreed.standing)
    return Agreement(agreed.on, tuple(one for one in given if one.scopes))


def _anew_after(anew: Agreement, agreed: Agreement, fact: Fact, life: Life) -> Agreement:
    """The same after one more fact: a form that takes the place of a declined one ends what it does not repeat."""
    if isinstance(fact, ConsentGiven) and Scope.ENTRY in fact.scopes and agreed.carrying(Scope.ENTRY):
        return Agreement(fact.on, (fact,))
    return _after(anew, fact, life)


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
    if isinstance(fact, TransferAccepted):
        return life.last(TransferSent, by=fact.on) is not None
    return isinstance(fact, Died)


def _stopped(
    agreed: Agreement, on: date, by: Basis, scopes: frozenset[Scope], agencies: frozenset[str], life: Life
) -> Agreement:
    """The young person ends everything, a parent what a parent agreed to (R-DSR-31); a refusal ends what is not yet.

    Only who speaks for the person says no to the entry itself.
    """
    ended = ended_by(by, life, on)
    theirs = tuple(one for one in agreed.given if one.basis in ended)
    others = tuple(one for one in agreed.given if one.basis not in ended)
    if not theirs if agreed.given else not decides(by, life, on):
        return agreed
    if Scope.ENTRY in scopes:
        return Agreement(on, others, on, by) if speaks_for(by, life, on) else Agreement(on, others)
    given = (_without(one, scopes, agencies) if one in theirs else one for one in agreed.given)
    return replace(agreed, on=on, given=tuple(given))


def _without(given: ConsentGiven, scopes: frozenset[Scope], agencies: frozenset[str]) -> ConsentGiven:
    """Sharing that ends with some agencies goes on with the others (R-DSR-29)."""
    if Scope.SHARING in scopes and agencies:
        kept = given.scopes - scopes | given.scopes & _SHARING
        return replace(given, scopes=kept, agencies=given.agencies - agencies)
    return replace(given, scopes=given.scopes - scopes)
