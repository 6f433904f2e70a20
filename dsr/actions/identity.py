"""Correcting who somebody is: a name, a number, a birth date that was wrong or has changed (H2)."""

from collections.abc import Mapping

from diis.definitions.calendar import day_in_words
from dsr.actions.recording import NotPossible, Seen, as_seen, record
from dsr.actions.referring import NEEDED, AlreadyHeld, sound
from dsr.store.people import Person
from dsr.store.records import birth_of
from dsr.store.register import RegisterStore

NUMBER = "nhs-number"


def correct(store: RegisterStore, seen: Seen, identifiers: Mapping[str, str], reason: str) -> int:
    """Write new values of identifiers; an empty text takes one away. Returns the new version.

    Two people never share an NHS number, and nothing happened to anybody before they were born. Raises `NotPossible`,
    `AlreadyHeld` and what `record` raises.
    """
    person = as_seen(store, seen)
    changed = {name: value for name, value in identifiers.items() if value != person.identifiers.get(name, "")}
    if not changed:
        raise NotPossible("Nothing of this differs from what is known.")
    sound(store, {**{name: person.identifiers.get(name, "") for name in (*NEEDED, NUMBER)}, **changed})
    if "birth-date" in changed:
        _not_after_facts(person, changed)
    _is_nobody_elses(store, changed.get(NUMBER, ""))
    return record(store, seen, "edit-identity", reason, identifiers=changed)


def _not_after_facts(person: Person, changed: Mapping[str, str]) -> None:
    first = min((fact.on for fact in person.life.facts), default=None)
    if first is not None and birth_of(changed) > first:
        raise NotPossible(f"Something is recorded of {day_in_words(first)}, which would be before the birth.")


def _is_nobody_elses(store: RegisterStore, number: str) -> None:
    if number:
        found = store.find(NUMBER, number)
        if found or store.is_held(NUMBER, number):
            raise AlreadyHeld(tuple(found), certain=True)
