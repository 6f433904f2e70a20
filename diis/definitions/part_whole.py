"""Counts of one group of people, cut into parts in several ways, told so that no small part can be worked out.

A small part is 0 to 7 and told as that band alone. Whoever knew the total, or added up the parts of another cut of the
same people, could subtract the parts that are told and be left with the small one. So the total is told only where no
part is small, and a cut with a small part is withheld where the others leave less than the whole band open for it. What
is decided here is decided from what is told, never from what is hidden: a child more or fewer in a small part changes
nothing (trust: part-whole, presence).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diis.definitions.suppression import LARGEST_IN_BAND, ROUNDED_TO, banded_count

_REACH = ROUNDED_TO // 2

Parts = Mapping[str, int]
"""The parts of a cut, which add up to the whole group, none of them left out for being empty."""


@dataclass(frozen=True)
class Told:
    """What is told of a group: its total, and the parts of each cut; None where 0 to 7, or not told.

    A cut that is `withheld` is not told at all: nobody may read 0 to 7 into it.
    """

    total: int | None
    cuts: tuple[Mapping[str, int | None], ...]
    withheld: tuple[bool, ...]


def tell(cuts: Sequence[Parts], total: int) -> Told:
    """What is told of a group; `total` is that of every cut."""
    if any(sum(parts.values()) != total for parts in cuts):
        raise ValueError("the parts of a cut do not add up to the group")
    told = [{part: banded_count(count) for part, count in parts.items()} for parts in cuts]
    withheld = tuple(not _stays_open(parts, told[:at] + told[at + 1 :]) for at, parts in enumerate(told))
    shown = tuple(dict.fromkeys(parts, None) if shut else parts for parts, shut in zip(told, withheld, strict=True))
    complete = all(count is not None for parts in told for count in parts.values())
    return Told(banded_count(total) if complete else None, shown, withheld)


def _stays_open(parts: Mapping[str, int | None], others: Sequence[Mapping[str, int | None]]) -> bool:
    """Whether each small part could be anything from 0 to 7, whatever the other cuts tell of the total."""
    ranges = [_sum_range(other) for other in others]
    least = max((low for low, _ in ranges), default=0)
    most = min((high for _, high in ranges), default=None)
    for part, count in parts.items():
        if count is None:
            low, high = _sum_range({name: value for name, value in parts.items() if name != part})
            if least > high or (most is not None and most - LARGEST_IN_BAND < low):
                return False
    return True


def _sum_range(parts: Mapping[str, int | None]) -> tuple[int, int]:
    """From what to what the parts can add up, by what is told of them."""
    ranges = [range_of(count) for count in parts.values()]
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)


def range_of(count: int | None) -> tuple[int, int]:
    """From what to what a count can be that is told so; None is the band."""
    return (0, LARGEST_IN_BAND) if count is None else (count - _REACH, count + _REACH)
