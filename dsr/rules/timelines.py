"""What held from day to day, joined into stretches of time in which it did not change."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

S = TypeVar("S")


@dataclass(frozen=True)
class Stretch(Generic[S]):
    """A state from a day on, and the day from which it held no longer (None: it holds)."""

    state: S
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it held at the end of a day."""
        return self.since <= day and (self.until is None or day < self.until)


def from_changes(changes: Iterable[tuple[date, S | None]]) -> tuple[Stretch[S], ...]:
    """The stretches between changes that are told in the order of their days; of one day the last counts.

    Where there is no state there is no stretch.
    """
    found: list[Stretch[S]] = []
    for day, now in dict(changes).items():
        if found and found[-1].until is None:
            if found[-1].state == now:
                continue
            found[-1] = Stretch(found[-1].state, found[-1].since, day)
        if now is not None:
            found.append(Stretch(now, day))
    return tuple(found)


def stretches(days: Iterable[date], state: Callable[[date], S | None]) -> tuple[Stretch[S], ...]:
    """The stretches of a state that can change on some days only, in any order."""
    return from_changes((day, state(day)) for day in sorted(set(days)))


def edges(found: Iterable[Stretch[S]]) -> Iterator[date]:
    """The days on which a state began or ended."""
    for one in found:
        yield one.since
        if one.until is not None:
            yield one.until


def state_on(found: Iterable[Stretch[S]], day: date) -> S | None:
    """The state at the end of a day."""
    return next((one.state for one in found if one.holds(day)), None)
