"""What goes with an entry that is over: the decisions that it rested on, and what is asked about it (R-DSR-28, 34)."""

from collections.abc import Iterator
from datetime import date

from dsr.rules.consent.agreement import CLOSING, Agreement, says_no_to_entry, steps
from dsr.rules.consent.capacity import can_decide
from dsr.rules.consent.last_word import ends_entry
from dsr.rules.facts.consent import Basis, BestInterestsDecided, ConsentGiven, Scope
from dsr.rules.facts.entry import Decided, Request
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life, remembered, remembered_each
from dsr.rules.terms import Terms


@remembered
def decided_for(life: Life, consent: ConsentGiven, terms: Terms) -> Life:
    """A life without the best-interests decisions that a consent does not rest on: those of an entry that was over.

    Whether the register is in somebody's interests is decided for each entry anew, as it is agreed to (R-DSR-04, 28,
    34). What was agreed to before the entry was over, and goes on apart from it, rests on what it rested on.
    """
    if life.first(BestInterestsDecided) is None:
        return life
    given = _given(life, consent)
    since = max((over for over, known in _overs(life, terms) if known < given), default=0)
    kept = (fact for place, fact in enumerate(life.facts) if place >= since or type(fact) is not BestInterestsDecided)
    return Life(life.birth_on, tuple(kept)) if since else life


def decision_over_on(life: Life, decision: BestInterestsDecided, terms: Terms) -> date | None:
    """The day from which nothing rests on a decision: its entry is over, and what goes on apart has ended, too.

    Until then somebody looks at it again: a C(E)TR that outlives the entry rests on it as well (R-DSR-29, 34).
    """
    made = _place(life, decision)
    known = next((known for over, known in _overs(life, terms) if over > made), None)
    if known is None:
        return None
    after_it = ((fact, after) for _, fact, after in steps(life) if _place(life, fact) >= known)
    return next((fact.on for fact, after in after_it if not _by_others(after.standing)), None)


def others_over_on(life: Life, form: ConsentGiven) -> date | None:
    """The day after a consent that was given for somebody on which no such one stands any more, in any item."""
    given = _place(life, form)
    later = ((fact, after) for _, fact, after in steps(life) if _place(life, fact) > given)
    return next((fact.on for fact, after in later if not _by_others(after.given)), None)


@remembered_each
def acceptances_refused(life: Life, terms: Terms) -> Iterator[date]:
    """The days on which somebody said no to an entry that had been accepted (R-DSR-31).

    A referral begins another entry, which nobody has accepted, once this one is closed or who decides has said no.
    """
    accepted = refused = False
    for before, fact, after in steps(life):
        if isinstance(fact, Decided):
            accepted |= fact.accepted
        elif isinstance(fact, Request):
            accepted &= not refused or bool(before.carrying(Scope.ENTRY))
            refused = False
        elif after is not before and isinstance(fact, CLOSING):
            accepted = False
        elif after is not before and says_no_to_entry(fact):
            refused |= _ends_by_law(fact, after, life, terms)
            if accepted:
                yield fact.on


@remembered_each
def _overs(life: Life, terms: Terms) -> Iterator[tuple[int, int]]:
    """The place of each fact with which an entry was over, or the person's own, and of the one that made it so.

    A decline can be taken back on second thoughts until somebody refers again. What others than who decides by the law
    of the day take back ends no entry, and no decision for it (R-DSR-31).
    """
    decided = 0
    for before, fact, after in steps(life):
        place = _place(life, fact)
        if isinstance(fact, Decided):
            decided = place
        elif after is not before and isinstance(fact, Request):
            yield decided, place
        elif after is not before and _ends_by_law(fact, after, life, terms):
            yield place, place


def _ends_by_law(fact: Fact, after: Agreement, life: Life, terms: Terms) -> bool:
    if isinstance(fact, ConsentGiven):
        return fact.basis is Basis.OWN and Scope.ENTRY in fact.scopes and can_decide(life, fact.on)
    is_no = says_no_to_entry(fact) and after.stopped_on == fact.on
    return isinstance(fact, CLOSING) or (is_no and ends_entry(after.stopped_by, life, fact.on, terms))


def _by_others(given: tuple[ConsentGiven, ...]) -> bool:
    """Whether anything of some consents was agreed to for the person by others."""
    return any(one.scopes and one.basis is not Basis.OWN for one in given)


def _given(life: Life, consent: ConsentGiven) -> int:
    """The place of a consent, of which an item may have ended since; one that is only about to be given is the last."""
    facts = life.until(consent.on).facts
    return next((place for place in range(len(facts) - 1, -1, -1) if _is_of(facts[place], consent)), len(facts))


def _is_of(fact: Fact, consent: ConsentGiven) -> bool:
    if not isinstance(fact, ConsentGiven):
        return False
    return (fact.on, fact.basis, fact.by) == (consent.on, consent.basis, consent.by) and fact.scopes >= consent.scopes


def _place(life: Life, fact: Fact) -> int:
    return next(place for place, one in enumerate(life.facts) if one is fact)
