"""Two records of one person become one: nothing is lost, and the second stays to be seen (H2)."""

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
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.two_records import brought, why_not_one
from dsr.store.known_then import MERGE_INTO
from dsr.store.people import Change, Person, Writing
from dsr.store.register import RegisterStore

_TELL_APART = {"nhs-number": "NHS number", "birth-date": "birth date"}
"""What two records of one person cannot differ in."""


def merge(store: RegisterStore, kept: Seen, second: Seen, reason: str) -> int:
    """Bring the facts of a second record to the one that is kept, with identifiers that it lacks.

    Returns the new version of the one that is kept. Raises `NotPossible` where the two cannot be the same person: an
    NHS number or birth date that differs is corrected first, by somebody who knows; where what the two tell cannot all
    be true by the rules: then one of the facts is undone first; where an entry that goes on in one would end; or where
    two C(E)TRs of one name would become one.
    """
    if kept.person_ref == second.person_ref:
        raise NotPossible("These are one record already.")
    with_reason(reason)
    first, other = _of_its_own(store, kept), _of_its_own(store, second)
    for field, words in _TELL_APART.items():
        mine, theirs = first.identifiers.get(field), other.identifiers.get(field)
        if mine and theirs and mine != theirs:
            raise NotPossible(f"The {words} of the two differs: they are two people, or one of them is wrong.")
    facts = _brought(store, first, other)
    identifiers = {field: value for field, value in other.identifiers.items() if field not in first.identifiers}
    writing = Writing(action="merge", reason=reason, facts=facts, identifiers=identifiers, override=True)
    with refusals_in_words():
        return store.merge(
            Change(kept.person_ref, kept.version, writing),
            Change(second.person_ref, second.version, Writing(action=MERGE_INTO, reason=reason)),
        )


def _of_its_own(store: RegisterStore, seen: Seen) -> Person:
    """The person as seen; raises `NotPossible` for a record that is part of another one, which is to be merged then."""
    into = store.now_known_as(seen.person_ref)
    if into is not None:
        raise NotPossible(f"{seen.person_ref} is part of {into} now. Merge with that one.")
    return as_seen(store, seen)


def _brought(store: RegisterStore, first: Person, other: Person) -> list[Fact]:
    """What the second record brings; raises `NotPossible` where the two cannot be one with it."""
    known, session = (counted(first), counted(other)), store.session
    birth_on, today, terms = first.life.birth_on, session.today, session.terms
    after = (*known[0], *brought(first.life, known[1], terms))
    must_be_possible(why_not_after(known, after, birth_on, today, terms))
    together = Life.of(birth_on, (fact for _, fact in after))
    must_be_possible(why_not_one((first.life, other.life), together, today, terms))
    return [fact for _, fact in after[len(known[0]) :]]
