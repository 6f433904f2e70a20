"""Referring somebody who may be on record out of the referrer's reach: no referral is lost, and nobody learns of whom.

It comes to those who triage (R-DSR-18, 21, 30, 116). What the referrer says of who somebody is, or of how they live,
takes the place of nothing: they do not see what it would replace. docs/adr/0071 has each case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.actions.likeness import same_words, tells_one_from_a_twin
from dsr.actions.recording import may_be_told
from dsr.actions.referring import AlreadyHeld, refer
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import CaseLeadNamed, Died, FactorRecorded
from dsr.rules.life import Life
from dsr.rules.recordable import why_not_all
from dsr.rules.terms import Terms
from dsr.store.beside import BESIDE
from dsr.store.histories import PASS_ON
from dsr.store.passed_on import PassedOnReferrals
from dsr.store.people import Person, Writing
from dsr.store.records import birth_of
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope

_BESIDE = (
    "The NHS number that was said is of another record, which is not surely of the same person: look into both. "
    "Whoever decides on referrals finds the other one in the list of records that may be of one person."
)
_NUMBER = "nhs-number"


def refer_or_pass_on(
    store: RegisterStore,
    identifiers: Mapping[str, str],
    referred: Referred,
    reason: str,
    *others: Fact,
    somebody_else: bool = False,
) -> str | None:
    """As `refer`; None where the NHS number is on record out of reach: then the referral was passed on to its keeper.

    Whoever refers leads nobody by a referral that was passed on. Raises `NotPossible`, by what was sent alone, and
    `AlreadyHeld` where whoever may be meant is within reach.
    """
    while True:
        try:
            return refer(store, identifiers, referred, reason, *others, somebody_else=somebody_else)
        except AlreadyHeld as held:
            if held.people or not held.certain:
                raise
        facts = (referred, *(one for one in others if not isinstance(one, CaseLeadNamed)))
        may_be_told(store, facts, Life(birth_of(identifiers)))
        # Once more only where the number was taken from its record meanwhile, by somebody who got on with it.
        if _passed_on(store, identifiers, facts, reason):
            return None


def _passed_on(store: RegisterStore, identifiers: Mapping[str, str], facts: Sequence[Fact], reason: str) -> bool:
    session, organisation = store.session, store.actor.organisation
    facts = [replace(one, by=one.by or organisation) if isinstance(one, Referred) else one for one in facts]

    def within(person: Person) -> Writing | None:
        if not _is_surely(identifiers, person.identifiers):
            return None
        return _writing_within(person, identifiers, facts, reason, session.today, session.terms)

    without = {name: value for name, value in identifiers.items() if name != _NUMBER}
    beside = Writing(action=BESIDE, reason=f"{reason} ({_BESIDE})", facts=facts, identifiers=without)
    outside = PassedOnReferrals(session, Scope(), store.actor)
    return outside.pass_on(identifiers[_NUMBER], within, beside)


def _is_surely(said: Mapping[str, str], known: Mapping[str, str]) -> bool:
    """Of one NHS number: the same birth date, and a name that tells them from a twin.

    The number can be mistyped, or that of a twin, who has the birth date and the family name too (H2, B63).
    """
    return said["birth-date"] == known["birth-date"] and tells_one_from_a_twin(said, known)


def _writing_within(
    person: Person, said: Mapping[str, str], facts: Sequence[Fact], reason: str, today: date, terms: Terms
) -> Writing | None:
    """What is written into a record; None where it takes no referral, such as that of somebody who died.

    The referral is of the day on which it came: one that is dated before the end of an entry would be part of that.
    What is recorded of the day of a death can be true of it; somebody who is referred on that day or later lives.
    """
    if person.life.first(Died) is not None:
        return None
    adds = [one for one in facts if isinstance(one, Referred | FactorRecorded)]
    counts = [replace(one, on=today) if isinstance(one, Referred) else one for one in adds]
    if why_not_all(counts, person.life, today, terms) is not None:
        return None
    aside = [one for one in facts if one not in adds and one not in person.life.facts]
    return Writing(action=PASS_ON, reason=_in_words(person, said, facts, reason), facts=counts, set_aside=aside)


def _in_words(person: Person, said: Mapping[str, str], facts: Sequence[Fact], reason: str) -> str:
    """The reason, and what the referrer said otherwise than it is on record: nothing of it is lost."""
    other = [
        f"{name.replace('-', ' ')}: {value}"
        for name, value in said.items()
        if value and name != _NUMBER and not same_words(value, person.identifiers.get(name, ""))
    ]
    days = sorted({day_in_words(one.on) for one in facts if isinstance(one, Referred)})
    return f"{reason} (Referred out of reach, dated {', '.join(days)}. Said besides: {'; '.join(other) or 'nothing'}.)"
