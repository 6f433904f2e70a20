"""What is recorded of a person: a route for each action of the table, with the facts that it records and no others."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field, create_model

from dsr.actions.kinds import ACTIONS, Action
from dsr.actions.moving import TRANSFER_OUT, transfer_out
from dsr.actions.rating import RATE, rate
from dsr.actions.recording import Seen, record
from dsr.actions.withdrawing import WITHDRAW, record_withdrawal
from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Body, PersonRef, Reason, Version
from dsr.api.fact_bodies import FactBody, list_of
from dsr.api.panels import must_be_of_their_review
from dsr.api.stubs import tasks_seen
from dsr.api.tellings import Done
from dsr.auth.roles import Permission

MOST_FACTS = 50

router = APIRouter()


class Recording(Body):
    """What is written of a person who was read at a version, and why."""

    version: Version
    reason: Reason


class RecordingOfFacts(Recording):
    """The same with facts; those of one action follow, a body for each."""

    facts: list[FactBody]


class WithOverride(Body):
    """What a key worker manager or DSR manager may say, and who else may allocate: nobody else does (R-DSR-103)."""

    override: bool = Field(default=False, strict=True, description="Allocate although the caseload is too heavy.")


class AllocatingFacts(RecordingOfFacts, WithOverride):
    """Facts that name a key worker."""


def body_of(action: Action) -> type[RecordingOfFacts]:
    """The body of an action."""
    name = "".join(word.capitalize() for word in action.name.split("-"))
    base = AllocatingFacts if action.permission is Permission.ALLOCATE else RecordingOfFacts
    fields: dict[str, Any] = {"facts": (list_of(action.kinds, fewest=1, most=MOST_FACTS), ...)}
    return create_model(f"{name}Said", __base__=base, __doc__=f"To {action.words}.", **fields)


def done(visit: Visit, person_ref: str, version: int) -> Done:
    """What was written, and how the person stands now for who wrote it."""
    now = visit.store.after_change(person_ref)
    if now is None:
        return Done(version=version, status=None, tasks=None)
    may_read_tasks = visit.may(Permission.READ_TASKS, person_ref)
    told = tasks_seen(visit, person_ref, now.keeping, now.open_tasks) if may_read_tasks else None
    return Done(version=version, status=now.status, tasks=told)


_WITH_WHAT_FOLLOWS: Mapping[str, Callable[..., int]] = {
    WITHDRAW: record_withdrawal,
    RATE: rate,
    TRANSFER_OUT: transfer_out,
}
"""Actions that record more than they are told: what follows at once, or was suggested."""


def _route_of(action: Action) -> Callable[..., Done]:
    def recorded(person_ref: str, body: RecordingOfFacts, visit: Visit) -> Done:
        facts = [one.fact() for one in body.facts]
        override = isinstance(body, WithOverride) and body.override
        must_be_of_their_review(visit, person_ref, facts)
        seen = Seen(person_ref, body.version)
        if action.name in _WITH_WHAT_FOLLOWS:
            version = _WITH_WHAT_FOLLOWS[action.name](visit.store, seen, body.reason, *facts)
        else:
            version = record(visit.store, seen, action.name, body.reason, *facts, override=override)
        return done(visit, person_ref, version)

    recorded.__name__ = action.name.replace("-", "_")
    recorded.__doc__ = f"{action.words[:1].upper()}{action.words[1:]}."
    recorded.__annotations__ = {
        "person_ref": PersonRef,
        "body": body_of(action),
        "visit": Annotated[Visit, Depends(Allowed(action.permission))],
        "return": Done,
    }
    return recorded


for _action in ACTIONS:
    router.add_api_route(f"/people/{{person_ref}}/{_action.name}", _route_of(_action), methods=["POST"])
