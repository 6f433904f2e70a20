"""Referrals of one child at one provider joined into referral-spells (R-WAIT-60): the unit of the MRS measures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from diis.definitions.national.cyp_scope import ScopedRow

JOINED_WITHIN = timedelta(days=5)
"""A referral received at most five days after the previous one ended continues its spell."""

FIRST_START = date(2016, 1, 1)
"""A spell that starts before is dropped whole."""


@dataclass(frozen=True)
class Spell:
    """One stretch of referrals; `referrals` are the latest rows of those received within it."""

    person: str
    provider: str
    started_on: date
    ended_on: date
    referrals: tuple[ScopedRow, ...]

    def holds(self, on: date) -> bool:
        """Whether a day is inside the spell, both ends included."""
        return self.started_on <= on <= self.ended_on


def spells_of(latest: Iterable[ScopedRow]) -> list[Spell]:
    """The spells of the latest row of each referral."""
    rows: dict[tuple[str, str], list[ScopedRow]] = {}
    for row in latest:
        rows.setdefault((row.person, row.provider), []).append(row)
    return [
        Spell(person, provider, start, end, tuple(row for row in found if start <= row.received_on <= end))
        for (person, provider), found in rows.items()
        for start, end in joined((row.received_on, row.ended_on) for row in found)
        if start >= FIRST_START
    ]


def joined(stays: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """First and last days of the stretches that stays (first and last day) make when gaps of five days are closed.

    A start counts +1, an end with five days added -1, and a stretch closes on the day the running sum is zero.
    """
    balance: Counter[date] = Counter()
    for start, end in stays:
        balance[start] += 1
        balance[end + JOINED_WITHIN] -= 1
    running, first = 0, None
    for day in sorted(balance):
        first = first or day
        running += balance[day]
        if running == 0:
            yield first, day - JOINED_WITHIN
            first = None
