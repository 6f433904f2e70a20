"""Records that may be of one person, for whoever decides on referrals: to be merged, or told apart (H2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, status
from pydantic import Field

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, PersonRef
from dsr.auth.roles import Permission
from dsr.store.references import PATTERN

router = APIRouter()


class Alike(Answer):
    """Two records with one name and birth date, or of which one was made beside the other for its NHS number."""

    person_ref: str
    other: str


class AlikeTold(Answer):
    """All that nobody has looked into yet."""

    alike: list[Alike]


class ToldApart(Body):
    """The record that is of somebody else."""

    other: str = Field(pattern=PATTERN)


Keeper = Annotated[Visit, Depends(Allowed(Permission.DECIDE))]


@router.get("/alike")
def alike(visit: Keeper) -> AlikeTold:
    """Which records may be of one person: look into each, and merge the two or tell them apart."""
    found = visit.store.alike()
    return AlikeTold(alike=[Alike(person_ref=first, other=second) for first, second in found])


@router.post("/people/{person_ref}/tell-apart", status_code=status.HTTP_204_NO_CONTENT)
def tell_apart(person_ref: PersonRef, said: ToldApart, visit: Keeper) -> None:
    """Say that two records that may be of one person were looked into, and are of two people."""
    visit.store.tell_apart([person_ref, said.other])
