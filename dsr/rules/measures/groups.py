"""What the measures come to before anything is hidden: groups of people or events, cut into parts; exact."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsr.rules.measures.measures_of_hospital import Population
from dsr.rules.measures.measuring import Ratio

PEOPLE = "people"


@dataclass(frozen=True)
class Share:
    """The percentage of some parts among some or all parts of a cut."""

    id: str
    name: str
    part: str
    of: frozenset[str]
    among: frozenset[str]


@dataclass(frozen=True)
class Cut:
    """One way in which a group falls into parts; every part is there, those without anybody too.

    `rates` names the people behind a part, for what is told per million of them (R-DSR-94).
    """

    id: str
    name: str
    rule: str
    parts: Mapping[str, int]
    shares: tuple[Share, ...] = ()
    rates: Mapping[str, Population] | None = None


@dataclass(frozen=True)
class Group:
    """People, or events, that are counted together.

    Cuts of the same people belong to one group: they tell of each other, and are hidden together.
    """

    id: str
    name: str
    unit: str
    rule: str
    total: int
    cuts: tuple[Cut, ...] = ()

    @property
    def of_events(self) -> bool:
        """Whether one person may be counted more than once."""
        return self.unit != PEOPLE


@dataclass(frozen=True)
class Times:
    """Lengths of time in days, of which the median is told."""

    id: str
    name: str
    part: str
    rule: str
    days: tuple[int, ...]


def cut_of(id_: str, name: str, rule: str, ratio: Ratio, yes: str, no: str) -> Cut:
    """So many out of so many as two parts, with the share of the first."""
    parts = {yes: ratio.numerator, no: ratio.denominator - ratio.numerator}
    return Cut(id_, name, rule, parts, (Share(id_, name, yes, frozenset({yes}), frozenset(parts)),))


def group_of(id_: str, name: str, unit: str, rule: str, ratio: Ratio, yes: str, no: str) -> Group:
    """The same as a group of its own."""
    return Group(id_, name, unit, rule, ratio.denominator, (cut_of(id_, name, rule, ratio, yes, no),))
