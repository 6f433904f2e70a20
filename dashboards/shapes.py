"""How values are shown: units, thresholds, and words for values that a number would misstate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.palette import BLUE, ORANGE

Json = dict[str, object]

SUPPRESSED = "fewer than 5 (suppressed)"
NO_FIGURES = "no figures yet"

COUNT = "none"
SHARE = "percentunit"
WEEKS = "suffix:weeks"
DAYS = "suffix:days"
DATE = "time:D MMMM YYYY"
DATE_AND_TIME = "time:D MMMM YYYY HH:mm"


def step(colour: str, at_or_above: float | None = None) -> Json:
    """A threshold: `colour` from a value upwards; None is the first step, below all others."""
    return {"color": colour, "value": at_or_above}


PLAIN = (step(BLUE),)
NONE_WANTED = (step(BLUE), step(ORANGE, 1))
"""For counts of which one is already too many."""


def suppressed_words() -> Json:
    """NaN is a figure too small to show, and says so; it is never drawn as 0."""
    return {"type": "special", "options": {"match": "nan", "result": {"text": SUPPRESSED, "index": 0}}}


def words_for(words: Mapping[str, str]) -> Json:
    """From values to the words people use for them."""
    return {
        "type": "value",
        "options": {value: {"text": text, "index": index} for index, (value, text) in enumerate(words.items(), 1)},
    }


@dataclass(frozen=True)
class Shape:
    """How one kind of value is shown. Threshold colours only repeat what words, marks or position already say."""

    unit: str
    decimals: int | None = None
    thresholds: Sequence[Json] = PLAIN
    mappings: Sequence[Json] = ()
    no_value: str = NO_FIGURES

    def defaults(self) -> Json:
        """Field defaults of a panel whose values all have this shape."""
        return {
            "unit": self.unit,
            **({} if self.decimals is None else {"decimals": self.decimals}),
            "color": {"mode": "thresholds"},
            "mappings": [suppressed_words(), *self.mappings],
            "thresholds": {"mode": "absolute", "steps": list(self.thresholds)},
            "noValue": self.no_value,
        }

    def properties(self) -> list[Json]:
        """The same as overrides of one field."""
        return [{"id": name, "value": value} for name, value in self.defaults().items()]


COUNTED = Shape(COUNT, 0)
NONE_EXPECTED = Shape(COUNT, 0, thresholds=NONE_WANTED, mappings=(words_for({"0": "none"}),))
SHARED = Shape(SHARE, 0, thresholds=(step(BLUE), step(ORANGE, 0.5)))
"""A share, orange from half: a local mark to look at, not a standard."""
IN_WEEKS = Shape(WEEKS, 1)
IN_DAYS = Shape(DAYS, 0)
ON_DATE = Shape(DATE)
SEEN_ON = Shape(DATE, no_value="never")
AT_TIME = Shape(DATE_AND_TIME, no_value="never")
