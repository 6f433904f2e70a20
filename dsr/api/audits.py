"""Who looked at whom and changed what, for a privacy officer: by reference and account number, never by name."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, PersonRef
from dsr.api.places import After, Limit, read, written
from dsr.auth.roles import Permission
from dsr.store.audit import Outcome
from dsr.store.looks import Looks
from dsr.store.pages import AuditWanted
from dsr.store.scope import Scope

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_AUDIT))]
ReaderOfOne = Annotated[Visit, Depends(Allowed(Permission.READ_AUDIT))]


class Look(Answer):
    """A row of the audit (UTC): who, in which role, for what, about whom, with what outcome."""

    number: int
    at: datetime
    account_id: int | None
    role: str
    organisation: str
    purpose: str
    action: str
    outcome: Outcome
    people: list[str]
    fields: str
    route: str
    request_id: str


class AuditTold(Answer):
    """Some rows, the newest first; `goes_on` is asked for as `after`, null at the end."""

    looks: list[Look]
    goes_on: str | None


class LooksAtPerson(Answer):
    """Every row about a person, oldest first."""

    looks: list[Look]


class AuditFilter(Body):
    """Which rows: about a person, of an account, of a day (UTC)."""

    person_ref: str | None = Field(default=None, pattern="^[23456789CFGHJKMPQRVWX]{8}$")
    account_id: int | None = Field(default=None, ge=0, lt=2**31)
    day: Day | None = None
    limit: Limit = 50
    after: After = None


@router.get("/audit")
def audit(visit: Reader, wanted: Annotated[AuditFilter, Query()]) -> AuditTold:
    """The audit, the newest rows first. Reading it is itself in it."""
    asked = AuditWanted(person_ref=wanted.person_ref, account_id=wanted.account_id, day=wanted.day)
    before = read(wanted.after, (int,))
    rows, goes_on = _looks(visit).rows(asked, before[0] if before else None, wanted.limit)
    return AuditTold(looks=_told(rows), goes_on=written(None if goes_on is None else (goes_on,)))


@router.get("/people/{person_ref}/looks")
def looks_at_person(person_ref: PersonRef, visit: ReaderOfOne) -> LooksAtPerson:
    """Everybody who looked at a person or changed something, oldest first."""
    return LooksAtPerson(looks=_told(_looks(visit).at(person_ref)))


def _looks(visit: Visit) -> Looks:
    return Looks(visit.session, Scope(), visit.store.actor)


def _told(rows: Iterable[Any]) -> list[Look]:
    return [
        Look(
            people=row.people.split(),
            **{name: getattr(row, name) for name in Look.model_fields if name != "people"},
        )
        for row in rows
    ]
