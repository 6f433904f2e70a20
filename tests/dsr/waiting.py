"""Invented children who are on the register and on a waiting list: the two meet by pseudonym alone."""

from datetime import datetime

from diis.definitions.clocks import Referral
from diis.extracts.pseudonyms import Pseudonymiser
from diis.store.engine import Store
from diis.store.tables import load
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from dsr.waits import WaitingTimes
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import ROWAN, register
from tests.spec.measuring import Version, a_referral, write

PSEUDONYMISER = Pseudonymiser(bytes(range(32)))
NUMBER = ROWAN["nhs-number"]
ENTRY = (
    "condition autism",
    "area local",
    "referred health",
    "limb area holds",
    "limb condition holds",
    "limb risk holds",
    "triaged",
    "accepted",
    "capacity yes",
    "consent own-consent",
    "rated amber",
)


def listed(store: Store, *rows: Referral) -> WaitingTimes:
    """Waiting times with lists of these referrals, made with the key of the tests."""
    write(store, [Version(row) for row in rows])
    with store.writing() as connection:
        connection.execute(load.update().values(key_id=PSEUDONYMISER.key_id))
    return WaitingTimes(store, PSEUDONYMISER)


def a_wait(received: str, *contacts: str, number: str = NUMBER, **facts: object) -> Referral:
    """A neurodevelopmental referral of Rowan, unless the facts say otherwise."""
    return a_referral(received, *contacts, person=PSEUDONYMISER.of_nhs_number(number), **facts)  # type: ignore[arg-type]


def entered(database: RegisterDatabase, today: str, since: str, *lines: str, **identifiers: str) -> RegisterStore:
    """The register of a day, with Rowan on it since a day; `birth_date="..."` gives another one, "" none at all."""
    store = register(database, now=datetime.fromisoformat(f"{today}T09:00"))
    own = ROWAN | {name.replace("_", "-"): value for name, value in identifiers.items()}
    facts = [*(a_fact(f"{since} {line}") for line in ENTRY), *map(a_fact, lines)]
    known = {name: value for name, value in own.items() if value}
    store.enter(Writing(action="refer", reason="referred by school", facts=facts, identifiers=known))
    return store
