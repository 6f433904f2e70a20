"""Rejected, and referred again within six months: a sign that a door was closed to a child in need (R-WAIT 13 b)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date

from diis.definitions.calendar import months_later
from diis.definitions.cells import Cell, by_provider
from diis.definitions.clocks import in_window
from diis.definitions.days import days_between
from diis.definitions.figures import Figure
from diis.definitions.stories import Story, happened

WITHIN_MONTHS = 6
"""Calendar months from the rejection, the same day of the sixth month included."""


@dataclass(frozen=True)
class Again:
    """Another referral of the same child, by any provider on any pathway."""

    provider: str
    pathway: str
    referral_id: str
    received_on: date


@dataclass(frozen=True)
class Rejected:
    """A rejected referral by the provider's own id, and the first referral of the same child that followed in time."""

    provider: str
    pathway: str
    referral_id: str
    rejected_on: date
    again: Again | None

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)

    def in_words(self) -> str:
        """The line of the list."""
        rejected = f"{self.provider} {self.pathway} {self.referral_id}: rejected {self.rejected_on}"
        if self.again is None:
            return f"{rejected}, not referred again"
        again = self.again
        return (
            f"{rejected}, referred again {again.received_on} after "
            f"{days_between(self.rejected_on, again.received_on)} days "
            f"({again.provider} {again.pathway} {again.referral_id})"
        )


def rejected_since(as_at: date) -> date:
    """Rejections up to this day are too long ago for any figure."""
    return months_later(as_at, -2 * WITHIN_MONTHS)


def counts_as_again(rejected_on: date, received_on: date) -> bool:
    """Whether a referral received then follows a rejection in time."""
    return rejected_on <= received_on <= months_later(rejected_on, WITHIN_MONTHS)


def rejected_of(stories: Iterable[Story], pathway: str, as_at: date) -> Iterator[Rejected]:
    """The oracle: every rejection on a pathway with what followed, from the referrals of all pathways."""
    of_person: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        if story.received_on <= as_at:
            of_person[story.person].append(story)
    for story in (one for group in of_person.values() for one in group):
        day = story.decision_on
        if story.pathway != pathway or story.decision != "rejected" or day is None or not happened(day, as_at):
            continue
        others = [one for one in of_person[story.person] if one is not story]
        followed = [
            Again(one.provider, one.pathway, one.referral_id, one.received_on)
            for one in others
            if counts_as_again(day, one.received_on)
        ]
        yield Rejected(story.provider, pathway, story.referral_id, day, first_of(followed))


def first_of(followed: Iterable[Again]) -> Again | None:
    """The earliest; of one day, the first by provider, pathway and id."""
    return min(followed, key=lambda one: (one.received_on, one.provider, one.pathway, one.referral_id), default=None)


def lately_again(rejections: Iterable[Rejected], as_at: date) -> list[Rejected]:
    """Rejections after which the child was referred again in the window of a day."""
    return [one for one in rejections if one.again is not None and in_window(one.again.received_on, as_at)]


def figures_of(rejections: Iterable[Rejected], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """Figures of the rejections that could be followed for six months, and of children referred again lately."""
    as_at = cell.as_at
    for provider, mine in by_provider(rejections, lambda one: one.provider, providers):
        here = replace(cell, provider=provider)
        until = months_later(as_at, -WITHIN_MONTHS)
        followed = [one for one in mine if rejected_since(as_at) < one.rejected_on <= until]
        days = [days_between(one.rejected_on, one.again.received_on) for one in followed if one.again is not None]
        yield here.count("rejected-followed", len(followed))
        yield here.count("referred-again", len(days))
        yield here.share("referred-again-share", len(days), len(followed))
        yield here.median("referred-again-median-days", days)
        yield here.count("referred-again-lately", len(lately_again(mine, as_at)))
