"""When a no to key working is over, so that whoever comes to the register is asked (R-DSR-27, 30, 97, 101)."""

from collections.abc import Iterator

from dsr.rules.consent.agreement import denies
from dsr.rules.consent.last_word import speaks_for
from dsr.rules.entry.removed_entries import next_before
from dsr.rules.facts.consent import ConsentGiven, ConsentRefused, ConsentWithdrawn, Scope
from dsr.rules.facts.entry import Removed, TransferAccepted
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import ClosingReason, KeyWorkingClosed
from dsr.rules.life import Life


def is_final(no: Fact, life: Life) -> bool:
    """Whether a no is of who decides: what others take back ends key working, and whoever decides is asked."""
    return not isinstance(no, ConsentRefused | ConsentWithdrawn) or speaks_for(no.by, life, no.on)


def asks_anew(form: Fact, life: Life) -> bool:
    """Whether a form for the entry, which leaves key working out, comes after a no that was not about this entry.

    Such is a no to an entry that ended since or with it, and a no of somebody other than who agrees now: a parent's
    no at 15 is not the young person's at 16. A no to key working alone stays, however often the form is renewed.
    """
    if not (isinstance(form, ConsentGiven) and Scope.ENTRY in form.scopes):
        return False
    before = tuple(_before(form, life))
    place = next((place for place in reversed(range(len(before))) if _is_no(before[place], life)), None)
    if place is None:
        return False
    no = before[place]
    others = isinstance(no, ConsentRefused | ConsentWithdrawn) and no.by is not form.basis
    return others or any(_ends_entry(fact, no, life) for fact in before[place:])


def _before(form: Fact, life: Life) -> Iterator[Fact]:
    for fact in life.facts:
        if fact is form:
            return
        yield fact


def _is_no(fact: Fact, life: Life) -> bool:
    if isinstance(fact, ConsentRefused | ConsentWithdrawn):
        return Scope.KEY_WORKER in fact.scopes and denies(fact, Scope.KEY_WORKER, life)
    return isinstance(fact, KeyWorkingClosed) and fact.reason is ClosingReason.DECLINED


def _ends_entry(fact: Fact, no: Fact, life: Life) -> bool:
    """Whether a fact ended the entry in which somebody had said no to key working; of the next one it says nothing."""
    if isinstance(fact, Removed):
        return not any(one is no for one in next_before(fact, life))
    return isinstance(fact, TransferAccepted) or denies(fact, Scope.ENTRY, life)
