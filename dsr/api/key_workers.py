"""Key workers: what each carries, whom, and who waits for one (R-DSR-100 to 103)."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, WorkerName
from dsr.api.places import After, Limit, read, written
from dsr.auth.roles import Permission
from dsr.rules.key_work.allocation_queue import Waiting, queue
from dsr.rules.key_work.caseloads import Fit, state, total
from dsr.rules.key_work.key_worker_needs import Group, Need
from dsr.rules.key_work.key_workers import ALLOCATE

router = APIRouter()

Allocator = Annotated[Visit, Depends(Allowed(Permission.ALLOCATE))]
Lister = Annotated[Visit, Depends(Allowed(Permission.READ_LIST))]


class KeyWorkerTold(Answer):
    """A key worker: how many people, what they weigh, and whether another one fits."""

    worker: str
    team: str
    last_day: date | None
    people: int
    load: float
    state: Fit


class KeyWorkersTold(Answer):
    """Some of those who are key workers today; `goes_on` is asked for as `after`, null at the end."""

    key_workers: list[KeyWorkerTold]
    goes_on: str | None


class WaitingTold(Answer):
    """Somebody without a key worker."""

    person_ref: str
    need: Need
    since: date
    due_on: date
    groups: list[Group]


class QueueTold(Answer):
    """Who waits for a key worker: the reddest first, of these who has waited longest."""

    waiting: list[WaitingTold]


class Case(Answer):
    """Somebody in a caseload, and what they weigh."""

    person_ref: str
    weight: float


class Caseload(Answer):
    """The people of a key worker; `not_told` are those besides of whom you may not be told, whose weight is in `load`.

    Such as an inpatient who has a key worker already, and of whom nobody has agreed to anything yet (R-DSR-26, 98).
    """

    worker: str
    load: float
    state: Fit
    cases: list[Case]
    not_told: int


@router.get("/key-workers")
def key_workers(visit: Allocator, limit: Limit = 50, after: After = None) -> KeyWorkersTold:
    """Everybody who is a key worker today, of the teams within reach, with their caseloads, by name."""
    page = visit.store.key_workers(read(after, (str,), visit.session.keys), limit)
    told = [
        KeyWorkerTold(
            worker=one.worker,
            team=one.team,
            last_day=one.last_day,
            people=one.people,
            load=one.carries,
            state=_state(visit, one.carries),
        )
        for one in page.entries
    ]
    return KeyWorkersTold(key_workers=told, goes_on=written(page.goes_on, visit.session.keys))


@router.get("/key-workers/queue")
def waiting_for_one(visit: Allocator) -> QueueTold:
    """Who waits for a key worker, of those within reach: the reddest first, of these who has waited longest."""
    lives = visit.store.waiting_for(ALLOCATE)
    return QueueTold(waiting=list(map(_waiting, queue(lives, visit.session.today, visit.session.terms))))


@router.get("/key-workers/{worker}/people")
def caseload(worker: WorkerName, visit: Lister) -> Caseload:
    """The people of a key worker: one's own, those of a team within reach, or who are all within reach."""
    cases = visit.store.cases_of(worker)
    load = total([*cases.weights.values(), cases.unseen_weight])
    told = [Case(person_ref=person_ref, weight=weight) for person_ref, weight in cases.weights.items()]
    return Caseload(worker=worker, load=load, state=_state(visit, load), cases=told, not_told=cases.unseen)


def _state(visit: Visit, load: float) -> Fit:
    return state(load, visit.session.today, visit.session.terms)


def _waiting(one: Waiting) -> WaitingTold:
    return WaitingTold(
        person_ref=one.person, need=one.need, since=one.since, due_on=one.due_on, groups=sorted(one.groups)
    )
