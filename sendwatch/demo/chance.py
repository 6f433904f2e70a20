"""Repeatable chance: the same seed gives the same draws on every machine and in every Python version.

Python promises that for `random()` alone, so every draw is made from it, with whole numbers, sums and comparisons.
Logarithms are not used: their last digit may differ between machines.
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value")

CARDS = 2_000


class Deck(Generic[Value]):
    """CARDS values, each as likely as another; what must be more likely is on more cards."""

    def __init__(self, cards: tuple[Value, ...]) -> None:
        self.cards = cards


def mix(weights: Mapping[Value, float]) -> Deck[Value]:
    """A deck of values by weight, in any unit; a share of less than one card may get none."""
    values, edges = tuple(weights), tuple(accumulate(weights.values()))
    return Deck(tuple(values[bisect_right(edges, (card + 0.5) / CARDS * edges[-1])] for card in range(CARDS)))


def spread(quantiles: Mapping[float, int]) -> Deck[int]:
    """A deck of durations in days, from quantiles: share of cases (0 to 1, rising) to the days they took at most."""
    shares, days = tuple(quantiles), tuple(quantiles.values())
    cards = []
    for card in range(CARDS):
        share = (card + 0.5) / CARDS
        above = bisect_right(shares, share)
        part = (share - shares[above - 1]) / (shares[above] - shares[above - 1])
        cards.append(int(days[above - 1] + (days[above] - days[above - 1] + 1) * part))
    return Deck(tuple(cards))


class Chance(Random):
    """The draws of one child, from a key of its own, so that no child's life depends on another's."""

    def happens(self, share: float) -> bool:
        return self.random() < share

    def draw(self, deck: Deck[Value]) -> Value:
        return deck.cards[int(self.random() * CARDS)]

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both inside."""
        return low + int(self.random() * (high - low + 1))
