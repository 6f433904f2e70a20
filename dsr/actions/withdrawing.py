"""Withdrawing consent, and what follows at once (R-DSR-31).

From the moment it is recorded nobody is told any more: the store hides the person from partners in the same
transaction. Closing the entry, within a working day, and telling each agency are tasks that follow by rule. Where who
withdrew does not decide about the entry, it is not closed: to ask who does is the task then (R-DSR-27, ADR 0072).
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from dsr.actions.recording import Seen, as_seen, record
from dsr.rules.facts.consent import Basis, ConsentWithdrawn, Scope, WithdrawalTold
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.reviews import ReviewCancelled
from dsr.rules.life import Life
from dsr.rules.reviews.held import to_come
from dsr.store.register import RegisterStore

WITHDRAW = "withdraw"
EVERYTHING = frozenset(Scope)


def withdraw(
    store: RegisterStore,
    seen: Seen,
    by: Basis,
    reason: str,
    *,
    scopes: Collection[Scope] = EVERYTHING,
    agencies: Collection[str] = (),
    told: Collection[str] = (),
) -> int:
    """Record today what was withdrawn, item by item (R-DSR-29); returns the new version.

    Who withdraws from the entry withdraws from everything: key working ends, and each C(E)TR that is still to come is
    cancelled. `agencies` are those that sharing ends with, `told` those that know already. Raises what `record` raises.
    """
    today = store.session.today
    withdrawn = ConsentWithdrawn(on=today, by=by, scopes=frozenset(scopes), agencies=frozenset(agencies))
    aware = (WithdrawalTold(on=today, agency=agency) for agency in sorted(told))
    return record_withdrawal(store, seen, reason, withdrawn, *aware)


def record_withdrawal(store: RegisterStore, seen: Seen, reason: str, *facts: Fact) -> int:
    """Record what was withdrawn as facts that say it, and what follows at once; returns the new version.

    Raises what `record` raises.
    """
    said = [_whole(one) for one in facts]
    ends_reviews = any(isinstance(one, ConsentWithdrawn) and Scope.REVIEW in one.scopes for one in said)
    cancelled = _to_cancel(as_seen(store, seen).life, store.session.today) if ends_reviews else ()
    return record(store, seen, WITHDRAW, reason, *said, *cancelled)


def _whole(fact: Fact) -> Fact:
    """Who withdraws from the entry withdraws from everything."""
    if isinstance(fact, ConsentWithdrawn) and Scope.ENTRY in fact.scopes:
        return replace(fact, scopes=EVERYTHING)
    return fact


def _to_cancel(life: Life, today: date) -> Iterator[ReviewCancelled]:
    """The C(E)TRs that were arranged and neither held nor cancelled, whatever was said about them before."""
    for plan in to_come(life):
        yield ReviewCancelled(on=today, review=plan.review, reason="consent was withdrawn")
