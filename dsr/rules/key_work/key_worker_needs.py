"""Who is to have a key worker, and why (R-DSR-97 to 100, 107)."""

from datetime import date
from enum import StrEnum

from dsr.rules.entry.taken_on import rated_periods, taken_on
from dsr.rules.facts.people import AreaRecorded, ConditionRecorded, Died, Evidence, FactorRecorded
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life, remembered
from dsr.rules.rating.acute_stays import in_acute_stay
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, state_on, stretches

TERMS = (
    Term("key-worker-age", "R-DSR-97", 26, Unit.YEARS, Mark.STATED, "The birthday from which there is no key worker."),
    Term(
        "key-worker-green",
        "R-DSR-99",
        0,
        Unit.CHOICE,
        Mark.LOCAL,
        "Whether somebody rated green is to have a key worker, to bring them off the register.",
    ),
)


class Need(StrEnum):
    """Why somebody is to have a key worker, the most pressing first."""

    RED = "red"
    ACUTE_STAY = "acute-stay"
    BLUE = "blue"
    AMBER = "amber"
    GREEN = "green"


URGENT = frozenset({Need.RED, Need.ACUTE_STAY, Need.BLUE})
_BY_RATING = {Rating.RED: Need.RED, Rating.AMBER: Need.AMBER, Rating.GREEN: Need.GREEN}
ON_THE_REGISTER = frozenset(_BY_RATING.values())
"""Needs that come of a rating: who is not on the register has none (R-DSR-26, 45, 97, 98)."""


class Group(StrEnum):
    """Whom the programme puts first among equals (R-DSR-107)."""

    LOOKED_AFTER = "looked-after-or-adopted"
    BETWEEN_SERVICES = "between-services"


_GROUP_BY_FACTOR = {16: Group.LOOKED_AFTER, 15: Group.BETWEEN_SERVICES}


@remembered
def needs(life: Life, terms: Terms) -> tuple[Stretch[Need], ...]:
    """Every time in which the person was to have a key worker, by reason.

    Inpatients, and who is in a general hospital in a crisis, are to have one even if the register does not have them
    yet (R-DSR-98).
    """
    rated = [Stretch(one.rating, one.since, one.until) for one in rated_periods(life, terms)]
    stays = spells(life)

    def need(day: date) -> Need | None:
        if not _is_eligible(life, day, terms):
            return None
        if any(stay.holds(day) for stay in stays):
            return Need.BLUE
        rating = state_on(rated, day)
        by_rating = _BY_RATING.get(rating) if rating else None
        if by_rating is not Need.RED and in_acute_stay(life, day):
            return Need.ACUTE_STAY
        return None if by_rating is Need.GREEN and not terms.of("key-worker-green", day) else by_rating

    return stretches(_days(life, terms), need)


def need_on(life: Life, on: date, terms: Terms) -> Need | None:
    """Why the person is to have a key worker at the end of a day; None if not."""
    return state_on(needs(life.until(on), terms), on)


def groups(life: Life, on: date) -> frozenset[Group]:
    """The groups of R-DSR-107 that a person is in, by the newest word on each factor."""
    newest = {fact.factor: fact for fact in life.until(on).all(FactorRecorded)}
    return frozenset(
        group for factor, group in _GROUP_BY_FACTOR.items() if factor in newest and not newest[factor].past
    )


def _days(life: Life, terms: Terms) -> list[date]:
    """The days on which a need can begin or end."""
    ages = (terms.whole("key-worker-age", day) for day in (date.min, *terms.changes("key-worker-age")))
    agreed = (*terms.changes("key-worker-age"), *terms.changes("key-worker-green"))
    return [*(fact.on for fact in life.facts), *map(life.turns, ages), *agreed]


def _is_eligible(life: Life, day: date, terms: Terms) -> bool:
    young = life.age(day) < terms.whole("key-worker-age", day)
    return young and life.last(Died, by=day) is None and _is_of_the_area(life, day) and _has_condition(life, day, terms)


def _is_of_the_area(life: Life, day: date) -> bool:
    """A practice of the area, or an override (R-DSR-17, 97). While nothing is recorded nobody is left out."""
    area = life.last(AreaRecorded, by=day)
    return area is None or area.local_practice or area.override


def _has_condition(life: Life, day: date, terms: Terms) -> bool:
    """Autistic, awaiting assessment, or a learning disability; unrecorded, the register has judged it (R-DSR-14)."""
    condition = life.last(ConditionRecorded, by=day)
    return taken_on(life, day, terms) if condition is None else condition.evidence is not Evidence.NONE
