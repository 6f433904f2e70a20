"""Whether the register has taken somebody on: accepted, received from another area or rated, and not removed since.

Whether consent stands is another question (R-DSR-26).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.entry.removed_entries import next_before
from dsr.rules.entry.standing import entries
from dsr.rules.facts.entry import Decided, Removed, TransferReceived
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died
from dsr.rules.facts.rating import Rated
from dsr.rules.life import Life, remembered
from dsr.rules.rating.rating_history import periods
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class RatedPeriod:
    """A rating of somebody on the register, and the day from which it holds no longer (None: it holds)."""

    rating: Rating
    since: date
    until: date | None = None


@remembered
def taken_on_periods(life: Life, terms: Terms) -> tuple[tuple[date, date | None], ...]:
    """From when to when the person was on the register, each time; in a new entry it is another."""
    begun = {id(entry.facts[0]) for entry in entries(life, terms)[1:]}
    found: list[tuple[date, date | None]] = []
    is_on = is_of_newest = False
    for fact in life.facts:
        is_of_newest = is_of_newest and id(fact) not in begun
        takes_on = _takes_on(fact) and not (is_on and is_of_newest)
        if is_on and (takes_on or _ends(fact, life, is_of_newest=is_of_newest)):
            found[-1], is_on = (found[-1][0], fact.on), False
        if takes_on:
            found.append((fact.on, None))
            is_on = is_of_newest = True
    return tuple(found)


def _takes_on(fact: Fact) -> bool:
    return isinstance(fact, TransferReceived | Rated) or (isinstance(fact, Decided) and fact.accepted)


def _ends(fact: Fact, life: Life, *, is_of_newest: bool) -> bool:
    """The removal of an entry that was withdrawn takes nobody off whom the next one has taken on (R-DSR-30, 31)."""
    if isinstance(fact, Removed):
        return not (is_of_newest and next_before(fact, life))
    return isinstance(fact, Died)


def taken_on(life: Life, on: date, terms: Terms) -> bool:
    """Whether the register has the person at the end of a day."""
    return any(since <= on and (until is None or on < until) for since, until in taken_on_periods(life, terms))


def rated_periods(life: Life, terms: Terms) -> Iterator[RatedPeriod]:
    """Each rating while the person was on the register; who comes back begins anew, even at the same rating."""
    for since, until in taken_on_periods(life, terms):
        for held, changed_on in periods(life, terms):
            ends = min((day for day in (until, changed_on) if day is not None), default=None)
            begins = max(since, held.on)
            if ends is None or begins < ends:
                yield RatedPeriod(held.rating, begins, ends)
