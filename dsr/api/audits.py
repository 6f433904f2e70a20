"""Who looked at whom and changed what, for a privacy officer: by reference and account number, never by name."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, Moment, PersonRef
from dsr.api.places import After, Limit, read, written
from dsr.auth.roles import Permission
from dsr.store.audit import Outcome
from dsr.store.audit_reading import AuditReading
from dsr.store.pages import AuditWanted
from dsr.store.references import PATTERN

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_AUDIT))]
ReaderOfOne = Annotated[Visit, Depends(Allowed(Permission.READ_AUDIT))]


class LookAtPerson(Answer):
    """A row of the audit about a person (UTC): who, in which role, for what, with what outcome."""

    number: int
    at: Moment
    account_id: int | None
    role: str
    organisation: str
    purpose: str
    action: str
    outcome: Outcome
    fields: str
    route: str


class RowOfAudit(LookAtPerson):
    """A row of the audit, about whom it is, and by which request it came."""

    people: list[str]
    request_id: str


class AuditTold(Answer):
    """Some rows, the newest first; `goes_on` is asked for as `after`, null at the end."""

    looks: list[RowOfAudit]
    goes_on: str | None


class LooksAtPerson(Answer):
    """Every row about a person, oldest first."""

    looks: list[LookAtPerson]


class AuditFilter(Body):
    """Which rows: about a person, of an account, of a day (UTC)."""

    person_ref: str | None = Field(default=None, pattern=PATTERN, description="Only rows about this person.")
    account_id: int | None = Field(default=None, ge=0, lt=2**31, description="Only rows of this account.")
    day: Day | None = Field(default=None, description="Only rows of this day (UTC).")
    limit: Limit = 50
    after: After = None


@router.get("/audit")
def audit(visit: Reader, wanted: Annotated[AuditFilter, Query()]) -> AuditTold:
    """The audit, the newest rows first. Reading it is itself in it."""
    asked = AuditWanted(person_ref=wanted.person_ref, account_id=wanted.account_id, day=wanted.day)
    before = read(wanted.after, (int,), visit.session.keys)
    rows, goes_on = _reading(visit).rows(asked, before[0] if before else None, wanted.limit)
    return AuditTold(
        looks=list(map(_row, rows)), goes_on=written(None if goes_on is None else (goes_on,), visit.session.keys)
    )


@router.get("/people/{person_ref}/looks")
def looks_at_person(person_ref: PersonRef, visit: ReaderOfOne) -> LooksAtPerson:
    """Everybody who looked at a person or changed something, oldest first."""
    return LooksAtPerson(looks=[LookAtPerson(**vars(one)) for one in _reading(visit).who_looked(person_ref)])


def _reading(visit: Visit) -> AuditReading:
    return AuditReading(visit.session, visit.store.actor)


def _row(row: Any) -> RowOfAudit:
    told = {name: getattr(row, name) for name in RowOfAudit.model_fields if name != "people"}
    return RowOfAudit(people=row.people.split(), **told)
