"""Measures of admissions and stays over many lives: K1 to K3, K7 to K9 and K16. Exact numbers, nothing suppressed.

Each is told as at the last day of its period: what happened on a later day changes nothing, so that a past figure comes
out the same whenever it is asked for. Only who is in another ward the day after has not left (R-DSR-93).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from dsr.rules.facts.people import ConditionRecorded, Evidence
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.hospital.causes import analysis_of, due_on
from dsr.rules.hospital.national_count import is_inpatient, why_not_counted
from dsr.rules.hospital.spells import Spell, spell_on, spells
from dsr.rules.hospital.visits import tasks as visits
from dsr.rules.life import Life
from dsr.rules.measures.measuring import Period, Ratio, known, known_on
from dsr.rules.reviews.community_reviews import valid_community_review
from dsr.rules.reviews.review_kind import ADULT
from dsr.rules.terms import Terms

OLDER = 26
"""The birthday that ends the views of children and young people (R-DSR-16)."""

OnRegister = Callable[[Life, date], bool]
"""Whether somebody has an active entry on a day."""


class Band(StrEnum):
    """The ages by which the national figures count; `adult` holds the young adults too (K8)."""

    UNDER_18 = "under-18"
    YOUNG_ADULT = "18-25"
    ADULT = "adult"

    def holds(self, age: int) -> bool:
        """Whether an age in completed years is in the band."""
        if self is Band.UNDER_18:
            return age < ADULT
        return age >= ADULT and (self is Band.ADULT or age < OLDER)


@dataclass(frozen=True)
class Population:
    """The people behind a rate, and the year they were counted in, which is told with it (R-DSR-94)."""

    people: int
    year: int

    def per_million(self, count: int) -> Fraction:
        """A count per million of these people."""
        return Fraction(count * 1_000_000, self.people)


@dataclass(frozen=True)
class Stays:
    """Admissions and discharges of a period, and lengths of stay in days, shortest first (K9, R-DSR-93)."""

    admissions: int
    discharges: int
    ended_days: tuple[int, ...]
    open_days: tuple[int, ...]


def community_review_before(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K1: admissions with a valid community C(E)TR, of all admissions of children and young people (R-DSR-69)."""
    found = list(_admissions(lives, period))
    return Ratio(sum(valid_community_review(life, spell, terms) is not None for life, spell in found), len(found))


def causes_analysed(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K2: root cause analyses due in the period that are done, of those after no valid community C(E)TR (R-DSR-72).

    By the due day: one that is done in time counts, though the month of the admission is over.
    """
    found = [
        (life, spell)
        for life in known(lives, period)
        for spell in _counted(life)
        if period.holds(due_on(spell, terms)) and valid_community_review(life, spell, terms) is None
    ]
    return Ratio(sum(analysis_of(life, spell) is not None for life, spell in found), len(found))


def on_register_before(lives: Iterable[Life], period: Period, on_register: OnRegister) -> Ratio:
    """K3: admissions of who was on the register the day before, of all; an entry made on the day came too late."""
    found = list(_admissions(lives, period))
    day_before = timedelta(days=1)
    return Ratio(sum(on_register(life, spell.admitted_on - day_before) for life, spell in found), len(found))


def visits_in_date(lives: Iterable[Life], period: Period, terms: Terms) -> Ratio:
    """K7: inpatients whose visit by the commissioner is not overdue, of all inpatients on the last day (R-DSR-90)."""
    found = inpatients(lives, period.last)
    overdue = sum(any(task.is_overdue(period.last) for task in visits(life, terms)) for life, _ in found)
    return Ratio(len(found) - overdue, len(found))


def inpatients_by_band(lives: Iterable[Life], day: date, *, national: bool = True) -> Mapping[Band, int]:
    """K8: inpatients at the end of a day; `national` leaves out whom the national return leaves out (R-DSR-92)."""
    told = [known_on(life, day) for life in lives]
    found = [life for life in told if (why_not_counted(life, day) is None if national else is_inpatient(life, day))]
    return {band: sum(band.holds(life.age(day)) for life in found) for band in Band}


def stays(lives: Iterable[Life], period: Period, band: Band | None = None) -> Stays:
    """K9: stays by the age at admission (None: all ages); wards are joined, so a move is no admission (R-DSR-93)."""
    found = [
        (life, spell)
        for life in known(lives, period)
        for spell in spells(life)
        if band is None or band.holds(life.age(spell.admitted_on))
    ]
    ended = [spell for _, spell in found if spell.discharged_on and period.holds(spell.discharged_on)]
    still = [spell for life, spell in found if is_inpatient(life, period.last) and spell.discharged_on is None]
    return Stays(
        admissions=sum(period.holds(spell.admitted_on) for _, spell in found),
        discharges=len(ended),
        ended_days=tuple(sorted(spell.days(period.last) for spell in ended)),
        open_days=tuple(sorted(spell.days(period.last) for spell in still)),
    )


def crisis_attendances(lives: Iterable[Life], period: Period, on_register: OnRegister) -> Ratio:
    """K16: attendances at A&E in crisis by people on the register, of all that were told; one a day and person."""
    found = {
        (number, fact.on): on_register(life, fact.on)
        for number, life in enumerate(lives)
        for fact in life.all(Happened)
        if fact.what is Happening.AE_CRISIS and period.holds(fact.on)
    }
    return Ratio(sum(found.values()), len(found))


def inpatients(lives: Iterable[Life], day: date) -> list[tuple[Life, Spell]]:
    """Children and young people who are inpatients at the end of a day, each as known on it, with the stay."""
    told = ((life, spell_on(life, day)) for life in (known_on(one, day) for one in lives))
    return [
        (life, spell) for life, spell in told if spell is not None and is_inpatient(life, day) and life.age(day) < OLDER
    ]


def _admissions(lives: Iterable[Life], period: Period) -> Iterator[tuple[Life, Spell]]:
    """Admissions of a period, each with the life as known at its end."""
    for life in known(lives, period):
        yield from ((life, spell) for spell in _counted(life) if period.holds(spell.admitted_on))


def _counted(life: Life) -> Iterator[Spell]:
    """The stays of children and young people who are not known to have neither condition."""
    condition = life.last(ConditionRecorded)
    if condition is None or condition.evidence is not Evidence.NONE:
        yield from (spell for spell in spells(life) if life.age(spell.admitted_on) < OLDER)
