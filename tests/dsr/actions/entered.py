"""People on a register to act on: entered with what happened to them, as lines."""

from dsr.actions.recording import Seen
from dsr.rules.facts.fact import Fact
from dsr.store.people import Person, Writing
from dsr.store.register import RegisterStore
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import ROWAN

REFERRED = (
    "2027-02-01 condition autism",
    "2027-02-01 area local",
    "2027-02-01 referred education",
)
LIMBS = ("2027-02-02 limb condition holds", "2027-02-02 limb risk holds")
ACTIVE = (
    *REFERRED,
    *LIMBS,
    "2027-02-02 accepted",
    "2027-02-02 consent own-consent entry sharing:RDY+QUY review key-worker",
    "2027-02-02 rated amber",
    "2027-02-02 case-lead RDY",
)
"""Rowan, who is 16, on the register and amber since 2 February 2027."""


def facts(*lines: str) -> list[Fact]:
    return [a_fact(line) for line in lines]


def entered(store: RegisterStore, *lines: str, **changes: str) -> Seen:
    """Rowan, or who has other identifiers, with what happened."""
    who = ROWAN | changes
    writing = Writing(action="refer", reason="asked by the school", facts=facts(*lines), identifiers=who)
    return Seen(store.enter(writing), 1)


def now(store: RegisterStore, seen: Seen) -> Person:
    """The person as they are now."""
    return store.person(seen.person_ref)
