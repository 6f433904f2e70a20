"""What is told of a person in more than one answer: how they stand, facts, tasks, consent."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import Field

from dsr.api.bodies import Answer
from dsr.api.fact_bodies import spelled
from dsr.auth.roles import FieldClass
from dsr.rules.consent.consent import ConsentState
from dsr.rules.entry.standing import Status
from dsr.rules.facts import consent as consent_facts
from dsr.rules.facts.fact import Fact
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task
from dsr.store.fact_text import as_values, kind_of
from dsr.store.records import FactKept


class TaskTold(Answer):
    """What is to be done about a person, and the rule and sentence that ask for it.

    Of a record that has left the live view there is no sentence, and `about` is days and organisations alone.
    """

    code: str = Field(description="The kind of task; an action or rung is said to be done by it.")
    about: str = Field(description="Tells two tasks of one code apart, such as the rating or the day that it is about.")
    rule: str = Field(description="The rule that asks for it.")
    owner: Owner = Field(description="Who must act.")
    due_on: date = Field(description="The last day that is in time.")
    overdue_days: int = Field(description="Calendar days past that day; 0 while it is in time.")
    why: str = Field(description="The sentence that explains the due day; none once the record left the live view.")


class FactTold(Answer):
    """A fact with its number; `values` are the fields of its kind, spelled as they are sent."""

    fact_id: int
    kind: str
    on: date
    values: dict[str, Any]


class StandingTold(Answer):
    """How a person stands on a day, and why."""

    status: Status | None
    why: str
    rating: Rating | None
    rated_since: date | None
    next_review_on: date | None
    authority: str | None
    team: str | None
    case_lead: str | None
    key_worker: str | None


class ItemOfConsent(Answer):
    """An item that is agreed to: on what it rests, since when, and why it does not carry any more."""

    scope: consent_facts.Scope
    holds: bool
    basis: consent_facts.Basis
    since: date | None
    lapsed_on: date | None
    why: str


class ConsentTold(Answer):
    """How consent to the entry stands, item by item (R-DSR-27, 29)."""

    state: ConsentState
    words: str
    who_decides: consent_facts.Basis = Field(description="Whom to ask today, by age and capacity (R-DSR-27, 28).")
    basis: consent_facts.Basis | None = Field(description="On what the entry rests today; null: on nothing valid.")
    items: list[ItemOfConsent]
    agencies: list[str] = Field(description="Whom consent names, of those who may be told today (R-DSR-29, 33).")
    may_hold_review: bool
    key_worker_may_make_contact: bool
    family_may_attend: bool = Field(description="At a review; from 16 on as the young person says (R-DSR-36).")


class Done(Answer):
    """What was written, and how the person stands now; null for who has no reach over the person any more."""

    version: int
    status: Status | None
    tasks: list[TaskTold] | None


def task_told(task: Task, day: date) -> TaskTold:
    """A task as it is on a day."""
    return TaskTold(
        code=task.code,
        about=task.about,
        rule=task.rule,
        owner=task.owner,
        due_on=task.due_on,
        overdue_days=task.days_overdue(day),
        why=task.why,
    )


def facts_told(seen: frozenset[FieldClass], kept: Iterable[FactKept]) -> list[FactTold]:
    """The facts that the caller may see; consent is a class of fields of its own."""
    return [fact_told(one) for one in kept if class_of(one.fact) in seen]


def class_of(fact: Fact) -> FieldClass:
    """The class of fields that a fact belongs to."""
    of_consent = type(fact).__module__ == consent_facts.__name__
    return FieldClass.CONSENT if of_consent else FieldClass.FACTS


def fact_told(kept: FactKept) -> FactTold:
    """A fact as it is told."""
    values = {spelled(type(kept.fact), name): value for name, value in as_values(kept.fact).items()}
    return FactTold(fact_id=kept.fact_id, kind=kind_of(kept.fact), on=kept.fact.on, values=values)
