"""Withdrawing consent, and what follows at once (R-DSR-31).

From the moment it is recorded nobody is told any more: the store hides the person from partners in the same
transaction. Closing the entry, within a working day, and telling each agency are tasks that follow by rule.
"""

from collections.abc import Collection, Iterator
from datetime import date

from dsr.actions.recording import Seen, as_seen, record
from dsr.rules.facts.consent import Basis, ConsentWithdrawn, Scope, WithdrawalTold
from dsr.rules.facts.reviews import ReviewCancelled
from dsr.rules.life import Life
from dsr.rules.reviews.review_running import ended_on, names
from dsr.store.register import RegisterStore

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
    ended = EVERYTHING if Scope.ENTRY in scopes else frozenset(scopes)
    withdrawn = ConsentWithdrawn(on=today, by=by, scopes=ended, agencies=frozenset(agencies))
    cancelled = _to_cancel(as_seen(store, seen).life, today) if Scope.REVIEW in ended else ()
    aware = (WithdrawalTold(on=today, agency=agency) for agency in sorted(told))
    return record(store, seen, "withdraw", reason, withdrawn, *cancelled, *aware)


def _to_cancel(life: Life, today: date) -> Iterator[ReviewCancelled]:
    """The C(E)TRs that were arranged and neither held nor cancelled."""
    for review in names(life):
        if ended_on(life, review) is None:
            yield ReviewCancelled(on=today, review=review, reason="consent was withdrawn")
