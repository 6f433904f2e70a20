"""Referrals of Rowan by somebody who does not reach her, for tests of what becomes of them."""

from dsr.actions.passing_on import refer_or_pass_on
from dsr.rules.facts.entry import Referred, Referrer
from dsr.store.alike import AlikeRecords
from dsr.store.database import RegisterDatabase
from dsr.store.people import Person
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from tests.dsr.rules.lives import day
from tests.dsr.store.people import EVERYBODY, ROWAN, register

AGAIN = Referred(on=day("2027-02-26"), source=Referrer.EDUCATION)
OUTSIDE = Actor(account_id=7, role="practitioner", organisation="R0D", route="/people", request_id="r7")


def outside(database: RegisterDatabase) -> RegisterStore:
    """A practitioner whose own cases are others."""
    return register(database, Scope(workers=frozenset({"w2"}), shared_with="R0D"), OUTSIDE)


def told(database: RegisterDatabase, *others: object, **changes: str) -> str | None:
    return refer_or_pass_on(outside(database), ROWAN | changes, AGAIN, "hurts herself", *others)  # type: ignore[arg-type]


def now(database: RegisterDatabase, person_ref: str) -> Person:
    return register(database).person(person_ref)


def alike(database: RegisterDatabase) -> list[set[str]]:
    """What whoever decides on referrals is to look into."""
    return [set(pair) for pair in AlikeRecords(register(database).session, EVERYBODY, OUTSIDE).alike()]
