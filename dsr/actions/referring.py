"""Taking somebody in: a referral makes a record, unless there is one of the same person already."""

from collections.abc import Mapping

from diis.definitions import nhs_number
from dsr.actions.recording import NotPossible
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.recordable import why_not_all
from dsr.store.people import Writing
from dsr.store.records import birth_of
from dsr.store.register import RegisterStore
from dsr.store.workers import WorkerUnknown

NEEDED = ("given-name", "family-name", "birth-date")
"""Without these nobody can be told from another; an NHS number may be missing for a time (F1, field 1)."""


class AlreadyHeld(Exception):
    """There is a record of this person, or of somebody who may be the same; `people` are those within reach."""

    def __init__(self, people: tuple[str, ...], *, certain: bool) -> None:
        what = "This NHS number is" if certain else "Somebody of this name and birth date is"
        super().__init__(f"{what} on record already. Record the referral there, or say that it is somebody else.")
        self.people = people
        self.certain = certain


def refer(
    store: RegisterStore,
    identifiers: Mapping[str, str],
    referred: Referred,
    reason: str,
    *others: Fact,
    somebody_else: bool = False,
    override: bool = False,
) -> str:
    """Take somebody in with a referral; returns the reference (R-DSR-18 to 20).

    `somebody_else`: the user has looked at those of the same name and birth date, and it is none of them. Two people
    never share an NHS number. `override` is that of `record`. Raises `NotPossible` and `AlreadyHeld`.
    """
    _sound(store, identifiers)
    _is_new(store, identifiers, somebody_else=somebody_else)
    life = Life(birth_of(identifiers))
    forbidden = why_not_all((referred, *others), life, store.session.today, store.session.terms)
    if forbidden is not None:
        raise NotPossible(forbidden)
    facts = (referred, *others)
    writing = Writing(action="refer", reason=reason, facts=facts, identifiers=dict(identifiers), override=override)
    try:
        return store.enter(writing)
    except WorkerUnknown as fault:
        raise NotPossible(str(fault)) from None


def _sound(store: RegisterStore, identifiers: Mapping[str, str]) -> None:
    lacking = [name for name in NEEDED if not identifiers.get(name, "").strip()]
    if lacking:
        raise NotPossible(f"A referral needs {', '.join(lacking).replace('-', ' ')}.")
    try:
        born = birth_of(identifiers)
    except ValueError:
        raise NotPossible("The birth date is not a date. Write it as 2011-02-01.") from None
    if born > store.session.today:
        raise NotPossible("The birth date is in the future.")
    number = identifiers.get("nhs-number", "")
    fault = nhs_number.fault(number, allow_test_range=store.session.allow_test_nhs_numbers) if number else None
    if fault is not None:
        raise NotPossible("This is not a sound NHS number. Check its digits, or leave it out until it is traced.")


def _is_new(store: RegisterStore, identifiers: Mapping[str, str], *, somebody_else: bool) -> None:
    number = identifiers.get("nhs-number")
    found = store.find("nhs-number", number) if number else []
    if found or (number and store.is_held("nhs-number", number)):
        raise AlreadyHeld(tuple(found), certain=True)
    if not somebody_else:
        alike = store.find("name-and-birth", f"{identifiers['family-name']} {identifiers['birth-date']}")
        if alike:
            raise AlreadyHeld(tuple(alike), certain=False)
