"""The register as a list, and looking somebody up. A name or number is in a body, never in an address (ASVS 14.2.1)."""

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field

from diis.definitions.nhs_number import normalised
from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, Line
from dsr.api.identifiers import IN_A_LIST, IdentityTold, identity_told
from dsr.api.places import After, Limit, read, written
from dsr.api.problems import TooManyLookUps
from dsr.api.service import service_of
from dsr.auth.powers import fields_of
from dsr.auth.roles import FieldClass, Permission
from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.rules.rating.ratings import Rating
from dsr.store.lists import Listed
from dsr.store.pages import PeopleWanted

router = APIRouter()

_HOUR = timedelta(hours=1)

Lister = Annotated[Visit, Depends(Allowed(Permission.READ_LIST))]


class PersonListed(Answer):
    """A person in the list; identity for those who may see it, null for others."""

    person_ref: str
    identity: IdentityTold | None
    status: Status
    rating: Rating | None
    rated_since: date | None
    next_review_on: date | None
    authority: str | None
    team: str | None
    case_lead: str | None
    key_worker: str | None
    keeping: Keeping


class PeopleTold(Answer):
    """Some of the list; `goes_on` is asked for as `after`, null at the end."""

    people: list[PersonListed]
    goes_on: str | None


class Search(Body):
    """By what somebody is looked for, and the value: whole, not a part of it."""

    by: Literal["nhs-number", "family-name", "birth-date", "name-and-birth"]
    value: Line


class Found(Answer):
    """The references of those within reach."""

    people: list[str]


class PeopleFilter(Body):
    """Which people are listed. Whose entry is over, or who has left the live view, only where that is asked for."""

    status: (
        Literal["referred", "triaged", "declined", "awaiting-consent", "active", "consent-due", "closing", "closed"]
        | None
    ) = Field(
        default=None, description="Whose newest entry stands so; of the live view, without it, all but closed ones."
    )
    rating: Literal["red", "blue", "amber", "green", "unrated"] | None = Field(
        default=None, description="Who is rated so; `unrated`: who has no rating, such as before consent."
    )
    team: Line | None = Field(default=None, description="Of whom this organisation has the case lead.")
    authority: Line | None = Field(default=None, description="Of whom this is the council of ordinary residence.")
    key_worker: Line | None = Field(default=None, description="Whose key worker has this name.")
    review_due_by: Day | None = Field(default=None, description="Whose next review is due on this day or before.")
    keeping: Literal["live", "archive", "stub", "to-be-erased"] = Field(
        default="live", description="How the record is kept: in the live view, or out of it."
    )
    limit: Limit = 50
    after: After = None


@router.get("/people")
def people(visit: Lister, wanted: Annotated[PeopleFilter, Query()]) -> PeopleTold:
    """The register within reach: red, blue, amber, green, unrated; then by next review and reference."""
    shows_identity = any(FieldClass.IDENTITY in fields_of(one.role) for one in visit.grants)
    fields = IN_A_LIST if shows_identity and Keeping(wanted.keeping) is Keeping.LIVE else ()
    asked = PeopleWanted(
        status=Status(wanted.status) if wanted.status else None,
        rating=wanted.rating,
        team=wanted.team,
        authority=wanted.authority,
        key_worker=wanted.key_worker,
        review_due_by=wanted.review_due_by,
        keeping=Keeping(wanted.keeping),
    )
    page = visit.store.page(asked, read(wanted.after, (int, date, str), visit.session.keys), wanted.limit, fields)
    seen = visit.fields_of(one.person_ref for one in page.entries)
    told = [_listed(seen[one.person_ref], one) for one in page.entries]
    return PeopleTold(people=told, goes_on=written(page.goes_on, visit.session.keys))


@router.post("/people/search")
def search(visit: Lister, said: Search, request: Request) -> Found:
    """References of those within reach whose NHS number, family name, birth date, or name and birth date is alike."""
    within_limit(visit, request)
    value = normalised(said.value) if said.by == "nhs-number" else said.value
    return Found(people=visit.store.find(said.by, value))


def within_limit(visit: Visit, request: Request) -> None:
    """Raises `TooManyLookUps` for an account that has tried too often of late (ASVS 2.4.1)."""
    if visit.store.look_ups_within(_HOUR) >= service_of(request).look_ups_per_hour:
        visit.store.note_denied("too-many-look-ups")
        raise TooManyLookUps


def _listed(seen: frozenset[FieldClass], one: Listed) -> PersonListed:
    known = {name: value for name, value in vars(one).items() if name != "identifiers"}
    identity = identity_told(seen, one.identifiers) if one.keeping is Keeping.LIVE else None
    return PersonListed(identity=identity, **known)
