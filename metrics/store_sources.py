"""The real sources of the collectors: the store, read at each scrape."""

from functools import partial

from diis.feeds import FEEDS
from diis.store.engine import Store
from diis.store.figures import latest_figures
from diis.store.ledger import feed_statuses
from metrics.sources import Sources


def of_store(store: Store) -> Sources:
    """Figures and feeds as the store knows them at the moment of each call."""
    return Sources(figures=partial(latest_figures, store), feeds=partial(feed_statuses, store, FEEDS))
