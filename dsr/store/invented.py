"""Whether everybody on a register is invented, and whom a demonstration can show (docs/adr/0052)."""

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, func, select

from dsr.rules.entry.retention import Keeping
from dsr.rules.reviews.review_running import meeting_on, names
from dsr.store.records import Records
from dsr.store.sealing import Keyring, place_in_person
from dsr.store.tables import account, identifier, standing
from dsr.store.workers import taking, teams

TEST_RANGE = "999"
"""How NHS numbers begin that are nobody's."""


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Over whom the personas of a demonstration reach: those with most people, so that there is something to see.

    `case_lead_of` is the organisation that leads most of their people, since a case lead is in no list; `key_worker_of`
    is the key worker's own team. As somebody of another neither would see whom they work with. `panel` is
    somebody with a C(E)TR by its name, of those who agreed to one that whose meeting is the latest.
    """

    team: str
    authority: str
    case_lead: str
    key_worker: str | None
    case_lead_of: str
    key_worker_of: str
    person_ref: str | None
    panel: tuple[str, str] | None


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


def examples(connection: Connection, keys: Keyring) -> Examples:
    """Of each kind the one with most people, or a name that nobody has; a key worker is one who is there."""
    first = connection.execute(select(func.min(standing.c.person_ref))).scalar()
    team = _most(connection, standing.c.team) or "RDY"
    lead = _most(connection, standing.c.case_lead) or "case-lead-1"
    here = taking(connection)
    worker = _most(connection, standing.c.key_worker, standing.c.key_worker.in_(here)) or next(iter(here), None)
    return Examples(
        team=team,
        authority=_most(connection, standing.c.authority) or "E06000059",
        case_lead=lead,
        key_worker=worker,
        case_lead_of=_most(connection, standing.c.team, standing.c.case_lead == lead) or team,
        key_worker_of=teams(connection)[worker] if worker else team,
        person_ref=first,
        panel=_latest_review(connection, keys),
    )


def _latest_review(connection: Connection, keys: Keyring) -> tuple[str, str] | None:
    """Of those who agreed to a C(E)TR the one with the latest meeting, and its name."""
    agreed = select(standing.c.person_ref).where(standing.c.review_agreed, standing.c.keeping == Keeping.LIVE)
    lives = Records(keys).lives(connection, connection.execute(agreed).scalars().all())
    found = [(meeting_on(life, one), ref, one) for ref, life in lives.items() for one in names(life)]
    return max(found)[1:] if found else None


def _most(connection: Connection, column: Column[str], *among: ColumnElement[bool]) -> str | None:
    counted = select(column).where(column.is_not(None), *among).group_by(column).order_by(func.count().desc(), column)
    return connection.execute(counted.limit(1)).scalar()
