"""What changed since: the difference between two loads in the figures of a day, by reason."""

from dataclasses import dataclass
from datetime import date

from diis.definitions.changes import Change, changes_of, every_change
from diis.definitions.local_measures import measures_in_force
from diis.store.changed import changed_between
from diis.store.engine import Store
from diis.store.figures import senders


class NotEarlier(ValueError):
    """The load to compare from is not before the load to compare to."""


@dataclass(frozen=True)
class WhatChanged:
    """The changes of a day's figures between two loads, the measures they cover, and every one there could be.

    In `possible` no change tells by being there that there was one: of each measure and provider it has every reason.
    """

    as_at: date
    from_load: int
    to_load: int
    measures: tuple[str, ...]
    changes: list[Change]
    possible: list[Change]


def changes(store: Store, from_load: int, to_load: int, as_at: date) -> WhatChanged:
    """Why `open` and `stopped` of a day differ between two loads; raises `NotEarlier`.

    For each measure and provider the parts of all reasons together are exactly the difference of the figure.
    """
    if from_load > to_load:
        raise NotEarlier(f"Load {from_load} is after load {to_load}. Give the earlier load first.")
    measures = tuple(measures_in_force(as_at))
    with store.reading() as connection:
        found = changes_of(changed_between(connection, from_load, to_load), measures, as_at)
        lists = senders(connection, to_load)
    covered = sorted({change.measure for change in found})
    return WhatChanged(as_at, from_load, to_load, tuple(covered), found, every_change(found, measures, lists))
