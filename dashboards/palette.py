"""Colours that people with any colour vision can tell apart, each paired with a mark that is not a colour.

From the palette of Okabe and Ito; a line also has its own dash, a table or stat its own words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diis.definitions.figures import ALL
from diis.definitions.pathways import PROVIDERS

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"


@dataclass(frozen=True)
class Look:
    """How one line is drawn: its name in words, its colour, and its dash in pixels (empty: solid)."""

    words: str
    colour: str
    dash: tuple[int, ...]


_COLOURS = (BLUE, PURPLE, GREEN, SKY)
_DASHES: tuple[tuple[int, ...], ...] = ((), (12, 6), (3, 6), (20, 5, 3, 5))

PROVIDER_WORDS: dict[str, str] = {**PROVIDERS, ALL: "All providers together"}


def _looks() -> Iterator[Look]:
    """A different pair of colour and dash for each provider; both change from one to the next."""
    for index, words in enumerate(PROVIDERS.values()):
        turn = index // len(_COLOURS)
        yield Look(words, _COLOURS[index % len(_COLOURS)], _DASHES[(index + turn) % len(_DASHES)])


PROVIDER_LOOKS: dict[str, Look] = {
    **dict(zip(PROVIDERS, _looks(), strict=True)),
    ALL: Look(PROVIDER_WORDS[ALL], ORANGE, ()),
}

STANDARD = "Standard"
STANDARD_LOOK = Look(STANDARD, VERMILION, (4, 8))
