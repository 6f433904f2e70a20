"""A key worker leaves, or is away for a time: everybody goes to somebody, in one action (R-DSR-100, 103; H11)."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from dsr.actions.key_working import give_over, leave, plan_for_leaver
from dsr.api.access import Allowed, Visit
from dsr.api.actions import WithOverride
from dsr.api.bodies import Answer, Body, Day, Reason, WorkerName
from dsr.auth.roles import Permission
from dsr.rules.key_work.reallocation import Move
from dsr.store.references import PATTERN

router = APIRouter()

Planner = Annotated[Visit, Depends(Allowed(Permission.REALLOCATE_LEAVER))]
Mover = Annotated[Visit, Depends(Allowed(Permission.REALLOCATE_LEAVER))]


class MoveSaid(Body):
    """Where somebody goes; `override` where it makes a caseload too heavy."""

    person_ref: str = Field(pattern=PATTERN)
    to: str = Field(min_length=1, max_length=40)
    weight: float = Field(ge=0, le=1_000)
    override: bool = Field(default=False, strict=True)


class MoveTold(Answer):
    """Where somebody would go; `to` is null where nobody can take them."""

    person_ref: str
    to: str | None
    weight: float
    override: bool


class NotMoved(Answer):
    """Somebody whom nobody can take, and why; while there is one, nobody is moved."""

    person_ref: str
    because: str


class PlanTold(Answer):
    """Where everybody of a key worker would go, and who would not."""

    moves: list[MoveTold]
    not_moved: list[NotMoved]


class Leaving(WithOverride):
    """Where everybody goes, and the last day of who leaves; without one they are away for a time and come back."""

    reason: Reason
    last_day: Day | None
    moves: list[MoveSaid] = Field(max_length=200)


class Moved(Answer):
    """How many people were given to others."""

    people: int


@router.get("/key-workers/{worker}/leaving-plan")
def leaving_plan(worker: WorkerName, visit: Planner) -> PlanTold:
    """Where everybody of a key worker would go, by what each carries; nothing is written."""
    plan = plan_for_leaver(visit.store, worker)
    return PlanTold(
        moves=[MoveTold(person_ref=one.person, to=one.to, weight=one.weight, override=one.override) for one in plan],
        not_moved=[NotMoved(person_ref=one.person, because=one.because) for one in plan if one.to is None],
    )


@router.post("/key-workers/{worker}/leave")
def give_everybody_over(worker: WorkerName, said: Leaving, visit: Mover) -> Moved:
    """Give everybody of a key worker to others in one action; nobody is dropped."""
    plan = [Move(one.person_ref, one.weight, one.to, one.override) for one in said.moves]
    if said.last_day is None:
        return Moved(people=give_over(visit.store, worker, plan, said.reason, override=said.override))
    moved = leave(visit.store, worker, said.last_day, plan, said.reason, override=said.override)
    return Moved(people=moved)
