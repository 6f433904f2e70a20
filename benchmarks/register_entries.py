"""A register with many invented entries, entered as an import enters them, to measure the service with."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from dsr.rules.facts.consent import Basis, CapacityJudged, ConsentGiven, Scope
from dsr.rules.facts.entry import Acknowledged, Decided, Limb, LimbJudged, Referred, Referrer, Triaged
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import KeyWorkerAllocated, KeyWorkerContact
from dsr.rules.facts.people import CaseLeadNamed, Condition, ConditionRecorded, Evidence
from dsr.rules.facts.rating import Rated
from dsr.rules.rating.ratings import Rating
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from dsr.store.workers import add_worker
from sendwatch.demo.identifiers import nhs_number

TEAMS = ("RDY", "RBD", "R0D", "E06000059", "E06000058")
WORKERS = 1_000
_RATINGS = (Rating.RED, *[Rating.AMBER] * 3, *[Rating.GREEN] * 6)
_GIVEN = ("Rowan", "Hazel", "Linden", "Ash", "Briar", "Sorrel", "Teasel", "Clover")
_FAMILY = ("Ashgrove", "Fernley", "Millbrook", "Thornhill", "Wexcombe", "Harbottle", "Quarrendon", "Stourfield")


def enter(store: RegisterStore, people: range) -> Iterator[str]:
    """Enter invented people by number; yields the reference of each."""
    for number in people:
        chance = random.Random(number)
        writing = Writing(
            action="import",
            reason="invented for a measurement",
            facts=tuple(_facts(number, store.session.today, chance)),
            identifiers=_identifiers(number, chance),
            override=True,
        )
        yield store.enter(writing)


def employ(store: RegisterStore) -> None:
    """The key workers whom the entries name."""
    with store.session.database.writing() as connection:
        for number in range(WORKERS):
            add_worker(connection, f"kw-{number}", TEAMS[number % len(TEAMS)])


def _identifiers(number: int, chance: random.Random) -> dict[str, str]:
    return {
        "nhs-number": nhs_number(number, seed=1),
        "given-name": chance.choice(_GIVEN),
        "family-name": f"{chance.choice(_FAMILY)}-{number}",
        "birth-date": date(2010 + number % 8, 1 + number % 12, 1 + number % 28).isoformat(),
        "address": f"{number} Invented Lane",
    }


def _facts(number: int, today: date, chance: random.Random) -> Iterator[Fact]:
    """About thirty for each: a referral, its decision, consent, a rating, a key worker and contacts with them."""
    came = today - timedelta(days=chance.randint(60, 330))
    team = TEAMS[number % len(TEAMS)]
    yield Referred(on=came, source=Referrer.HEALTH, by=team)
    yield Acknowledged(on=came)
    yield Triaged(on=came + timedelta(days=1), by="duty practitioner")
    yield ConditionRecorded(on=came, condition=Condition.AUTISM, evidence=Evidence.CONFIRMED)
    judged = came + timedelta(days=3)
    yield from (LimbJudged(on=judged, limb=limb, holds=True, by="panel", reason="as referred") for limb in Limb)
    yield CapacityJudged(on=judged, can_decide=True, by="clinician")
    yield ConsentGiven(on=judged, basis=Basis.OWN, scopes=frozenset(Scope), by="self", agencies=frozenset(TEAMS))
    yield Decided(on=came + timedelta(days=4), accepted=True, by="panel")
    yield CaseLeadNamed(on=came + timedelta(days=4), organisation=team, worker=f"lead-{number % 300}")
    yield Rated(on=came + timedelta(days=4), rating=chance.choice(_RATINGS), by="clinician", reason="as reviewed")
    yield KeyWorkerAllocated(on=came + timedelta(days=5), worker=f"kw-{number % WORKERS}")
    days = range(7, (today - came).days, 14)
    yield from (KeyWorkerContact(on=came + timedelta(days=day), face_to_face=day % 28 == 7) for day in days)
