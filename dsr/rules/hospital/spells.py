"""Stays in mental health hospitals, wards joined into spells (R-DSR-93)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, takewhile

from dsr.rules.facts.hospital import Admitted, Discharged
from dsr.rules.facts.people import Died
from dsr.rules.life import Life, remembered

_NEXT_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """One stay, from the earliest admission on: its wards in order, and the day it ended (None: not yet)."""

    wards: tuple[Admitted, ...]
    discharged_on: date | None = None

    @property
    def admitted_on(self) -> date:
        """The first day of the stay."""
        return self.wards[0].on

    def holds(self, day: date) -> bool:
        """Whether the person is an inpatient at the end of a day."""
        return self.admitted_on <= day and (self.discharged_on is None or day < self.discharged_on)

    def ward_on(self, day: date) -> Admitted:
        """The ward of a day; of one before the stay the first."""
        return next((ward for ward in reversed(self.wards) if ward.on <= day), self.wards[0])

    def days(self, by: date) -> int:
        """Length of stay in days up to a day."""
        return (min(by, self.discharged_on or by) - self.admitted_on).days


@remembered
def spells(life: Life) -> tuple[Spell, ...]:
    """Every stay, oldest first. An admission within a stay is a move; so is one the day after a discharge."""
    found: list[Spell] = []
    told = (fact for fact in life.facts if isinstance(fact, Admitted | Discharged))
    for _, of_day in groupby(told, key=lambda fact: fact.on):
        inside = bool(found) and found[-1].discharged_on is None
        for fact in _as_it_was(list(of_day)) if inside else of_day:
            if isinstance(fact, Admitted):
                goes_on = bool(found) and _goes_on(found[-1], fact.on)
                wards = found.pop().wards if goes_on else ()
                found.append(Spell((*wards, fact)))
            elif found and found[-1].discharged_on is None:
                found[-1] = Spell(found[-1].wards, fact.on)
    return tuple(found)


def _as_it_was(of_day: list[Admitted | Discharged]) -> list[Admitted | Discharged]:
    """A day that began in hospital: its first discharge is from that ward, though the next ward told before it.

    A discharge told twice running is one discharge.
    """
    first = next((place for place, fact in enumerate(of_day) if isinstance(fact, Discharged)), len(of_day))
    left = list(takewhile(lambda fact: isinstance(fact, Discharged), of_day[first:]))
    return left + of_day[:first] + of_day[first + len(left) :]


def _goes_on(spell: Spell, admitted_on: date) -> bool:
    return spell.discharged_on is None or admitted_on <= spell.discharged_on + _NEXT_DAY


def spell_on(life: Life, day: date) -> Spell | None:
    """The stay of a day; None for somebody who is no inpatient then."""
    return next((spell for spell in spells(life) if spell.holds(day)), None)


def discharges(life: Life) -> Iterator[date]:
    """The days on which stays ended, wards joined."""
    return (spell.discharged_on for spell in spells(life) if spell.discharged_on is not None)


def over_on(life: Life, spell: Spell) -> date | None:
    """The day on which a stay was over, by discharge or by death; None: it goes on."""
    died = life.first(Died, since=spell.admitted_on)
    return min((day for day in (spell.discharged_on, died.on if died else None) if day is not None), default=None)


def last_stay_before(life: Life, day: date) -> Spell | None:
    """The newest stay that began by a day, over or not."""
    return next((spell for spell in reversed(spells(life)) if spell.admitted_on <= day), None)
