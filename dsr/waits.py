"""What a person on the register waits for, asked of the waiting times by pseudonym (R-DSR-119).

The NHS number never leaves the register: the pseudonym is made here, with the key of the waiting times. Whatever
cannot be known is told as such, and never as "no waits".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diis.child_waits import OtherKey, WaitsKnown, waits_of_children
from diis.definitions.calendar import ADULT_YEARS, day_in_words
from diis.definitions.child_waits import ChildWait
from diis.definitions.nhs_number import normalised
from diis.extracts.pseudonyms import Pseudonymiser
from diis.store.engine import Store, StoreUnavailable
from dsr.rules.attention_to_waits import nears_18
from dsr.rules.terms import Terms
from dsr.store.people import Person


class WaitsNotKnown(Exception):
    """The waiting times cannot tell; the sentence says why, and nothing of a person."""


@dataclass(frozen=True)
class WaitingTimes:
    """The store of the waiting times, and the key that its pseudonyms are made with."""

    store: Store
    pseudonymiser: Pseudonymiser

    def pseudonym_of(self, nhs_number: str) -> str:
        """The pseudonym of an NHS number, with or without the spaces of its 3-3-4 form."""
        return self.pseudonymiser.of_nhs_number(normalised(nhs_number))

    def waits_of(self, pseudonyms: Iterable[str], day: date) -> WaitsKnown:
        """The open waits of some children on a day; raises `WaitsNotKnown`."""
        try:
            known = waits_of_children(self.store, self.pseudonymiser.key_id, pseudonyms, day)
        except StoreUnavailable:
            raise WaitsNotKnown("The waiting times do not answer, so it is not known whether they wait.") from None
        except OtherKey:
            raise WaitsNotKnown("The waiting times were made with another key, so nobody is found in them.") from None
        if not known.lists:
            raise WaitsNotKnown("No waiting list has been loaded yet, so it is not known whether they wait.")
        return known


@dataclass(frozen=True)
class WaitTold:
    """An open wait, and the sentences that tell of it."""

    wait: ChildWait
    words: str


@dataclass(frozen=True)
class WaitsTold:
    """What a person waits for, the longest first. `waits` None: it is not known, and `words` say why."""

    waits: tuple[WaitTold, ...] | None
    words: str


def waits_of(person: Person, waiting_times: WaitingTimes, day: date, terms: Terms) -> WaitsTold:
    """The waits on a day of a person who was read through the register, which put that look into its audit."""
    number = person.identifiers.get("nhs-number")
    if not number:
        return WaitsTold(None, "There is no NHS number, so it is not known whether they wait. Trace the number.")
    pseudonym = waiting_times.pseudonym_of(number)
    try:
        known = waiting_times.waits_of([pseudonym], day)
    except WaitsNotKnown as fault:
        return WaitsTold(None, str(fault))
    eighteenth_on = person.life.turns(ADULT_YEARS)
    told = tuple(WaitTold(one, _words(one, eighteenth_on, day, terms)) for one in known.of[pseudonym])
    return WaitsTold(told, _summary(told, known))


def _summary(told: tuple[WaitTold, ...], known: WaitsKnown) -> str:
    if told:
        return f"{len(told)} open {'wait' if len(told) == 1 else 'waits'}."
    oldest = day_in_words(min(known.lists.values()))
    return f"No open wait is known under this NHS number. Lists known: {len(known.lists)}, the oldest as at {oldest}."


def _words(wait: ChildWait, eighteenth_on: date, day: date, terms: Terms) -> str:
    told = wait.in_words()
    return f"{told} {_of_18(wait, eighteenth_on, day)}" if nears_18(wait, eighteenth_on, day, terms) else told


def _of_18(wait: ChildWait, eighteenth_on: date, day: date) -> str:
    birthday, until = day_in_words(eighteenth_on), wait.standard_until
    if eighteenth_on <= day:
        return f"Turned 18 on {birthday} while waiting."
    if until is not None and day <= until and eighteenth_on <= until:
        return f"Will turn 18 on {birthday}, before the standard's last day, {day_in_words(until)}."
    return f"Will turn 18 on {birthday} and still waits."
