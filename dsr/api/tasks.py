"""What is to be done, by when and by whom: by reference, with the sentence of the rule that asks for it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, PersonRef
from dsr.api.places import After, Limit, read, written
from dsr.api.stubs import tasks_seen
from dsr.api.tellings import TaskTold
from dsr.auth.roles import Permission
from dsr.rules.tasks import Owner
from dsr.store.lists import OpenTask
from dsr.store.pages import TasksWanted

router = APIRouter()

Reader = Annotated[Visit, Depends(Allowed(Permission.READ_TASKS))]
ReaderOfOne = Annotated[Visit, Depends(Allowed(Permission.READ_TASKS))]


class TaskOfPerson(TaskTold):
    """A task, and whose it is."""

    person_ref: str


class TasksTold(Answer):
    """Some of the list; `goes_on` is asked for as `after`, null at the end."""

    tasks: list[TaskOfPerson]
    goes_on: str | None


class TasksOfPerson(Answer):
    """Everything that is to be done about a person."""

    tasks: list[TaskTold]


class TaskFilter(Body):
    """Which tasks are listed."""

    owner: Owner | None = None
    due_by: Day | None = None
    overdue: bool = False
    limit: Limit = 50
    after: After = None


@router.get("/tasks")
def tasks(visit: Reader, wanted: Annotated[TaskFilter, Query()]) -> TasksTold:
    """What is to be done today about everybody within reach, the longest due first."""
    asked = TasksWanted(owner=wanted.owner, due_by=wanted.due_by, overdue=wanted.overdue)
    page = visit.store.open_tasks(asked, read(wanted.after, (date, str, str, str), visit.session.keys), wanted.limit)
    told = [TaskOfPerson(person_ref=one.person_ref, **dict(_seen(visit, one))) for one in page.entries]
    return TasksTold(tasks=told, goes_on=written(page.goes_on, visit.session.keys))


@router.get("/people/{person_ref}/tasks")
def tasks_of_person(person_ref: PersonRef, visit: ReaderOfOne) -> TasksOfPerson:
    """What is to be done today about one person."""
    return TasksOfPerson(tasks=[_seen(visit, one) for one in visit.store.tasks_of(person_ref)])


def _seen(visit: Visit, one: OpenTask) -> TaskTold:
    (told,) = tasks_seen(visit, one.person_ref, one.keeping, [one.task])
    return told
