"""Whether the register has taken somebody on: accepted, received from another area or rated, and not removed since.

Whether consent stands is another question (R-DSR-26).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.facts.entry import Decided, Removed, TransferReceived
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
def taken_on_periods(life: Life) -> tuple[tuple[date, date | None], ...]:
    """From when to when the person was on the register, each time."""
    found: list[tuple[date, date | None]] = []
    for fact in life.facts:
        is_on = bool(found) and found[-1][1] is None
        if isinstance(fact, TransferReceived | Rated) or (isinstance(fact, Decided) and fact.accepted):
            found += [] if is_on else [(fact.on, None)]
        elif isinstance(fact, Removed | Died) and is_on:
            found[-1] = (found[-1][0], fact.on)
    return tuple(found)


def taken_on(life: Life, on: date) -> bool:
    """Whether the register has the person at the end of a day."""
    return any(since <= on and (until is None or on < until) for since, until in taken_on_periods(life))


def rated_periods(life: Life, terms: Terms) -> Iterator[RatedPeriod]:
    """Each rating while the person was on the register; who comes back begins anew, even at the same rating."""
    for since, until in taken_on_periods(life):
        for held, changed_on in periods(life, terms):
            ends = min((day for day in (until, changed_on) if day is not None), default=None)
            begins = max(since, held.on)
            if ends is None or begins < ends:
                yield RatedPeriod(held.rating, begins, ends)
