"""The lists behind the figures, for the people who act on them: referrals by the provider's own ids, never a person.

Such a list is not suppressed, since somebody must act on each line of it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from diis.definitions.forecast import OUTLOOKS
from diis.definitions.outcomes import OUTCOMES
from diis.definitions.pathways import PATHWAYS
from diis.definitions.referred_again import lately_again
from diis.definitions.returned import out_of
from diis.definitions.steps import longest_of
from diis.definitions.transfers import transfer_of
from diis.definitions.turning_18 import Nearing18
from diis.forecasting import forecast_at
from diis.store.engine import Store, StoreConnection
from diis.store.journeys import journeys
from diis.store.ledger import newest_sequence
from diis.store.list_leavers import left_lately
from diis.store.referred_again import rejections
from diis.store.stories import stories_returned, stories_transferred


class Line(Protocol):
    """One referral that somebody should look at."""

    @property
    def provider(self) -> str:
        """Who can turn the referral id into a child."""

    def as_json(self) -> dict[str, object]:
        """For machines."""

    def in_words(self) -> str:
        """For people."""


Lister = Callable[[StoreConnection, date, int], Iterable[Line]]


def worklist(store: Store, name: str, as_at: date, as_known: int | None = None) -> Sequence[Line]:
    """A list of a day as known at a load (None: now), the most pressing first; raises `KeyError` for no such list."""
    with store.reading() as connection:
        return list(LISTS[name](connection, as_at, newest_sequence(connection, as_known)))


def turning_18(connection: StoreConnection, as_at: date, as_known: int) -> list[Nearing18]:
    """Who is 18 already, then by outlook and the month of the birthday."""
    found = [child for child in forecast_at(connection, as_at, as_known) if child.to_be_listed]
    return sorted(
        found,
        key=lambda child: (
            OUTLOOKS.index(child.outlook) if child.outlook else -1,
            child.eighteenth_on,
            child.provider,
            child.position,
            child.referral_id,
        ),
    )


def steps(connection: StoreConnection, as_at: date, as_known: int) -> Iterable[Line]:
    """Referrals that still wait and have steps, the longest gap first."""
    found = [
        gap
        for pathway in PATHWAYS
        for one in journeys(connection, pathway, as_at, as_known, as_at)
        if one.is_open(as_at) and (gap := longest_of(one, as_at)) is not None
    ]
    return sorted(found, key=lambda one: (-one.gap_days, one.provider, one.referral_id))


def leavers(connection: StoreConnection, as_at: date, as_known: int) -> Iterable[Line]:
    """Who left a list in the last 28 days and has not come back, and why; the unexplained first."""
    found = [one for pathway in PATHWAYS for one in left_lately(connection, pathway, as_at, as_known)]
    return sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.missing_from_on))


def returned(connection: StoreConnection, as_at: date, as_known: int) -> Iterable[Line]:
    """Returned referrals that were not sent in again, the longest out first."""
    told = (story for pathway in PATHWAYS for story in stories_returned(connection, pathway, as_at, as_known))
    found = [out for story in told if (out := out_of(story, as_at)) is not None]
    return sorted(found, key=lambda one: (-one.days_out, one.provider, one.referral_id))


def referred_again(connection: StoreConnection, as_at: date, as_known: int) -> Iterator[Line]:
    """Rejected children who were referred again in the last 28 days."""
    for pathway in PATHWAYS:
        yield from lately_again(rejections(connection, pathway, as_at, as_known), as_at)


def adult_transfers(connection: StoreConnection, as_at: date, as_known: int) -> Iterable[Line]:
    """Who was transferred to an adult service and still waits as far as anybody has told, the longest wait first."""
    told = (story for pathway in PATHWAYS for story in stories_transferred(connection, pathway, as_at, as_known))
    found = [one for story in told if (one := transfer_of(story, as_at)) is not None and one.stopped_on is None]
    return sorted(found, key=lambda one: (-one.total_days, one.provider, one.referral_id))


LISTS: dict[str, Lister] = {
    "turning-18": turning_18,
    "steps": steps,
    "leavers": leavers,
    "returned": returned,
    "referred-again": referred_again,
    "adult-transfers": adult_transfers,
}
"""The names that `sendwatch waits --list` knows."""
