"""From counted spells and referrals to the figures of MRS08 to 19 and MHS130 to 135 (R-WAIT-65 to 68).

A tally is all that counting hands over, so the plain count and the count by column share the arithmetic after it.
Percentiles and shares over nothing are 0 under the national ids (R-WAIT section 15).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from diis.definitions.figures import ALL, COUNT, DAYS, Figure
from diis.definitions.national.cyp_places import CORE20
from diis.definitions.national.organisations import ICB, REGION, Organisations
from diis.definitions.percentiles import percentile

PERCENT = "percent"
VALUE = "value"
WITHIN_DAYS = 28
LONG_WAITS = (728, 546, 364)
"""104, 78 and 52 weeks in days; over means more than."""


@dataclass(frozen=True, order=True)
class Group:
    """Whose figures: all, one provider, one area, the most deprived fifth, or that of an area."""

    provider: str = ALL
    breakdown: str = ALL
    level: str = ALL


EVERYONE = Group()
DEPRIVED = Group(breakdown="deprivation", level=CORE20)
AREA = "area"
WITH_DEPRIVATION = {ICB: "icb-deprivation", REGION: "region-deprivation"}
"""Boards and regions are crossed with deprivation, sub-ICBs are not (R-WAIT-65)."""


def of_provider(provider: str) -> Group:
    return Group(provider=provider)


def of_areas(area: str, organisations: Organisations, *, deprived: bool = False) -> list[Group]:
    """The groups of a sub-ICB and of what it lies in; of the deprived also those crossed with deprivation."""
    above = organisations.above(area)
    crossed = {WITH_DEPRIVATION[one]: f"{level} {CORE20}" for one, level in above.items()} if deprived else {}
    return [Group(breakdown=one, level=level) for one, level in {AREA: area, **above, **crossed}.items()]


@dataclass(frozen=True)
class Value:
    """A measure's value before it is labelled; `behind` is what suppression tests (R-WAIT-68)."""

    measure: str
    value: float
    unit: str
    behind: int


@dataclass
class SpellTally:
    """Spells that touch the rolling quarter; the Counters hold spells by days.

    `full_stops`: start to a full stop in the quarter. `without_stop`, `without_contact`: days so far of open spells
    that lack it.
    """

    full_stops: Counter[int] = field(default_factory=Counter)
    without_stop: Counter[int] = field(default_factory=Counter)
    without_contact: Counter[int] = field(default_factory=Counter)
    started: int = 0
    closed: int = 0
    open: int = 0
    contacted: int = 0
    open_with_stop: int = 0
    open_with_contact: int = 0

    def values(self) -> Iterator[Value]:
        """MRS08 to MRS19."""
        stopped = self.full_stops.total()
        within = sum(count for days, count in self.full_stops.items() if days <= WITHIN_DAYS)
        yield _count("MRS08", stopped)
        yield _count("MRS08a", within)
        yield _share("MRS08b", within, stopped)
        yield _count("MRS09", self.without_stop.total())
        yield from _long_waits("MRS09", self.without_stop)
        yield _count("MRS10", self.without_contact.total())
        yield _percentile("MRS10a", self.without_contact, 0.5)
        yield _percentile("MRS10b", self.without_contact, 0.9)
        yield _count("MRS11", self.started)
        yield _count("MRS12", self.closed)
        yield _count("MRS13", self.open)
        yield from _long_waits("MRS14", self.without_contact)
        yield _count("MRS16", self.contacted)
        yield _count("MRS17", self.open_with_stop)
        yield _count("MRS18", self.open_with_contact)
        yield _share("MRS19", self.open_with_stop, self.open_with_contact)


@dataclass
class ContactTally:
    """Referrals by days: `contacted` from receipt to a first contact in the quarter, `waiting` so far plus one."""

    contacted: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)

    def values(self) -> Iterator[Value]:
        """MHS130 to MHS135."""
        yield _count("MHS130", self.contacted.total())
        yield _percentile("MHS131", self.contacted, 0.5)
        yield _percentile("MHS132", self.contacted, 0.9)
        yield _count("MHS133", self.waiting.total())
        yield _percentile("MHS134", self.waiting, 0.5)
        yield _percentile("MHS135", self.waiting, 0.9)


def figures(
    tallies: Iterable[tuple[Group, SpellTally | ContactTally]], as_at: date, as_known: int, rule: str
) -> list[Figure]:
    """The labelled figures of tallies, in order of group."""
    return [
        Figure(
            as_at=as_at,
            as_known=as_known,
            measure=one.measure,
            figure=VALUE,
            provider=group.provider,
            breakdown=group.breakdown,
            level=group.level,
            value=one.value,
            unit=one.unit,
            rule=rule,
            behind=one.behind,
        )
        for group, tally in sorted(tallies, key=lambda pair: pair[0])
        for one in tally.values()
    ]


def _count(measure: str, count: int) -> Value:
    return Value(measure, count, COUNT, count)


def _share(measure: str, numerator: int, denominator: int) -> Value:
    """A percentage is shown only if both its parts may be (R-WAIT-95); the numerator is the smaller."""
    return Value(measure, 100 * numerator / denominator if denominator else 0.0, PERCENT, numerator)


def _percentile(measure: str, days: Counter[int], share: float) -> Value:
    return Value(measure, percentile(days, share) or 0.0, DAYS, days.total())


def _long_waits(measure: str, days: Counter[int]) -> Iterator[Value]:
    """Suffixes a, c, e count the waits over 104, 78 and 52 weeks; b, d, f are their shares of all."""
    for over, suffixes in zip(LONG_WAITS, ("ab", "cd", "ef"), strict=True):
        longer = sum(count for day, count in days.items() if day > over)
        yield _count(measure + suffixes[0], longer)
        yield _share(measure + suffixes[1], longer, days.total())
