"""Accounts with roles over single people, and a browser that each is signed in with."""

from datetime import datetime

from dsr.auth.accounts import Grant
from dsr.auth.holding import Accounts
from dsr.auth.roles import Relationship, Role
from dsr.store.database import RegisterDatabase
from dsr.store.scope import COMMAND_LINE, Actor
from dsr.store.sign_ins import add_sign_in
from tests.dsr.rules.lives import day
from tests.dsr.store.people import NOW, register

KEYBOARD = Actor(account_id=None, role=COMMAND_LINE, organisation="root", route="dsr accounts")


def accounts(database: RegisterDatabase, now: datetime = NOW) -> Accounts:
    """The accounts, as at the keyboard."""
    return Accounts(register(database, now=now).session, KEYBOARD)


def held(database: RegisterDatabase, name: str, *given: Grant) -> int:
    """The account of somebody Ashgrove with some roles; returns its number."""
    number = accounts(database).add(
        issuer="https://i.example", subject=name, name=f"{name} Ashgrove", organisation="RDY"
    )
    for one in given:
        accounts(database).grant(number, one)
    with database.writing() as connection:
        add_sign_in(connection, {"secret_hash": name, "account_id": number, "started_at": NOW, "seen_at": NOW})
    return number


def family(person_ref: str, ends: str | None = None, whose: Relationship = Relationship.PARENT) -> Grant:
    """A family's role over somebody, from the day of the entry on."""
    last = day(ends) if ends else None
    return Grant(role=Role.FAMILY, starts_on=day("2026-03-03"), ends_on=last, person_ref=person_ref, relationship=whose)


def expert(person_ref: str) -> Grant:
    """A professional's role over somebody, for the review `c1`."""
    return Grant(role=Role.CETR_EXPERT, starts_on=day("2026-03-03"), person_ref=person_ref, review="c1")
