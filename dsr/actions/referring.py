"""Taking somebody in: a referral makes a record, unless there is one of the same person already."""

from collections.abc import Mapping

from dsr.actions.identifying import why_not_sound
from dsr.actions.recording import may_be_told, must_be_possible, refusals_in_words, with_reason
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.store.people import NumberHeld, Writing
from dsr.store.records import birth_of
from dsr.store.register import RegisterStore


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
    never share an NHS number. `override` is that of `record`. Raises `NotPossible`, `AlreadyHeld` and, where a key
    worker is named, `CaseloadFull`.
    """
    facts = (referred, *others)
    writing = Writing(action="refer", reason=reason, facts=facts, identifiers=dict(identifiers), override=override)
    return take_in(store, writing, somebody_else=somebody_else)


def take_in(store: RegisterStore, writing: Writing, *, somebody_else: bool = False) -> str:
    """Make the record of somebody new; returns the reference. Raises as `refer`."""
    with_reason(writing.reason)
    session, identifiers = store.session, writing.identifiers
    must_be_possible(
        why_not_sound(
            identifiers,
            session.today,
            allow_test_range=session.allow_test_nhs_numbers,
            only_test_range=session.only_test_nhs_numbers,
        )
    )
    _is_new(store, identifiers, somebody_else=somebody_else)
    life = Life(birth_of(identifiers))
    may_be_told(store, writing.facts, life)
    with refusals_in_words():
        try:
            return store.enter(writing)
        except NumberHeld:
            # Somebody entered it since it was looked for: whoever reaches that record is told so.
            _is_new(store, identifiers, somebody_else=True)
            raise AlreadyHeld((), certain=True) from None


def _is_new(store: RegisterStore, identifiers: Mapping[str, str], *, somebody_else: bool) -> None:
    number = identifiers.get("nhs-number")
    found = store.find("nhs-number", number) if number else []
    if found or (number and store.is_held("nhs-number", number)):
        raise AlreadyHeld(tuple(found), certain=True)
    if not somebody_else:
        alike = store.find("name-and-birth", f"{identifiers['family-name']} {identifiers['birth-date']}")
        if alike:
            raise AlreadyHeld(tuple(alike), certain=False)
