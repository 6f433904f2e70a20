"""Whose list is how new: figures are of one day for everybody, the lists behind them are not."""

from collections.abc import Iterable, Mapping
from datetime import date

from diis.definitions.figures import ALL
from diis.store.readings import FeedStatus

FRESH_DAYS = 7
"""Lists come weekly: one older than this has missed its turn, and its waits grow older with nobody's stop in them."""

NewestLists = Mapping[tuple[str, str], date]


def newest_lists(statuses: Iterable[FeedStatus]) -> NewestLists:
    """Census date of the newest accepted list by pathway and provider; of all together, the oldest among theirs."""
    newest = {
        (status.pathway, status.provider): status.census_on
        for status in statuses
        if status.pathway is not None and status.census_on is not None
    }
    together = {
        (pathway, ALL): min(day for (other, _), day in newest.items() if other == pathway) for pathway, _ in newest
    }
    return newest | together


def is_fresh(list_of: date | None, as_at: date) -> bool:
    """Whether a list is at most a week older than the day its figures are said to describe."""
    return list_of is not None and (as_at - list_of).days <= FRESH_DAYS
