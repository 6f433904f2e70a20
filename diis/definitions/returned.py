"""Referrals sent back for more information: how many, how long that takes, what becomes of them (R-WAIT-70, 13 c).

Being returned never resets the clock, so the days it adds are part of the wait and can be counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from diis.definitions.cells import Cell, by_provider
from diis.definitions.days import days_between
from diis.definitions.figures import Figure
from diis.definitions.sources import SOURCE, SOURCES, source_in_words
from diis.definitions.stories import Story, happened

COHORT_WEEKS = 26
"""Referrals received in so many weeks: nearly all that will be returned have been by the end of them."""

REASONS = {"01": "duplicate", "02": "inappropriate", "03": "incomplete"}
"""Reasons of rejection (R-WAIT-80); the layout has none for a return itself."""


@dataclass(frozen=True)
class Out:
    """A returned referral that has neither come back nor ended, by the provider's own id."""

    provider: str
    pathway: str
    referral_id: str
    source: str
    received_on: date
    returned_on: date
    days_out: int

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)

    def in_words(self) -> str:
        """The line of the list."""
        return (
            f"{self.provider} {self.pathway} {self.referral_id}: received {self.received_on}, returned to the sender "
            f"({self.source}) {self.returned_on}, not sent in again for {self.days_out} days"
        )


def cohort_since(as_at: date) -> date:
    """The last day before the cohort: who was received later, up to the day itself, is in it."""
    return as_at - timedelta(weeks=COHORT_WEEKS)


def is_out(story: Story, as_at: date) -> bool:
    """Whether a referral was returned and nothing has happened to it since."""
    if not happened(story.returned_on, as_at):
        return False
    since = (story.resubmitted_on, story.decision_on, story.closed_on, story.transferred_to_adult_on)
    return not any(happened(day, as_at) for day in (*since, story.missing_from_on, story.assessment_completed_on))


def out_of(story: Story, as_at: date) -> Out | None:
    """The line of a referral that is out, None for any other."""
    if story.returned_on is None or not is_out(story, as_at):
        return None
    source = source_in_words(story.source_of_referral)
    days = days_between(story.returned_on, as_at)
    return Out(story.provider, story.pathway, story.referral_id, source, story.received_on, story.returned_on, days)


def figures_of(stories: Iterable[Story], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """Figures of the referrals received in the cohort, by provider, and by source within each."""
    cohort = [story for story in stories if cohort_since(cell.as_at) < story.received_on <= cell.as_at]
    for provider, mine in by_provider(cohort, lambda story: story.provider, providers):
        here = replace(cell, provider=provider)
        yield from _figures(mine, here)
        sources: dict[str, list[Story]] = defaultdict(list)
        for story in mine:
            sources[source_in_words(story.source_of_referral)].append(story)
        # Every source, 0 where nobody is: no level tells by being there that somebody is in it (docs/adr/0026).
        for source in SOURCES:
            yield from _figures(sources[source], replace(here, breakdown=SOURCE, level=source))


def _figures(cohort: list[Story], here: Cell) -> Iterator[Figure]:
    as_at = here.as_at
    returned = [story for story in cohort if happened(story.returned_on, as_at)]
    again = [story for story in returned if happened(story.resubmitted_on, as_at)]
    accepted = [story for story in returned if _decided(story, as_at) == "accepted"]
    rejected = [story for story in returned if _decided(story, as_at) == "rejected"]
    reasons = Counter(REASONS.get(story.rejection_reason or "", "not given") for story in rejected)
    yield here.count("received-in-26-weeks", len(cohort))
    yield here.count("returned", len(returned))
    yield here.share("returned-share", len(returned), len(cohort))
    yield here.median("return-median-days", [_days(story.received_on, story.returned_on) for story in returned])
    yield here.count("resubmitted", len(again))
    yield here.median("away-median-days", [_days(story.returned_on, story.resubmitted_on) for story in again])
    yield here.count("accepted-after-return", len(accepted))
    yield here.share("accepted-after-return-share", len(accepted), len(returned))
    yield here.median("acceptance-median-days", [_days(one.received_on, one.decision_on) for one in accepted])
    yield from (
        here.count(f"rejected-after-return:{reason}", reasons[reason]) for reason in (*REASONS.values(), "not given")
    )
    closed = [one for one in returned if not happened(one.resubmitted_on, as_at) and happened(one.closed_on, as_at)]
    yield here.count("closed-without-resubmission", len(closed))
    yield here.count("still-out", sum(is_out(story, as_at) for story in returned))


def _decided(story: Story, as_at: date) -> str | None:
    """The decision made after the return."""
    if story.decision_on is None or story.returned_on is None or not happened(story.decision_on, as_at):
        return None
    return story.decision if story.decision_on >= story.returned_on else None


def _days(start: date | None, end: date | None) -> int:
    """Days between two dates that the caller has looked at."""
    if start is None or end is None:
        raise ValueError("A date is missing.")
    return days_between(start, end)
