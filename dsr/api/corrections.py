"""What was wrong is put right: identifiers, facts that do not count or count again, two records of one person."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from dsr.actions.merging import merge
from dsr.actions.recording import Seen, record, redo, undo
from dsr.actions.unmerging import unmerge
from dsr.api.access import Allowed, Visit
from dsr.api.actions import Recording, done
from dsr.api.bodies import PersonRef, Version
from dsr.api.identifiers import IdentifiersSaid
from dsr.api.stubs import fact_in_stub
from dsr.api.tellings import Done, FactTold, fact_told
from dsr.auth.roles import Permission
from dsr.rules.entry.retention import Keeping
from dsr.store.references import PATTERN

router = APIRouter()

_FactId = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]


class IdentityCorrected(Recording):
    """New values of identifiers."""

    identifiers: IdentifiersSaid


class FactsNamed(Recording):
    """Facts by their numbers."""

    facts: list[_FactId] = Field(min_length=1, max_length=200)


class MergeSaid(Recording):
    """The record that turned out to be a second one of the same person, and the version that was read of it."""

    other: str = Field(pattern=PATTERN)
    other_version: Version


Corrector = Annotated[Visit, Depends(Allowed(Permission.EDIT_IDENTITY))]
Undoer = Annotated[Visit, Depends(Allowed(Permission.UNDO))]
Redoer = Annotated[Visit, Depends(Allowed(Permission.UNDO))]
Merger = Annotated[Visit, Depends(Allowed(Permission.MERGE))]


@router.post("/people/{person_ref}/identity")
def correct_identity(person_ref: PersonRef, said: IdentityCorrected, visit: Corrector) -> Done:
    """Correct who somebody is; what is left out stays, an empty text takes a value away."""
    seen, values = Seen(person_ref, said.version), said.identifiers.values()
    return done(visit, person_ref, record(visit.store, seen, "edit-identity", said.reason, identifiers=values))


@router.post("/people/{person_ref}/undo")
def undo_facts(person_ref: PersonRef, said: FactsNamed, visit: Undoer) -> Done:
    """Count facts no more; they stay to be seen."""
    return done(visit, person_ref, undo(visit.store, Seen(person_ref, said.version), said.facts, said.reason))


@router.post("/people/{person_ref}/redo")
def redo_facts(person_ref: PersonRef, said: FactsNamed, visit: Redoer) -> Done:
    """Count facts again that were undone."""
    return done(visit, person_ref, redo(visit.store, Seen(person_ref, said.version), said.facts, said.reason))


class UnmergeSaid(Recording):
    """The record that turned out to be of somebody else."""

    other: str = Field(pattern=PATTERN)


class UnmergeDone(Done):
    """The two again; `stays` was recorded since the merge and is with the record that was kept: look whose it is.

    Roles for one of the two that were given since the merge, such as a parent's, ended: nobody knows which was meant.
    """

    other: str
    other_version: int
    stays: list[FactTold]
    roles_ended: int = Field(description="Give them anew, to whom they belong.")


@router.post("/people/{person_ref}/merge")
def merge_records(person_ref: PersonRef, said: MergeSaid, visit: Merger) -> Done:
    """Bring the facts of a second record of the same person to this one; the second stays to be seen."""
    kept, second = Seen(person_ref, said.version), Seen(said.other, said.other_version)
    return done(visit, person_ref, merge(visit.store, kept, second, said.reason))


@router.post("/people/{person_ref}/unmerge")
def unmerge_records(person_ref: PersonRef, said: UnmergeSaid, visit: Merger) -> UnmergeDone:
    """Let a record that was merged into this one be one of its own again, each with what it had."""
    found = unmerge(visit.store, Seen(person_ref, said.version), said.other, said.reason)
    return UnmergeDone(
        **dict(done(visit, person_ref, found.version)),
        other=said.other,
        other_version=found.second_version,
        stays=[fact_told(one) if found.keeping is Keeping.LIVE else fact_in_stub(one) for one in found.stays],
        roles_ended=found.roles_ended,
    )
