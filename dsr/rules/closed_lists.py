"""Which fields of facts name an organisation, a council or a code, and what is wrong with what is named there.

Asked of what is told anew, never of what is on record: an organisation that is no longer on the list stays readable,
and consent that names it can be withdrawn.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dsr.rules.closed_codes import unknown_codes
from dsr.rules.facts.consent import (
    AgencyJoined,
    BestInterestsDecided,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    WithdrawalTold,
)
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import CaseLeadNamed, HostTold, Lives, OrdinaryResidenceDecided, PlanRecorded
from dsr.rules.life import Life
from dsr.rules.organisations import Organisations
from dsr.rules.terms import Terms

_ORGANISATIONS: MappingProxyType[type[Fact], str] = MappingProxyType(
    {
        ConsentGiven: "agencies",
        ConsentRefused: "agencies",
        ConsentWithdrawn: "agencies",
        WithdrawalTold: "agency",
        AgencyJoined: "agency",
        BestInterestsDecided: "organisation",
        CaseLeadNamed: "organisation",
    }
)
_COUNCILS: MappingProxyType[type[Fact], tuple[str, ...]] = MappingProxyType(
    {
        Lives: ("authority", "placed_by"),
        OrdinaryResidenceDecided: ("authority",),
        HostTold: ("authority",),
        PlanRecorded: ("authority",),
    }
)
_ENDS_SHARING = (ConsentRefused, ConsentWithdrawn, WithdrawalTold)


class Listed(StrEnum):
    """The kind of list that something is not on, as an import calls it."""

    ORGANISATION = "organisation-not-known"
    CODE = "code-not-known"


@dataclass(frozen=True)
class Unknown:
    """The field of a fact that names what is not known, and the sentence that says so."""

    field: str
    reason: str
    listed: Listed


def unknown_in(fact: Fact, life: Life, terms: Terms) -> Unknown | None:
    """What cannot be named in a fact that is told anew; None if all can. What is blank is for other rules."""
    return next(_unknown(fact, life, terms), None)


def why_unknown(facts: Sequence[Fact], life: Life, terms: Terms) -> str | None:
    """The same of facts that are told together, in words."""
    together = Life.of(life.birth_on, (*life.facts, *facts))
    found = (unknown_in(fact, together, terms) for fact in facts)
    return next((one.reason for one in found if one is not None), None)


def _unknown(fact: Fact, life: Life, terms: Terms) -> Iterator[Unknown]:
    for field, named, why_not in _named(fact, life, terms.organisations):
        for one in named:
            reason = why_not(one) if one else None
            if reason is not None:
                yield Unknown(field, reason, Listed.ORGANISATION)
    for field, reason in unknown_codes(fact, life, terms):
        yield Unknown(field, reason, Listed.CODE)


def _named(
    fact: Fact, life: Life, organisations: Organisations
) -> Iterator[tuple[str, Iterable[str], Callable[[str], str | None]]]:
    """The fields of a fact that name something of a list, what each names, and what is asked of it."""
    if isinstance(fact, Referred):
        yield "by", [fact.by], organisations.why_not_referrer
    for field in _COUNCILS.get(type(fact), ()):
        yield field, [getattr(fact, field)], organisations.why_not_council
    if type(fact) in _ORGANISATIONS:
        field = _ORGANISATIONS[type(fact)]
        told = getattr(fact, field)
        named = told if isinstance(told, frozenset) else {told}
        before = _agreed_to(life) if isinstance(fact, _ENDS_SHARING) else frozenset[str]()
        yield field, sorted(named - before), organisations.why_not


def _agreed_to(life: Life) -> frozenset[str]:
    """Whoever was ever named in a consent, on the list of today or not."""
    return frozenset(agency for given in life.all(ConsentGiven) for agency in given.agencies)
