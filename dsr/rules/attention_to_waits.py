"""What needs attention where the register and the waiting times meet: a long wait, or adulthood, before anybody came.

Waiting long for a neurodevelopmental assessment or for CAMHS, and turning 18 before it, are factors of risk of their
own (R-DSR-119, factor 22). As for tasks, a rule is on while anybody at all gives cause for it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import months_later
from diis.definitions.child_waits import ChildWait
from dsr.rules.terms import Mark, Term, Terms, Unit

_SOON_18 = "attention-turning-18"

TERMS = (Term(_SOON_18, "R-DSR-42", 12, Unit.MONTHS, Mark.DEFAULT, "How long before the 18th birthday a wait does."),)

Pair = tuple[ChildWait, date]
"""An open wait of somebody on the register, and their 18th birthday."""


@dataclass(frozen=True)
class AttentionToWaits:
    """A rule: its name in metrics and alerts, what it says while it is on, and which wait is a cause of it."""

    id: str
    rule: str
    words: str
    is_cause: Callable[[ChildWait, date, date, Terms], bool]


def nears_18(wait: ChildWait, eighteenth_on: date, on: date, terms: Terms) -> bool:
    """Whether who waits is 18 soon, or is already and has waited since before: no birthday ends a wait (R-WAIT-93)."""
    soon_from = months_later(eighteenth_on, -terms.whole(_SOON_18, on))
    return soon_from <= on and wait.received_on < eighteenth_on


ATTENTION_TO_WAITS: tuple[AttentionToWaits, ...] = (
    AttentionToWaits(
        "waiting-past-standard",
        "R-DSR-119",
        "Somebody on the register has waited longer than the standard.",
        lambda wait, eighteenth_on, on, terms: wait.is_over_standard,  # noqa: ARG005 - a cause
    ),
    AttentionToWaits(
        "turning-18-waiting",
        "R-DSR-42",
        "Somebody on the register waits and will soon be 18, or turned 18 while waiting.",
        nears_18,
    ),
)


def attention_to_waits(waits: Iterable[Pair], on: date, terms: Terms) -> dict[str, bool]:
    """Every rule with yes or no, from the open waits of everybody with an active entry."""
    known = list(waits)
    return {one.id: any(one.is_cause(*pair, on, terms) for pair in known) for one in ATTENTION_TO_WAITS}
