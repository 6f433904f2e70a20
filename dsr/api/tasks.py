"""What is to be done, by when and by whom: by reference, with the sentence of the rule that asks for it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import Field

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

    person_ref: str = Field(description="The reference of the young person.")


class TasksTold(Answer):
    """Some of what is open today about everybody within reach, the longest due first; a task follows from the facts.

    Nobody ticks it off: recording what was done ends it.
    """

    tasks: list[TaskOfPerson] = Field(description="The tasks of this part of the list.")
    goes_on: str | None = Field(description="What is asked for as `after` for the next part; null at the end.")


class TasksOfPerson(Answer):
    """Everything that is to be done about a person."""

    tasks: list[TaskTold]


class TaskFilter(Body):
    """Which tasks are listed."""

    owner: Owner | None = Field(default=None, description="Only what somebody of this role must do.")
    due_by: Day | None = Field(default=None, description="Only what is due on this day or before.")
    overdue: bool = Field(default=False, description="Only what should have been done before today.")
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
