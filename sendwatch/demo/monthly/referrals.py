"""The referrals that a child's providers submit nationally, made from those on the lists and from what follows them.

Gateway referrals are Dorset HealthCare's, and those of the hospitals' lists are in the hospitals' community data.
Dorset HealthCare takes part in many neurodevelopmental assessments under a referral of its own, and its adult autism
service receives those who are handed over at 18.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from diis.definitions.pathways import CAMHS_GATEWAY, NEURODEVELOPMENTAL
from sendwatch.demo.chance import Chance, spread
from sendwatch.demo.children import Referral
from sendwatch.demo.contacts import Contact, contacts_of
from sendwatch.demo.courses import EAST_NEURODEVELOPMENTAL_COURSE
from sendwatch.demo.days import NEVER, Day, working_day
from sendwatch.demo.events import Event, events_of
from sendwatch.demo.incidents import Slowdown
from sendwatch.demo.lives import ACCEPTED, Asked, Life, live
from sendwatch.demo.monthly.months import COMMUNITY_EAST, COMMUNITY_WEST, MENTAL_HEALTH, Source, last_day_of_month
from sendwatch.demo.people import Person

_JOINT_SHARE = 0.5
_TOLD_LATE_SHARE, _SILENT_SHARE, _ADMITTED_SHARE = 0.02, 0.01, 0.005

_JOINT_COURSE = replace(
    EAST_NEURODEVELOPMENTAL_COURSE,
    returned=0.0,
    contact_days=spread({0: 10, 0.25: 85, 0.5: 300, 0.8: 520, 1: 800}),
)
_ADULT = ("25", "autism", "ASD-ADULT")


class National(NamedTuple):
    """One referral as submitted. `team` is its primary team; `stay` an admission to hospital, from day to day.

    `told_closed` is the day from which its discharge is told; `silent_from` the day from which it is sent no more.
    """

    source: Source
    referral_id: str
    person: Person
    referrer: str
    reason: str
    condition: str
    team: str
    priority: str
    life: Life
    contacts: list[Contact]
    events: list[Event]
    told_closed: Day
    silent_from: Day
    stay: tuple[Day, Day] | None


def nationals_of(seed: int, child: int, referrals: list[Referral]) -> list[National]:
    """All submitted referrals of one child."""
    chance = Chance((1 << 80) + (seed << 32) + child)
    found = []
    for referral in referrals:
        found.append(_as_listed(chance, referral))
        if referral.flow.pathway == NEURODEVELOPMENTAL:
            found += _followed(chance, referral)
    return found


def _as_listed(chance: Chance, referral: Referral) -> National:
    reason, condition, _ = referral.question
    if referral.flow.pathway == CAMHS_GATEWAY:
        return _national(chance, referral, MENTAL_HEALTH, (reason, condition, "SPA"))
    source = COMMUNITY_WEST if referral.flow.provider == COMMUNITY_WEST.provider else COMMUNITY_EAST
    community = "017" if referral.flow.pathway == NEURODEVELOPMENTAL else reason
    return _national(chance, referral, source, (community, condition, "PAED"))


def _followed(chance: Chance, referral: Referral) -> Iterator[National]:
    """The part that Dorset HealthCare takes in an assessment, and what its adult service is handed."""
    life, (reason, condition, _) = referral.life, referral.question
    if life.decision == ACCEPTED and life.decided <= life.closed and chance.happens(_JOINT_SHARE):
        asked = Asked(working_day(life.decided + chance.between(1, 30)), NEVER, source="P1")
        team = "ASD-CYP" if reason == "25" else "NDT"
        if asked.received <= life.closed:
            yield _made(chance, referral, "A", asked, (reason or "24", condition, team))
    if life.transferred != NEVER:
        yield _made(chance, referral, "D", Asked(life.transferred, NEVER, source="H2"), _ADULT)


def _made(chance: Chance, referral: Referral, letter: str, asked: Asked, question: tuple[str, str, str]) -> National:
    life = live(chance, _JOINT_COURSE, asked, Slowdown())
    contacts = contacts_of(chance, life, _JOINT_COURSE.mechanisms)
    made = referral._replace(
        referral_id=letter + referral.referral_id[1:],
        source=asked.source,
        priority="3",
        life=life,
        contacts=contacts,
        events=events_of(chance, NEURODEVELOPMENTAL, question, life, contacts),
    )
    return _national(chance, made, MENTAL_HEALTH, question)


def _national(chance: Chance, referral: Referral, source: Source, question: tuple[str, str, str]) -> National:
    life = referral.life
    told_closed = life.closed
    if life.closed != NEVER and chance.happens(_TOLD_LATE_SHARE):
        told_closed = last_day_of_month(life.closed) + 1
    reason, condition, team = question
    return National(
        source=source,
        referral_id=referral.referral_id,
        person=referral.person,
        referrer=referral.source,
        reason=reason,
        condition=condition,
        team=team,
        priority=referral.priority,
        life=life,
        contacts=referral.contacts,
        events=referral.events,
        told_closed=told_closed,
        silent_from=life.received + chance.between(60, 400) if chance.happens(_SILENT_SHARE) else NEVER,
        stay=_stay(chance, life) if source is MENTAL_HEALTH and chance.happens(_ADMITTED_SHARE) else None,
    )


def _stay(chance: Chance, life: Life) -> tuple[Day, Day]:
    admitted = life.received + chance.between(10, 60)
    return admitted, admitted + chance.between(7, 90)
