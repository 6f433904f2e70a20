"""Counts of one group, cut into parts in several ways, told so that no small part can be worked out.

A part with 0 to 7 people behind it is small, and told as that band alone; events count by the people they happened to,
since one person may have ten of them. Whoever knew the total, or added up the parts of another cut of the same group,
could subtract the parts that are told and be left with the small one. So the total is told only where no part is small,
and a cut with a small part is withheld where the others leave less than the whole band open for it. What is decided
here is decided from what is told, never from what is hidden: a child more or fewer in a small part changes nothing
(trust: part-whole, presence).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from diis.definitions.suppression import LARGEST_IN_BAND, ROUNDED_TO, banded_count

_REACH = ROUNDED_TO // 2


class Tally(NamedTuple):
    """How many there are, and how many people are behind them; of people both are the same."""

    number: int
    people: int

    @property
    def told(self) -> int | None:
        """To the nearest 5; None for the band."""
        return None if self.people <= LARGEST_IN_BAND else banded_count(self.number)


Parts = Mapping[str, Tally]
"""The parts of a cut, which add up to the whole group, none of them left out for being empty."""


@dataclass(frozen=True)
class Told:
    """What is told of a group: its total, and the parts of each cut; None where 0 to 7, or not told.

    A cut that is `withheld` is not told at all: nobody may read 0 to 7 into it.
    """

    total: int | None
    cuts: tuple[Mapping[str, int | None], ...]
    withheld: tuple[bool, ...]


def tell(cuts: Sequence[Parts], total: Tally, *, of_events: bool = False) -> Told:
    """What is told of a group; `total` is that of every cut. Of events a small part may hide more than 7."""
    if any(sum(one.number for one in parts.values()) != total.number for parts in cuts):
        raise ValueError("the parts of a cut do not add up to the group")
    most_hidden = inf if of_events else LARGEST_IN_BAND
    told = [{part: one.told for part, one in parts.items()} for parts in cuts]
    ranges = [_sum_range(parts, most_hidden) for parts in told]
    withheld = tuple(
        not _stays_open(parts, ranges[:at] + ranges[at + 1 :], most_hidden) for at, parts in enumerate(told)
    )
    shown = tuple(dict.fromkeys(parts, None) if shut else parts for parts, shut in zip(told, withheld, strict=True))
    complete = all(count is not None for parts in told for count in parts.values())
    return Told(total.told if complete else None, shown, withheld)


Range = tuple[float, float]


def _stays_open(parts: Mapping[str, int | None], others: Sequence[Range], most_hidden: float) -> bool:
    """Whether each small part could be anything from 0 to 7, whatever the other cuts tell of the total."""
    least = max((low for low, _ in others), default=0)
    most = min((high for _, high in others), default=inf)
    for part, count in parts.items():
        if count is None:
            rest = {name: value for name, value in parts.items() if name != part}
            low, high = _sum_range(rest, most_hidden)
            if least > high or most - LARGEST_IN_BAND < low:
                return False
    return True


def _sum_range(parts: Mapping[str, int | None], most_hidden: float) -> Range:
    """From what to what the parts can add up, by what is told of them."""
    ranges = [(0, most_hidden) if count is None else (count - _REACH, count + _REACH) for count in parts.values()]
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)
