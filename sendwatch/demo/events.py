"""The events of a referral: scores, plans, interventions, work behind the scenes, diagnoses, as a service records them.

The Gateway records too few scores on purpose: without one the clock of meaningful help never stops (R-WAIT-63).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from diis.definitions.pathways import CAMHS_GATEWAY, NEURODEVELOPMENTAL
from sendwatch.demo.chance import Chance, mix
from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import NEVER, Day
from sendwatch.demo.lives import ACCEPTED, Life

SCORE, PLAN, INTERVENTION = "outcome-score", "care-plan", "intervention"
INDIRECT, DIAGNOSIS = "indirect-activity", "diagnosis"

CURRENT_VIEW = "987251000000103"
"""An item of Current View, the one tool whose score does not count as help (R-WAIT-62)."""

AUTISM_ASSESSMENT, ADHD_ASSESSMENT = "1085671000000109", "1914891000000100"

_TOOLS = mix({"860591000000104": 45, "1034351000000101": 35, "718458005": 20})
"""Children's global assessment scale, goal-based outcomes, child outcome rating scale."""

_THERAPIES = mix({"228557008": 60, "51484002": 25, "443730003": 15})
"""Cognitive and behavioural therapy, family therapy, interpersonal psychotherapy."""

_PLAN_TYPES = mix({"10": 70, "11": 20, "12": 10})
_ASSESSMENT_OF = {"25": AUTISM_ASSESSMENT, "24": ADHD_ASSESSMENT}

SCORED_SHARE = 0.35
_CURRENT_VIEW_SHARE, _SCORED_AGAIN_SHARE = 0.2, 0.4
_PLANNED_SHARE, _TREATED_SHARE, _BEHIND_THE_SCENES_SHARE = 0.72, 0.6, 0.3
_ATTENDED = {"5", "6"}

_AUTISM = {"F84.0": 45, "F840": 20, "F84.5": 5, "35919005": 5}
_ADHD = {"F90.0": 45, "F900": 15}
DIAGNOSES = {
    "autism": mix({**_AUTISM, "F80.2": 6, "": 19}),
    "adhd": mix({**_ADHD, "F91.3": 5, "": 35}),
    "both": mix({**_AUTISM, **_ADHD, "": 15}),
}
_OTHER_DIAGNOSES = mix({"F84.0": 12, "F90.0": 10, "F82": 8, "G40.9": 2, "": 68})
"""ICD-10 with and without the dot, and SNOMED CT, as both are sent (R-WAIT-40); blank for none made."""


class Event(NamedTuple):
    """One line of `events.csv`."""

    day: Day
    kind: str
    code: str


def events_of(
    chance: Chance, pathway: str, question: tuple[str, str, str], life: Life, contacts: list[Contact]
) -> list[Event]:
    """Every event of a referral up to its end, oldest first, none of them twice."""
    reason, condition, _ = question
    found: Iterable[Event]
    if pathway == CAMHS_GATEWAY:
        found = _help(chance, reason, life, contacts)
    else:
        made = DIAGNOSES.get(condition, _OTHER_DIAGNOSES) if pathway == NEURODEVELOPMENTAL else _OTHER_DIAGNOSES
        found = [Event(life.assessed, DIAGNOSIS, code)] if (code := chance.draw(made)) else []
    return sorted({event for event in found if event.day <= life.closed and event.day < NEVER})


def _help(chance: Chance, reason: str, life: Life, contacts: list[Contact]) -> Iterator[Event]:
    """What core CAMHS records of an accepted child."""
    if life.decision != ACCEPTED or life.decided == NEVER:
        return
    if chance.happens(_BEHIND_THE_SCENES_SHARE):
        yield Event(life.decided + chance.between(1, 40), INDIRECT, "")
    if life.first_seen == NEVER:
        return
    yield from _scores(chance, life.first_seen)
    if chance.happens(_PLANNED_SHARE):
        yield Event(life.first_seen + chance.between(0, 28), PLAN, chance.draw(_PLAN_TYPES))
    for contact in contacts:
        if contact.day >= life.first_seen and contact.attendance in _ATTENDED and chance.happens(_TREATED_SHARE):
            yield Event(contact.day, INTERVENTION, _ASSESSMENT_OF.get(reason) or chance.draw(_THERAPIES))


def _scores(chance: Chance, first_seen: Day) -> Iterator[Event]:
    if chance.happens(_CURRENT_VIEW_SHARE):
        yield Event(first_seen, SCORE, CURRENT_VIEW)
    if chance.happens(SCORED_SHARE):
        tool, day = chance.draw(_TOOLS), first_seen + chance.between(0, 14)
        yield Event(day, SCORE, tool)
        if chance.happens(_SCORED_AGAIN_SHARE):
            yield Event(day + chance.between(21, 70), SCORE, tool)
