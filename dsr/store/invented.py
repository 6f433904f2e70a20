"""Whether everybody on a register is invented, and whom a demonstration can show (docs/adr/0052)."""

from dataclasses import dataclass

from sqlalchemy import Column, Connection, func, select

from dsr.store.sealing import Keyring, place_in_person
from dsr.store.tables import account, identifier, standing

TEST_RANGE = "999"
"""How NHS numbers begin that are nobody's."""


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Over whom the personas of a demonstration reach: those with most people, so that there is something to see."""

    team: str
    authority: str
    case_lead: str
    key_worker: str
    person_ref: str | None


def why_not_invented(connection: Connection, keys: Keyring, issuer: str) -> str | None:
    """Why a register is not one of a demonstration; None where it is. Every NHS number that it ever held is looked at.

    `issuer` is that of the personas: staff of any other are real.
    """
    if connection.execute(select(account.c.account_id).where(account.c.issuer != issuer)).first() is not None:
        return "it has accounts of people who sign in elsewhere"
    rows = connection.execute(
        select(identifier.c.person_ref, identifier.c.value).where(identifier.c.field == "nhs-number")
    )
    numbers = (keys.open(row.value, place_in_person(row.person_ref, "nhs-number")) for row in rows)
    if any(number and not number.startswith(TEST_RANGE) for number in numbers):
        return "it holds an NHS number outside the test range"
    return None


def examples(connection: Connection) -> Examples:
    """Of each kind the one with most people, or a name that nobody has."""
    first = connection.execute(select(func.min(standing.c.person_ref))).scalar()
    return Examples(
        team=_most(connection, standing.c.team) or "RDY",
        authority=_most(connection, standing.c.authority) or "dorset",
        case_lead=_most(connection, standing.c.case_lead) or "case-lead-1",
        key_worker=_most(connection, standing.c.key_worker) or "key-worker-1",
        person_ref=first,
    )


def _most(connection: Connection, column: Column[str]) -> str | None:
    counted = select(column).where(column.is_not(None)).group_by(column).order_by(func.count().desc(), column)
    return connection.execute(counted.limit(1)).scalar()
