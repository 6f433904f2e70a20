"""One person: who they are, how they stand, what is known and what is to be done; and how all of that came about."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field

from dsr.actions.recording import NotPossible
from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Instant, Moment, PersonRef
from dsr.api.following import FollowsTold, KeepingTold, follows_told, keeping_told
from dsr.api.identifiers import ContactDetailsTold, IdentityTold, contact_details_told, identity_told
from dsr.api.problems import Merged, NotAllowed
from dsr.api.standing import consent_told, standing_told
from dsr.api.stubs import fact_in_stub, is_stub, standing_in_stub, tasks_seen, without_words
from dsr.api.tellings import ConsentTold, FactTold, StandingTold, TaskTold, fact_told, facts_told, task_told
from dsr.auth.roles import FieldClass, Permission
from dsr.rules.days import london_day
from dsr.rules.due import open_on
from dsr.rules.entry.retention import stub_of
from dsr.rules.tasks import Task
from dsr.store.people import NobodyThere, Person

router = APIRouter()


class PersonTold(Answer):
    """A person, as much of them as the caller may see; null is what the caller may not.

    Of a record that has left the live view there is the stub alone: the reference and days (R-DSR-30, 31, 116).
    """

    person_ref: str
    version: int = Field(description="Send it with a change.")
    told_on: date = Field(description="The day that the standing and the tasks are of.")
    identity: IdentityTold | None
    contact_details: ContactDetailsTold | None
    standing: StandingTold
    consent: ConsentTold | None
    facts: list[FactTold]
    tasks: list[TaskTold] | None
    follows: FollowsTold | None
    keeping: KeepingTold


class ChangeTold(Answer):
    """Who changed what, why and when (UTC); by the number of the account."""

    sequence: int
    account_id: int
    role: str
    action: str
    reason: str
    made_at: Moment


class FactInHistory(FactTold):
    """A fact, the change that brought it, and whether it was undone."""

    sequence: int
    undone: bool


class HistoryTold(Answer):
    """Every change, and every fact that was ever recorded."""

    changes: list[ChangeTold]
    facts: list[FactInHistory]


Reader = Annotated[Visit, Depends(Allowed(Permission.READ_PERSON))]
Historian = Annotated[Visit, Depends(Allowed(Permission.READ_HISTORY))]
AsKnown = Annotated[
    Instant | None,
    Query(description="The record as it was known at an instant.", json_schema_extra={"format": "date-time"}),
]


@router.get("/people/{person_ref}")
def person(person_ref: PersonRef, visit: Reader, response: Response, as_known: AsKnown = None) -> PersonTold:
    """A person: identifiers by class of fields, standing, facts, tasks; as known now or at an instant."""
    if as_known is not None and not visit.may(Permission.READ_HISTORY, person_ref):
        # What was undone since, or was somebody's name before, is history (R-DSR-110).
        visit.store.note_denied(Permission.READ_HISTORY.value)
        raise NotAllowed
    if as_known is not None and as_known > visit.session.now:
        raise NotPossible("What will be known is not known yet.")
    try:
        found = visit.store.person(person_ref, as_known, with_tasks=True)
    except NobodyThere:
        into = visit.store.now_known_as(person_ref)
        if into is None:
            raise
        raise Merged(into) from None
    if as_known is None:
        response.headers["ETag"] = f'"{found.version}"'
    if is_stub(visit, found):
        return _stub(visit, found, now=as_known is None)
    return _told(visit, found, london_day(as_known or visit.session.now))


@router.get("/people/{person_ref}/history")
def history(person_ref: PersonRef, visit: Historian) -> HistoryTold:
    """Every change of a person with who, why and when, and every fact, undone ones too."""
    changes, kept = visit.store.history(person_ref)
    if is_stub(visit, visit.store.person(person_ref)):
        changes, kept = without_words(changes), [one for one in kept if stub_of(one.fact)]
        told = {one.fact_id: fact_in_stub(one) for one in kept}
    else:
        told = {one.fact_id: fact_told(one) for one in kept}
    return HistoryTold(
        changes=[ChangeTold(**vars(one)) for one in changes],
        facts=[
            FactInHistory(**told[one.fact_id].model_dump(), sequence=one.sequence, undone=one.undone) for one in kept
        ],
    )


def _stub(visit: Visit, found: Person, *, now: bool) -> PersonTold:
    """What is left to be seen: how the entry ended, by when the record is kept, and what was asked, without words.

    What is still to be done is told as it is known now alone.
    """
    day, terms = visit.session.today, visit.session.terms
    may_read_tasks = now and visit.may(Permission.READ_TASKS, found.person_ref)
    tasks = _open_tasks(visit, found, day) if may_read_tasks else ()
    return PersonTold(
        person_ref=found.person_ref,
        version=found.version,
        told_on=day,
        identity=None,
        contact_details=None,
        standing=standing_in_stub(found.life, day, terms),
        consent=None,
        facts=[fact_in_stub(one) for one in found.kept if not one.undone and stub_of(one.fact)],
        tasks=tasks_seen(visit, found.person_ref, found.keeping, tasks) if may_read_tasks else None,
        follows=None,
        keeping=keeping_told(found.life, day, terms),
    )


def _told(visit: Visit, found: Person, day: date) -> PersonTold:
    life, terms = found.life, visit.session.terms
    seen = visit.fields_of([found.person_ref])[found.person_ref]
    may_read_tasks = visit.may(Permission.READ_TASKS, found.person_ref)
    tasks = _open_tasks(visit, found, day)
    return PersonTold(
        person_ref=found.person_ref,
        version=found.version,
        told_on=day,
        identity=identity_told(seen, found.identifiers),
        contact_details=contact_details_told(seen, found.identifiers),
        standing=standing_told(life, day, terms, tasks),
        consent=consent_told(life, day, terms) if FieldClass.CONSENT in seen else None,
        facts=facts_told(seen, [one for one in found.kept if not one.undone]),
        tasks=[task_told(one, day) for one in tasks] if may_read_tasks else None,
        follows=follows_told(life, day, terms),
        keeping=keeping_told(life, day, terms),
    )


def _open_tasks(visit: Visit, found: Person, day: date) -> tuple[Task, ...]:
    """What is to be done on a day, as it is kept, or from the life where what is kept is not of that day."""
    return tuple(open_on(found.life, day, visit.session.terms)) if found.open_tasks is None else found.open_tasks
