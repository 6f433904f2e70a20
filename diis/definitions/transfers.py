"""Transferred to an adult service while waiting: the first date is kept, and a second clock runs (R-WAIT-91, 92)."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from diis.definitions.cells import Cell, by_provider
from diis.definitions.clocks import REMOVED, in_window, stop_of
from diis.definitions.days import days_between
from diis.definitions.figures import Figure
from diis.definitions.stories import Story, happened, main_measure

TOLD_FOR_DAYS = 400
"""A full list tells of a referral for so many days after it was closed; later, nothing is known of it."""


@dataclass(frozen=True)
class Transfer:
    """A wait that went on in an adult service, by the provider's own id.

    `days_at_transfer` is the wait until then, `total_days` the whole wait from the first received date to the day or to
    the stop, `days_since_transfer` the second clock. `stopped_on` None: nobody has told that the wait ended.
    """

    provider: str
    pathway: str
    referral_id: str
    received_on: date
    transferred_on: date
    stopped_on: date | None
    days_at_transfer: int
    total_days: int
    days_since_transfer: int

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)

    def in_words(self) -> str:
        """The line of the list."""
        return (
            f"{self.provider} {self.pathway} {self.referral_id}: transferred to an adult service "
            f"{self.transferred_on} after {self.days_at_transfer} days; {self.total_days} days in all since "
            f"{self.received_on}, {self.days_since_transfer} of them there"
        )


def transferred_since(as_at: date) -> date:
    """Transfers up to this day are too long ago to tell anything of."""
    return as_at - timedelta(days=TOLD_FOR_DAYS)


def transfer_of(story: Story, as_at: date) -> Transfer | None:
    """The transfer that ended a wait lately; None where the clock ended otherwise, runs, or ended too long ago."""
    transferred_on, clock = story.transferred_to_adult_on, story.clock(as_at)
    if transferred_on is None or clock.state != REMOVED or clock.ended_on != transferred_on:
        return None
    if transferred_on <= transferred_since(as_at):
        return None
    stop = stop_of(main_measure(story.pathway, as_at), story.referral())
    stopped_on = stop if happened(stop, as_at) else None
    until = stopped_on or as_at
    return Transfer(
        provider=story.provider,
        pathway=story.pathway,
        referral_id=story.referral_id,
        received_on=story.received_on,
        transferred_on=transferred_on,
        stopped_on=stopped_on,
        days_at_transfer=clock.days,
        total_days=days_between(story.received_on, until),
        days_since_transfer=days_between(transferred_on, until),
    )


def figures_of(transfers: Iterable[Transfer], cell: Cell, providers: Iterable[str]) -> Iterator[Figure]:
    """Transfers of the window with the wait until then, and those still waiting as far as anybody has told."""
    for provider, mine in by_provider(transfers, lambda one: one.provider, providers):
        here = replace(cell, provider=provider)
        lately = [one.days_at_transfer for one in mine if in_window(one.transferred_on, cell.as_at)]
        waiting = [one for one in mine if one.stopped_on is None]
        yield here.count("transferred-to-adult", len(lately))
        yield here.median("transferred-median-days", lately)
        yield here.count("waiting-since-transfer", len(waiting))
        yield here.median("total-median-days", [one.total_days for one in waiting])
        yield here.median("since-transfer-median-days", [one.days_since_transfer for one in waiting])
