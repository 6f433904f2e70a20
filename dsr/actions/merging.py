"""Two records of one person become one: nothing is lost, and the second stays to be seen (H2)."""

from dsr.actions.recording import NotPossible, Seen, as_seen, with_reason
from dsr.store.people import Change, Person, Writing
from dsr.store.register import RegisterStore

_TELL_APART = {"nhs-number": "NHS number", "birth-date": "birth date"}
"""What two records of one person cannot differ in."""


def merge(store: RegisterStore, kept: Seen, second: Seen, reason: str) -> int:
    """Bring the facts of a second record to the one that is kept, with identifiers that it lacks.

    Returns the new version of the one that is kept. Raises `NotPossible` where the two cannot be the same person: an
    NHS number or birth date that differs is corrected first, by somebody who knows.
    """
    if kept.person_ref == second.person_ref:
        raise NotPossible("These are one record already.")
    with_reason(reason)
    first, other = as_seen(store, kept), as_seen(store, second)
    for field, words in _TELL_APART.items():
        mine, theirs = first.identifiers.get(field), other.identifiers.get(field)
        if mine and theirs and mine != theirs:
            raise NotPossible(f"The {words} of the two differs: they are two people, or one of them is wrong.")
    return store.merge(
        Change(kept.person_ref, kept.version, _brought(first, other, reason)),
        Change(second.person_ref, second.version, Writing(action="merge-into", reason=reason)),
    )


def _brought(first: Person, other: Person, reason: str) -> Writing:
    """What the second record tells and the first does not."""
    known = set(first.life.facts)
    facts = [fact for fact in dict.fromkeys(other.life.facts) if fact not in known]
    identifiers = {field: value for field, value in other.identifiers.items() if field not in first.identifiers}
    return Writing(action="merge", reason=reason, facts=facts, identifiers=identifiers, override=True)
