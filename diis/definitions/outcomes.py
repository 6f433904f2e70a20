"""Every child in one list and not in the next is seen, moved, aged out, discharged, or unexplained: exactly one.

A child without a recorded outcome is unexplained at any age: nobody has said that an adult service took over
(docs/adr/0004-leavers.md, docs/adr/0035-leavers-and-why.md).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from diis.definitions.calendar import eighteenth
from diis.definitions.cells import Cell, by_provider
from diis.definitions.figures import Figure

SEEN = "seen"
MOVED = "moved"
AGED_OUT = "aged-out"
DISCHARGED = "discharged"
UNEXPLAINED = "unexplained"
OUTCOMES = (UNEXPLAINED, AGED_OUT, MOVED, DISCHARGED, SEEN)

IN_WORDS = {
    SEEN: "assessed, or told the outcome of an assessment",
    MOVED: "transferred to an adult service or redirected",
    AGED_OUT: "closed at 18 or over without an assessment or a transfer",
    DISCHARGED: "closed, rejected or given advice",
    UNEXPLAINED: "gone without an outcome",
}
_ENDING_DECISIONS = ("rejected", "redirected", "advice")


@dataclass(frozen=True, kw_only=True)
class LastWord:
    """What the last list that held a referral says of its end."""

    birth_month: date
    resubmitted_on: date | None = None
    decision_on: date | None = None
    decision: str | None = None
    assessment_completed_on: date | None = None
    outcome_shared_on: date | None = None
    closed_on: date | None = None
    transferred_to_adult_on: date | None = None

    @property
    def decided(self) -> str | None:
        """A decision that ends the wait with this provider; one from before the referral was sent in again does not."""
        if self.decision_on is None or self.decision not in _ENDING_DECISIONS:
            return None
        return self.decision if self.decision_on >= (self.resubmitted_on or self.decision_on) else None


@dataclass(frozen=True)
class Left:
    """A referral that left a list, by the provider's own id, and why."""

    provider: str
    pathway: str
    referral_id: str
    last_seen_on: date
    missing_from_on: date
    outcome: str

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)

    def in_words(self) -> str:
        """The line of the list."""
        return (
            f"{self.provider} {self.pathway} {self.referral_id}: last on the list of {self.last_seen_on}, "
            f"not on that of {self.missing_from_on}: {IN_WORDS[self.outcome]}"
        )


def outcome_of(word: LastWord, unexplained: bool) -> str:
    """Why a referral is no longer listed. `unexplained`: the store knows of no outcome that still stands."""
    if unexplained:
        return UNEXPLAINED
    if word.assessment_completed_on is not None or word.outcome_shared_on is not None:
        return SEEN
    if word.transferred_to_adult_on is not None or word.decided == "redirected":
        return MOVED
    over_on = word.closed_on or word.decision_on
    if over_on is not None and eighteenth(word.birth_month) <= over_on:
        return AGED_OUT
    return DISCHARGED


def between(before: Mapping[str, LastWord], after: Collection[str]) -> dict[str, str]:
    """The oracle: referral id to outcome for everybody in one list and not in the next."""
    return {one: outcome_of(word, not _explained(word)) for one, word in before.items() if one not in after}


def _explained(word: LastWord) -> bool:
    ends = (word.closed_on, word.transferred_to_adult_on, word.assessment_completed_on, word.outcome_shared_on)
    return any(ends) or word.decided is not None


def figures_of(left: Iterable[Left], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """How many left a list in the window of the cell's day, and how many for each reason."""
    for provider, mine in by_provider(left, lambda one: one.provider, providers):
        here = replace(cell, provider=provider)
        outcomes = Counter(one.outcome for one in mine)
        yield here.count("left", len(mine))
        yield from (here.count(f"left:{outcome}", outcomes[outcome]) for outcome in OUTCOMES)
