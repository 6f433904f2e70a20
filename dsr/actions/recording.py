"""Recording what happened to a person, and undoing what was recorded wrongly; every action ends here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dsr.rules.facts.fact import Fact
from dsr.rules.recordable import why_not_all
from dsr.store.people import ChangedMeanwhile, Person, Writing
from dsr.store.register import RegisterStore
from dsr.store.workers import WorkerUnknown


class NotPossible(Exception):
    """A rule forbids it; the sentence says which and why, and nothing was written."""


@dataclass(frozen=True)
class Seen:
    """A person as somebody saw them: whoever writes says which version they had before their eyes."""

    person_ref: str
    version: int


def record(
    store: RegisterStore,
    seen: Seen,
    action: str,
    reason: str,
    *facts: Fact,
    identifiers: Mapping[str, str] | None = None,
    override: bool = False,
) -> int:
    """Record facts that belong together, all or none; returns the new version.

    Raises `NotPossible`, `NobodyThere` for somebody out of reach, `ChangedMeanwhile` where somebody was first, and
    `CaseloadFull` unless the key worker manager overrides it.
    """
    person = as_seen(store, seen)
    with_reason(reason)
    forbidden = why_not_all(facts, person.life, store.session.today, store.session.terms)
    if forbidden is not None:
        raise NotPossible(forbidden)
    writing = Writing(action=action, reason=reason, facts=facts, identifiers=identifiers or {}, override=override)
    try:
        return store.change(seen.person_ref, seen.version, writing)
    except WorkerUnknown as fault:
        raise NotPossible(str(fault)) from None


def undo(store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str) -> int:
    """Count facts no more; they stay to be seen, with who undid them and why."""
    return _turn(store, seen, fact_ids, reason, counts=False)


def redo(store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str) -> int:
    """Count facts again that were undone."""
    return _turn(store, seen, fact_ids, reason, counts=True)


def as_seen(store: RegisterStore, seen: Seen) -> Person:
    """The person at the version that was seen; who looked at an older one is told so before anything is judged."""
    person = store.person(seen.person_ref)
    if person.version != seen.version:
        raise ChangedMeanwhile(seen.person_ref)
    return person


def _turn(store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str, *, counts: bool) -> int:
    person = as_seen(store, seen)
    with_reason(reason)
    there = {one.fact_id for one in person.kept if one.undone is counts}
    if not fact_ids or set(fact_ids) - there:
        raise NotPossible("These facts are not among those that can be " + ("redone." if counts else "undone."))
    if counts:
        return store.change(seen.person_ref, seen.version, Writing(action="redo", reason=reason, redone=fact_ids))
    return store.change(seen.person_ref, seen.version, Writing(action="undo", reason=reason, undone=fact_ids))


def with_reason(reason: str) -> None:
    """Raises `NotPossible` for a change without a reason."""
    if not reason.strip():
        raise NotPossible("Say why: each change of the register has a reason.")
