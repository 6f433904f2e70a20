"""Codes that rules compare, and names by which facts belong together: one that nothing knows is refused.

A slip would leave a task open for ever, or drop a factor of the Act, and no screen would show why. Asked of what is
told anew, as the lists of organisations are: what is on record stays readable, and is undone and redone as before.
"""

from collections.abc import Iterator

from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import ChecklistItemDone
from dsr.rules.facts.people import FactorRecorded
from dsr.rules.facts.rating import ActionDone
from dsr.rules.facts.reviews import (
    NoticeGiven,
    PackConsentVerified,
    PackItemFiled,
    PackSent,
    PanelMemberNamed,
    ReviewCancelled,
    ReviewHeld,
    ReviewPlanned,
)
from dsr.rules.hospital.leaving_hospital import CHECKLIST
from dsr.rules.life import Life
from dsr.rules.rating.actions_by_rating import CODES
from dsr.rules.rating.escalation import RUNGS
from dsr.rules.terms import Terms

LOCAL_FACTORS = range(1, 25)
"""The local list of factors of risk (section G), by number; 24 is context, and no risk by itself."""

_OF_A_REVIEW = NoticeGiven | ReviewCancelled | PanelMemberNamed | PackItemFiled | PackConsentVerified | PackSent
"""What prepares a C(E)TR; what follows one is judged in `recordable`."""


def unknown_codes(fact: Fact, life: Life, terms: Terms) -> Iterator[tuple[str, str]]:
    """The fields of a fact that hold a code or name that is not known, each with the sentence that says so.

    `life` has what is told together with the fact, whatever its day: a C(E)TR may be planned on record later.
    """
    match fact:
        case ActionDone():
            yield from _not_among(CODES | RUNGS, "code", fact.code, "No task is done by this code (R-DSR-57, 65a).")
        case ChecklistItemDone():
            items = {item.code for item in CHECKLIST}
            yield from _not_among(items, "item", fact.item, "This is no item of the discharge checklist (R-DSR-96).")
        case FactorRecorded():
            yield from _unknown_factors(fact, terms)
        case _ if isinstance(fact, _OF_A_REVIEW):
            named = {one.review for one in life.facts if isinstance(one, ReviewPlanned | ReviewHeld)}
            if fact.review not in named:
                yield "review", "No C(E)TR of this name was planned: use the name that it was given then (R-DSR-81)."


def _unknown_factors(fact: FactorRecorded, terms: Terms) -> Iterator[tuple[str, str]]:
    if fact.factor is not None and fact.factor not in LOCAL_FACTORS:
        last = LOCAL_FACTORS[-1]
        yield "factor", f"The local list of factors of risk has no such number: it goes from 1 to {last}."
    specified = terms.ever_specified()
    if fact.statutory and not specified:
        yield "statutory", "No factor of the Act is known yet (R-DSR-06). Factors of the local list go by number."
    elif fact.statutory:
        yield from _not_among(specified, "statutory", fact.statutory, "This is no factor of the Act (R-DSR-06).")


def _not_among(known: frozenset[str] | set[str], field: str, code: str, why: str) -> Iterator[tuple[str, str]]:
    if code not in known:
        yield field, f"{why} Known are {', '.join(sorted(known))}."
