"""Recording what happened to a person, and undoing what was recorded wrongly; every action ends here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from dsr.actions.identifying import why_not_sound
from dsr.rules.closed_lists import why_unknown
from dsr.rules.corrections import Numbered, why_not_after
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.recordable import why_not_all
from dsr.store.people import ChangedMeanwhile, NumberHeld, Person, StillTheirs, WorkerUnavailable, Writing
from dsr.store.records import birth_of
from dsr.store.register import RegisterStore


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
    """Record facts that belong together, all or none, and new values of identifiers; returns the new version.

    Raises `NotPossible`, `NobodyThere` for somebody out of reach, `ChangedMeanwhile` where somebody was first, and
    `CaseloadFull` unless the key worker manager overrides it.
    """
    person = as_seen(store, seen)
    with_reason(reason)
    if not facts and not identifiers:
        raise NotPossible("There is nothing to record.")
    life = _with_identifiers(store, person, identifiers) if identifiers else person.life
    may_be_told(store, facts, life)
    writing = Writing(action=action, reason=reason, facts=facts, identifiers=identifiers or {}, override=override)
    with refusals_in_words():
        return store.change(seen.person_ref, seen.version, writing)


def undo(store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str, *, override: bool = False) -> int:
    """Count facts no more; they stay to be seen, with who undid them and why.

    What stays must be what the rules would have allowed: a referral that was decided on is undone together with the
    decision, or after it, and an admission with its discharge. Raises `NotPossible` with the day and the rule of the
    first fact that could not stand. What only means less afterwards stays: without its consent an entry awaits one.
    Whoever comes back as key worker must be there and have room, as in an allocation (`CaseloadFull`).
    """
    return _turn(store, seen, fact_ids, reason, counts=False, override=override)


def redo(store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str, *, override: bool = False) -> int:
    """Count facts again that were undone, at their place among the others; raises as `undo`."""
    return _turn(store, seen, fact_ids, reason, counts=True, override=override)


def as_seen(store: RegisterStore, seen: Seen) -> Person:
    """The person at the version that was seen; who looked at an older one is told so before anything is judged."""
    person = store.person(seen.person_ref)
    if person.version != seen.version:
        raise ChangedMeanwhile(seen.person_ref)
    return person


def counted(person: Person) -> Numbered:
    """The facts that count, with their numbers, in the order in which they were recorded."""
    return [(one.fact_id, one.fact) for one in person.kept if not one.undone]


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """What the store refuses by a rule is told as any rule; a full caseload is not, since it can be overridden."""
    try:
        yield
    except (NumberHeld, StillTheirs, WorkerUnavailable) as fault:
        raise NotPossible(str(fault)) from None


def may_be_told(store: RegisterStore, facts: Sequence[Fact], life: Life) -> None:
    """Raises `NotPossible` for facts that a rule forbids, or that name what is on no list of this register."""
    session = store.session
    must_be_possible(why_unknown(facts, life, session.terms))
    must_be_possible(why_not_all(facts, life, session.today, session.terms))


def with_reason(reason: str) -> None:
    """Raises `NotPossible` for a change without a reason."""
    if not reason.strip():
        raise NotPossible("Say why: each change of the register has a reason.")


def must_be_possible(forbidden: str | None) -> None:
    """Raises `NotPossible` with the sentence of a rule."""
    if forbidden is not None:
        raise NotPossible(forbidden)


def _with_identifiers(store: RegisterStore, person: Person, identifiers: Mapping[str, str]) -> Life:
    """The life with the birth date as it will be. What was agreed to at another age lapses by the rules of consent."""
    session, together = store.session, {**person.identifiers, **identifiers}
    must_be_possible(
        why_not_sound(
            together,
            session.today,
            allow_test_range=session.allow_test_nhs_numbers,
            only_test_range=session.only_test_nhs_numbers,
        )
    )
    life = Life.of(birth_of(together), person.life.facts)
    if any(fact.on < life.birth_on for fact in life.facts):
        raise NotPossible("Something is recorded from before that birth date.")
    return life


def _turn(
    store: RegisterStore, seen: Seen, fact_ids: Sequence[int], reason: str, *, counts: bool, override: bool
) -> int:
    person, session = as_seen(store, seen), store.session
    with_reason(reason)
    turned = set(fact_ids)
    if not turned or turned - {one.fact_id for one in person.kept if one.undone is counts}:
        raise NotPossible("These facts are not among those that can be " + ("redone." if counts else "undone."))
    after = [(one.fact_id, one.fact) for one in person.kept if (counts if one.fact_id in turned else not one.undone)]
    must_be_possible(why_not_after([counted(person)], after, person.life.birth_on, session.today, session.terms))
    ids = {"redone" if counts else "undone": sorted(turned)}
    writing = Writing(action="redo" if counts else "undo", reason=reason, override=override, **ids)  # type: ignore[arg-type]
    with refusals_in_words():
        return store.change(seen.person_ref, seen.version, writing)
