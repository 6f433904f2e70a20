"""One invented child from the seed and a number: its referral, a second one on another pathway, or the same again."""

from typing import NamedTuple

from sendwatch.demo.again import asked_again
from sendwatch.demo.chance import Chance
from sendwatch.demo.contacts import Contact, contacts_of
from sendwatch.demo.days import YEAR_DAYS, Day, birthday
from sendwatch.demo.events import Event, events_of
from sendwatch.demo.flows import Flow, flow_on, second_pathways
from sendwatch.demo.lives import LISTED_AFTER_CLOSING_DAYS, Asked, Life, live
from sendwatch.demo.mixes import NO_SOURCE_SHARE, PRIORITIES, ROUTINE, Population
from sendwatch.demo.people import NOT_KNOWN, Person, person_of
from sendwatch.demo.plan import Plan, Timetable
from sendwatch.demo.steps import Step, steps_of

ADULT = 18
_URGENT = {"1", "2", "4"}
_WITHIN_DAYS = 330
"""A second referral of a child is received at most so many days after the first."""

SAME_AGAIN = "B"
"""Ends the id of a child's second referral to the same feed."""


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
    events: list[Event]
    steps: list[Step]


class _First(NamedTuple):
    """The first referral of a child before anything else is known of it."""

    table: Timetable
    born: Day
    priority: str
    asked: Asked
    life: Life


def referrals_of(plan: Plan, child: int) -> list[Referral]:
    """The referrals of child number `child`; at least the first of them is on at least one list of the plan."""
    chance = plan.chance(child)
    first = _first(chance, plan)
    flow, asked = first.table.flow, first.asked
    area = chance.draw(flow.areas)
    person = person_of(chance, plan.seed, child, flow.population, first.born, asked.received, area)
    found = [_referral(chance, first.table, child, person, asked.source, first.priority, first.life)]
    if chance.happens(plan.second_pathway_share):
        second = plan.timetable_of[flow_on(chance.draw(second_pathways(flow)), area)]
        later = asked._replace(received=asked.received + chance.between(1, _WITHIN_DAYS), urgent=False)
        found += _another(chance, second, child, person, later)
    again = asked_again(chance, flow, first.life, asked)
    if again is not None:
        found += _another(chance, first.table, child, person, again, SAME_AGAIN)
    return found


def _first(chance: Chance, plan: Plan) -> _First:
    """Draw lives until one is on a list."""
    while True:
        table = chance.draw(plan.arrivals)
        population = table.flow.population
        received = table.received(chance)
        born = received - int((chance.draw(population.ages) + chance.random()) * YEAR_DAYS)
        priority = chance.draw(PRIORITIES)
        asked = Asked(received, birthday(born, ADULT), priority in _URGENT, _source(chance, population))
        life = live(chance, table.flow.course, asked, table.slowdown)
        if life.closed + LISTED_AFTER_CLOSING_DAYS >= table.censuses[0]:
            return _First(table, born, priority, asked, life)


def _another(
    chance: Chance, table: Timetable, child: int, person: Person, asked: Asked, suffix: str = ""
) -> list[Referral]:
    """A later referral, none where the child would be too young or too old for it."""
    population = table.flow.population
    if not birthday(person.born, population.youngest) <= asked.received < asked.adult_on:
        return []
    asked = asked._replace(source=_source(chance, population))
    life = live(chance, table.flow.course, asked, table.slowdown)
    return [_referral(chance, table, child, person, asked.source, ROUTINE, life, suffix)]


def _source(chance: Chance, population: Population) -> str:
    return NOT_KNOWN if chance.happens(NO_SOURCE_SHARE) else chance.draw(population.sources)


def _referral(
    chance: Chance,
    table: Timetable,
    child: int,
    person: Person,
    source: str,
    priority: str,
    life: Life,
    suffix: str = "",
) -> Referral:
    flow = table.flow
    question = chance.draw(flow.population.questions)
    contacts = contacts_of(chance, life, flow.course.mechanisms)
    return Referral(
        flow=flow,
        referral_id=f"{flow.letter}{child:07}{suffix}",
        person=person,
        source=source,
        question=question,
        priority=priority,
        life=life,
        contacts=contacts,
        events=events_of(chance, flow.pathway, question, life, contacts),
        steps=steps_of(chance, flow, person, life) if life.received >= table.steps_since else [],
    )
