"""Invented people for tests of the register: NHS numbers of the test range only."""

from datetime import datetime

from dsr.rules.due import TERMS
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.facts.rating import Rated
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from tests.dsr.conftest import KEYS
from tests.dsr.rules.lives import day

NOW = datetime(2027, 3, 1, 9, 0)
COORDINATOR = Actor(account_id=1, role="dsr-administrator", organisation="QVV", route="/people", request_id="r1")
KEY_WORKER = Actor(account_id=2, role="key-worker", organisation="RDY", route="/people", request_id="r2")
EVERYBODY = Scope(everybody=True)
ROWAN = {
    "nhs-number": "9990000018",
    "given-name": "Rowan",
    "family-name": "Ashgrove",
    "birth-date": "2011-02-01",
    "address": "1 Invented Lane",
}
RED = Rated(on=day("2027-03-01"), rating=Rating.RED, by="a clinician", reason="in crisis")
AMBER = Rated(on=day("2027-03-01"), rating=Rating.AMBER, by="a clinician", reason="better")


def register(
    database: RegisterDatabase, scope: Scope = EVERYBODY, actor: Actor = COORDINATOR, now: datetime = NOW
) -> RegisterStore:
    """The register as somebody may see it, at an instant."""
    return RegisterStore(Session(database, KEYS, Terms(TERMS), now, allow_test_nhs_numbers=True), scope, actor)


def led_by(team: str, worker: str) -> CaseLeadNamed:
    return CaseLeadNamed(on=day("2027-03-01"), organisation=team, worker=worker)


def rowan(store: RegisterStore, *facts: object, number: str = ROWAN["nhs-number"]) -> str:
    """Rowan, entered; returns the reference."""
    identifiers = ROWAN | {"nhs-number": number}
    return store.enter(
        Writing(action="refer", reason="referred by school", facts=[*facts], identifiers=identifiers)  # type: ignore[list-item]
    )
