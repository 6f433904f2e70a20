"""From when to when an entry was active, waited for consent, or was not over (R-DSR-21, 26, 30, 31)."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from dsr.rules.consent.consent import agreed_apart
from dsr.rules.days import days_after
from dsr.rules.entry.standing import (
    OVER,
    Status,
    awaits_consent,
    beginnings,
    entries_known,
    is_active,
    over_on,
    turning_days,
)
from dsr.rules.facts.people import Died
from dsr.rules.hospital.spells import spell_on, spells
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Terms
from dsr.rules.timelines import stretches

Period = tuple[date, date | None]
"""From a day to the first day after it, None while it goes on."""


@remembered
def active_periods(life: Life, terms: Terms) -> tuple[Period, ...]:
    """From when to when an entry was active; the second day is the first on which that one was not, None if it is.

    Only facts end one. Time can only begin one, where a consent begins to count at 16 or under the Act. Of two entries
    without a day between them each has its own.
    """
    return _periods(life, terms, is_active)


@remembered
def awaiting_periods(life: Life, terms: Terms) -> tuple[Period, ...]:
    """From when to when an accepted entry waited for a valid consent; of two without a day between each its own."""
    return _periods(life, terms, awaits_consent)


def open_periods(statuses: Collection[Status], known: Life, entry: Life, terms: Terms) -> tuple[Period, ...]:
    """From when to when an entry was not over in one of some ways; after a refusal somebody may agree all the same.

    `known` and `entry` are those of `entries_known`.
    """
    if not entry.facts:
        return ()
    first = entry.facts[0].on
    days = (first, *(day for day in turning_days(known, terms) if day > first))
    return tuple(_stretches(days, lambda day: over_on(known, entry, day, terms) not in statuses))


@remembered
def periods_not_over(life: Life, terms: Terms) -> tuple[Period, ...]:
    """From when to when the newest entry was not over, or there was none yet; the first begins with time itself."""
    days = (date.min, *turning_days(life, terms))
    return tuple(_stretches(days, lambda day: _status(life, day, terms) not in OVER))


@remembered
def periods_of_any_consent(life: Life, terms: Terms, statuses: frozenset[Status]) -> tuple[Period, ...]:
    """From when to when somebody can be asked to agree to anything, or has agreed to something apart (R-DSR-29).

    While the newest entry is not over in one of some ways; and of an inpatient, who can have a C(E)TR all the same.
    """
    stays = (day for stay in spells(life) for day in (stay.admitted_on, stay.discharged_on) if day is not None)

    def holds(day: date) -> bool:
        if life.last(Died, by=day) is not None:
            return False
        is_open = _status(life, day, terms) not in statuses
        return is_open or spell_on(life, day) is not None or agreed_apart(life, day, terms)

    turns = turning_days(life, terms)
    # What lapsed carries an agreement some days longer (R-DSR-33).
    frozen = (days_after(day, terms.whole("sharing-freeze", day)) for day in turns)
    return tuple(_stretches({date.min, *turns, *frozen, *stays}, holds))


def _status(life: Life, day: date, terms: Terms) -> Status | None:
    """How the newest entry stood on a day, as far as it can be over."""
    known, entry = entries_known(life.until(day), terms)[-1]
    return over_on(known, entry, day, terms)


def _periods(life: Life, terms: Terms, holds: Callable[[Life, date, Terms], bool]) -> tuple[Period, ...]:
    """From when to when something holds of the newest entry, cut where the next one began."""
    found = _stretches(turning_days(life, terms), lambda day: holds(life, day, terms))
    return tuple(part for one in found for part in _cut(one, beginnings(life, terms)))


def _stretches(days: Iterable[date], holds: Callable[[date], bool]) -> Iterator[Period]:
    """From when to when something holds that can change on some days."""
    return ((one.since, one.until) for one in stretches(days, holds) if one.state)


def _cut(period: Period, days: tuple[date, ...]) -> Iterator[Period]:
    """A period cut at those of some days that are within it."""
    began, ended = period
    within = sorted({day for day in days if began < day and (ended is None or day < ended)})
    yield from zip((began, *within), (*within, ended), strict=True)
