"""Two records that were made one turn out to be two people: each has again what it had (H2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dsr.actions.recording import (
    NotPossible,
    Seen,
    as_seen,
    counted,
    must_be_possible,
    refusals_in_words,
    with_reason,
)
from dsr.rules.corrections import why_not_after
from dsr.rules.entry.retention import Keeping
from dsr.rules.facts.key_workers import KeyWorkerLeft
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.key_work.who_is_told import may_have_key_worker_of
from dsr.store.known_then import UNMERGE_FROM
from dsr.store.merged import UNMERGE, Brought, MergedRecords
from dsr.store.people import Change, Person, Writing
from dsr.store.records import FactKept


@dataclass(frozen=True)
class Unmerged:
    """The new versions, and what was recorded since the merge: it stays with the one that was kept.

    `keeping` is how that one is kept. `roles_ended` is how many roles over one of the two ended, to be given anew.
    """

    version: int
    second_version: int
    stays: tuple[FactKept, ...]
    keeping: Keeping
    roles_ended: int


def unmerge(store: MergedRecords, kept: Seen, second: str, reason: str) -> Unmerged:
    """Let a record that was merged into another one be one of its own again.

    What the merge brought counts no more in the record that was kept, unless another one that is merged into it tells
    it too. What was recorded since stays there: whoever knows whose it is moves it. Of records merged one into the next
    the last is taken out first. Whose key worker has left meanwhile, or may not be told any more, comes back without
    one, and waits for another. Roles over either that were given since the merge end: nobody knows who was meant.
    Raises `NotPossible` where what stays could not be true by the rules without what goes, and `NobodyThere`.
    """
    with_reason(reason)
    first = as_seen(store, kept)
    seconds = store.seconds_of(kept.person_ref)
    found = next((one for one in seconds if one.person.person_ref == second), None)
    if found is None:
        raise NotPossible("That record is no part of this one, or of a record that was merged into it.")
    others = [one.person for one in seconds if one is not found]
    brought = store.brought_to(kept.person_ref)
    undone = _undone(first, found.person, others, brought)
    session = store.session
    after = [(number, fact) for number, fact in counted(first) if number not in undone]
    must_be_possible(why_not_after([counted(first)], after, first.life.birth_on, session.today, session.terms))
    identifiers = _taken_back(first, found.person, others, brought)
    writing = Writing(action=UNMERGE, reason=reason, undone=undone, identifiers=identifiers, override=True)
    with refusals_in_words():
        out = store.unmerge(
            Change(kept.person_ref, kept.version, writing),
            Change(second, found.person.version, _own_again(store, found.person, reason)),
            found.sequence,
        )
    stays = (one for one in first.kept if one.sequence > found.sequence and one.sequence not in brought.sequences)
    told = tuple(one for one in stays if not one.undone)
    return Unmerged(out.versions[kept.person_ref], out.versions[second], told, first.keeping, out.roles_ended)


def _undone(first: Person, second: Person, others: Sequence[Person], brought: Brought) -> list[int]:
    """The facts that the kept record has from the second alone."""
    theirs = set(second.life.facts) - {fact for one in others for fact in one.life.facts}
    return [
        one.fact_id for one in first.kept if not one.undone and one.sequence in brought.sequences and one.fact in theirs
    ]


def _taken_back(first: Person, second: Person, others: Sequence[Person], brought: Brought) -> Mapping[str, str]:
    """Identifiers that the kept record has from the second: taken away, or in their place those of another one."""
    from_it = [
        field
        for field in sorted(brought.fields)
        if field in first.identifiers and first.identifiers[field] == second.identifiers.get(field)
    ]
    return {
        field: next((one.identifiers[field] for one in others if field in one.identifiers), "") for field in from_it
    }


def _own_again(store: MergedRecords, second: Person, reason: str) -> Writing:
    today = store.session.today
    worker = key_worker_on(second.life, today)
    team = store.worker_teams().get(worker or "", "")
    gone = worker is not None and worker not in store.caseloads(only_taking=True)
    # Nobody can record a consent of a merged record, so a key worker who may not be told any more is not in the way.
    untold = worker is not None and not may_have_key_worker_of(team, second.life, today, store.session.terms)
    left = (KeyWorkerLeft(on=today),) if gone or untold else ()
    return Writing(action=UNMERGE_FROM, reason=reason, facts=left, override=True)
