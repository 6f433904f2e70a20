"""What the collectors read, as functions, so that they can be tried over plain records without a database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from diis.definitions.figures import Figure
from diis.store.readings import FeedStatus


@dataclass(frozen=True)
class Sources:
    """`figures` takes a number of days to go back from the newest census date; both read anew at each call."""

    figures: Callable[[int], Sequence[Figure]]
    feeds: Callable[[], Sequence[FeedStatus]]
