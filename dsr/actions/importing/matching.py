"""Who a row is about: somebody of the register, nobody yet, or a question for the coordinator (B58 to B65)."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsr.actions.importing.values import Fault
from dsr.actions.likeness import Likeness, likeness, tells_one_from_a_twin
from dsr.store.people import Person
from dsr.store.register import RegisterStore

_BIRTH = "The NHS number is on record with another birth date: they are two people, or one of them is wrong."
_NAME = (
    "The NHS number is on record with this birth date and another given name, as a twin's number would be. If they are "
    "two people, correct the number; if they are one, give the name as the register has it, or correct it there."
)
_BEYOND = "This NHS number is on record, out of the reach of whoever imports."
_UNSURE = (
    "Somebody of this name and birth date is on record, and nothing else says whether it is them. Give the NHS number, "
    "the address, the telephone number or the local id as the register has it; or record it there by hand."
)


@dataclass(frozen=True)
class Match:
    """The record of a row, if there is one; or why a person must look."""

    person: Person | None = None
    fault: Fault | None = None


def matched(store: RegisterStore, mine: Mapping[str, str]) -> Match:
    """Who the identifiers of a row belong to; each look is in the audit."""
    number = mine.get("nhs-number")
    held = store.find("nhs-number", number) if number else []
    if held:
        return _by_number(store.person(held[0]), mine)
    if number and store.is_held("nhs-number", number):
        return Match(fault=Fault("beyond-reach", "nhs_number", _BEYOND))
    alike = [store.person(one) for one in store.find("name-and-birth", f"{mine['family-name']} {mine['birth-date']}")]
    judged = [(likeness(mine, person.identifiers), person) for person in alike]
    same = [person for how, person in judged if how is Likeness.SAME]
    if len(same) == 1:
        return Match(same[0])
    if same or any(how is Likeness.UNSURE for how, _ in judged):
        return Match(fault=Fault("may-be-held", "family_name", _UNSURE))
    return Match()


def _by_number(person: Person, mine: Mapping[str, str]) -> Match:
    """The record of the number, where birth date and given name are its too: a twin's number is easily copied (H2)."""
    theirs = person.identifiers
    if theirs["birth-date"] != mine["birth-date"]:
        return Match(fault=Fault("birth-date-differs", "birth_date", _BIRTH))
    if not tells_one_from_a_twin(mine, theirs):
        return Match(fault=Fault("name-differs", "given_name", _NAME))
    return Match(person)
