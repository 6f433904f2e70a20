"""Support while waiting: who is offered any, and how soon."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from diis.definitions.cells import Cell, by_provider
from diis.definitions.clocks import OPEN, STOPPED, in_window
from diis.definitions.days import days_between
from diis.definitions.figures import Figure
from diis.definitions.stories import Story, happened


def figures_of(stories: Iterable[Story], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """Figures of the clocks that are open, and of those that stopped in the window."""
    as_at = cell.as_at
    clocks = [(story, story.clock(as_at)) for story in stories]
    for provider, mine in by_provider(clocks, lambda one: one[0].provider, providers):
        here = replace(cell, provider=provider)
        waiting = [story for story, clock in mine if clock.state == OPEN]
        yield from _figures(here, "open", [(story, as_at) for story in waiting])
        ended = [
            (story, clock.ended_on)
            for story, clock in mine
            if clock.state == STOPPED and clock.ended_on is not None and in_window(clock.ended_on, as_at)
        ]
        yield from _figures(here, "stopped", ended)


def _figures(here: Cell, state: str, waits: list[tuple[Story, date]]) -> Iterator[Figure]:
    """`waits` are referrals with the last day of their wait so far; support after it came too late."""
    days = [
        days_between(story.received_on, story.support_offered_on)
        for story, last in waits
        if story.support_offered_on is not None and happened(story.support_offered_on, last)
    ]
    yield here.count(f"{state}-with-support", len(days))
    yield here.share(f"{state}-with-support-share", len(days), len(waits))
    yield here.median(f"{state}-support-median-days", days)
