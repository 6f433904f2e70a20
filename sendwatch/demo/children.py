"""One invented child from the seed and a number: who it is, and its referral, or two on different pathways."""

from typing import NamedTuple

from sendwatch.demo.chance import Chance
from sendwatch.demo.contacts import Contact, contacts_of
from sendwatch.demo.days import NEVER, Day, birthday
from sendwatch.demo.flows import Flow, flow_on, second_pathways
from sendwatch.demo.identifiers import local_number, nhs_number
from sendwatch.demo.lives import LISTED_AFTER_CLOSING_DAYS, Life, live
from sendwatch.demo.mixes import ETHNIC_CATEGORIES, LAC_STATUSES, PRIORITIES, YOUNG
from sendwatch.demo.places import POSTCODES, postcode, practice
from sendwatch.demo.plan import Plan, Timetable

ADULT = 18
_YEAR_DAYS = 365.25
_SCHOOL_AGE = 4
_ROUTINE = "3"
_WITHIN_DAYS = 330
"""A second referral of a child is received at most so many days after the first."""


class Person(NamedTuple):
    """What a provider knows of a child. From the day `moved` on it lives at `new_postcode`."""

    nhs_number: str
    local_number: str
    born: Day
    gender: str
    ethnic_category: str
    postcode: str
    moved: Day
    new_postcode: str
    gp_practice: str
    lac_status: str
    sen_provision: str


class Referral(NamedTuple):
    """One referral of a child to one feed. `question` is primary reason, condition, team type."""

    flow: Flow
    referral_id: str
    person: Person
    source: str
    question: tuple[str, str, str]
    priority: str
    life: Life
    contacts: list[Contact]


def referrals_of(plan: Plan, child: int) -> list[Referral]:
    """The referrals of child number `child`; at least the first of them is on at least one list of the plan."""
    chance = plan.chance(child)
    table, born, priority, life = _first_life(chance, plan)
    area = chance.draw(table.flow.areas)
    person = _person(chance, plan, child, table.flow, born, life.received, area)
    found = [_referral(chance, table.flow, child, person, priority, life)]
    if chance.happens(plan.second_pathway_share):
        flow = flow_on(chance.draw(second_pathways(table.flow)), area)
        second = _second_life(chance, plan.timetable_of[flow], born, life.received)
        if second is not None:
            found.append(_referral(chance, flow, child, person, _ROUTINE, second))
    return found


def _first_life(chance: Chance, plan: Plan) -> tuple[Timetable, Day, str, Life]:
    """Draw lives until one is on a list."""
    while True:
        table = chance.draw(plan.arrivals)
        flow = table.flow
        received = table.received(chance)
        born = received - int((chance.draw(flow.population.ages) + chance.random()) * _YEAR_DAYS)
        priority = chance.draw(PRIORITIES)
        adult_on = birthday(born, ADULT)
        urgent = priority != _ROUTINE
        life = live(chance, flow.course, received, adult_on, urgent=urgent, slowdown=table.slowdown)
        if life.closed + LISTED_AFTER_CLOSING_DAYS >= table.censuses[0]:
            return table, born, priority, life


def _second_life(chance: Chance, table: Timetable, born: Day, received: Day) -> Life | None:
    """A life on another pathway, None where the child would be too young or too old for it."""
    later = received + chance.between(1, _WITHIN_DAYS)
    adult_on = birthday(born, ADULT)
    if not birthday(born, table.flow.population.youngest) <= later < adult_on:
        return None
    return live(chance, table.flow.course, later, adult_on, urgent=False, slowdown=table.slowdown)


def _person(chance: Chance, plan: Plan, child: int, flow: Flow, born: Day, received: Day, area: str) -> Person:
    age = (received - born) // _YEAR_DAYS
    population = flow.population
    home = chance.between(0, POSTCODES - 1)
    moves = chance.happens(0.06)
    return Person(
        nhs_number=nhs_number(child, plan.seed),
        local_number=local_number(child, plan.seed),
        born=born,
        gender=chance.draw(population.genders[age >= YOUNG]),
        ethnic_category=chance.draw(ETHNIC_CATEGORIES),
        postcode=postcode(area, home),
        moved=received + chance.between(20, 700) if moves else NEVER,
        new_postcode=postcode(area, chance.between(0, POSTCODES - 1)) if moves else "",
        gp_practice=practice(area, home),
        lac_status=chance.draw(LAC_STATUSES),
        sen_provision=chance.draw(population.sen_provisions) if age >= _SCHOOL_AGE else "N",
    )


def _referral(chance: Chance, flow: Flow, child: int, person: Person, priority: str, life: Life) -> Referral:
    population = flow.population
    return Referral(
        flow=flow,
        referral_id=f"{flow.letter}{child:07}",
        person=person,
        source=chance.draw(population.sources),
        question=chance.draw(population.questions),
        priority=priority,
        life=life,
        contacts=contacts_of(chance, life, flow.course.mechanisms),
    )
