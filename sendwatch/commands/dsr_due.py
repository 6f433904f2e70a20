"""`sendwatch dsr due`: what must be done about whom by when, by reference; no name, nothing that identifies."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import typer

from dsr.rules.entry.reduction import NOTHING
from dsr.rules.tasks import Owner, Task
from sendwatch.commands.register_options import Json, day_of, the_register
from sendwatch.register import at_the_keyboard

On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day. Default: today.")
]


def due(
    on: On = None,
    owner: Annotated[Owner | None, typer.Option("--owner", help="Only what somebody of this role must do.")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what should be done by now.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is to be done on a day, by whom and why.

    The longest due first. Any past or future day can be asked. People are told by reference, never by name; of a
    record that has left the live view it is told what and when, and not why.

    Example: sendwatch dsr due --on 2027-03-13 --owner "case lead" --overdue
    """
    with the_register() as session:
        day = day_of(on, session)
        found = at_the_keyboard(session, "dsr due").due(day)
    mine = [
        (person_ref, task)
        for person_ref, task in found
        if owner in (None, task.owner) and (task.is_overdue(day) or not overdue)
    ]
    if as_json:
        typer.echo(json.dumps([_as_json(person_ref, task, day) for person_ref, task in mine], default=str))
    else:
        typer.echo("\n".join(_in_words(mine, day)))


def _as_json(person_ref: str, task: Task, day: date) -> dict[str, object]:
    return {
        "person": person_ref,
        "owner": task.owner.value,
        "code": task.code,
        "about": task.about,
        "rule": task.rule,
        "opens_on": task.opens_on,
        "due_on": task.due_on,
        "days_overdue": task.days_overdue(day),
        "why": task.why,
    }


def _in_words(found: Sequence[tuple[str, Task]], day: date) -> list[str]:
    if not found:
        return [f"Nothing is to be done on {day}."]
    people = len({person_ref for person_ref, _ in found})
    late = sum(task.is_overdue(day) for _, task in found)
    lines = [
        f"{task.due_on}  {person_ref}  {task.owner.value}: {task.code}{_late(task, day)} ({task.rule}).{_why(task)}"
        for person_ref, task in found
    ]
    return [*lines, f"To be done on {day}: {len(found)}, of them overdue: {late}, people concerned: {people}."]


def _why(task: Task) -> str:
    return " The record has left the live view." if task.why == NOTHING else f" {task.why}"


def _late(task: Task, day: date) -> str:
    days = task.days_overdue(day)
    return f", {days} day{'s' if days > 1 else ''} overdue" if days else ""
