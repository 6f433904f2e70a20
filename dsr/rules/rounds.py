"""What recurs, such as a review or a contact: each round runs from the last time until the next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Round:
    """From one time to the next: `done_on` is the next time, `ceased_on` the day from which nobody asks for it."""

    since: date
    done_on: date | None = None
    ceased_on: date | None = None


def rounds(since: date, times: Iterable[date], until: date | None) -> Iterator[Round]:
    """The rounds of a period, the last of which is still to be done or was never asked for to its end.

    What was done on the first day began the period; what was done on the day it ended belongs to its last round.
    """
    for time in sorted(set(times)):
        if since < time and (until is None or time <= until):
            yield Round(since, time)
            since = time
    if until is None or since < until:
        yield Round(since, None, until)
