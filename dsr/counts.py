"""The register in figures without people: K1 to K18 of a month, small numbers hidden (section I, R-DSR-117).

The only way figures of the register leave it: what is exact stays in here. 0 to 7 people are one band, told as such for
every cell whether there is anybody in it or not; other counts are told to the nearest 5. What happened is counted by
those it happened to: ten reviews of two people are in the band. Percentages and rates are those of the counts as they
are told, and so tell nothing more. A month is told a fixed number of days after its end and as it was known then, for
good: no figure moves on the day somebody came, or was recorded late (trust, section 4; docs/adr/0069).
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from diis.definitions.part_whole import Tally, tell
from diis.definitions.suppression import banded_statistic, whole
from dsr.equity import Decile, equity_cuts, grouping
from dsr.rules.days import end_of
from dsr.rules.measures.all_measures import Everybody, groups, on_the_register, times
from dsr.rules.measures.closing import closes_on
from dsr.rules.measures.groups import Cut, Group, Times
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.measures.measuring import Period
from dsr.store.register import RegisterStore

ALL = "all"
BAND, NOT_TOLD = "0 to 7", "not told"
PERCENT, PER_MILLION, DAYS = "percent", "per million", "days"


class MonthNotClosed(ValueError):
    """A month is told once nothing that is recorded counts in it any more; says from which day on."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """A figure as it may leave the register. `told` says it in words: a number, `0 to 7`, or `not told`.

    `not told` is a figure that would give another one away, a percentage of a band, or a median with 7 or fewer behind.
    """

    id: str
    name: str
    part: str
    value: int | None
    unit: str
    rule: str
    told: str

    @property
    def suppressed(self) -> bool:
        """Whether there is no number."""
        return self.value is None


def month_of(day: date) -> Period:
    """The month that a day is in."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def counts(
    store: RegisterStore, month: Period, populations: Mapping[Band, Population], decile_of: Decile
) -> tuple[Count, ...]:
    """Every figure of a month as known when it closed, always the same ones in order. Raises `MonthNotClosed`.

    `populations` are the people behind rates, by age; `decile_of` is the deprivation of a postcode, 1 to 10.
    """
    terms = store.session.terms
    closes = closes_on(month, terms)
    if closes >= store.session.today:
        raise MonthNotClosed(f"What is recorded until {closes} counts in this month; it is told from the day after.")
    found = store.lives_to_count(*grouping(decile_of), end_of(closes))
    form = list(_groups(Everybody((), month, terms, populations), ()))
    of_each = [Everybody((life,), month, terms, populations) for life, _ in found]
    members = [list(_groups(one, (belongs,))) for one, (_, belongs) in zip(of_each, found, strict=True)]
    told = [count for at, group in enumerate(form) for count in shown(group, [one[at] for one in members])]
    spans = [list(times(one)) for one in of_each]
    empty = times(Everybody((), month, terms, populations))
    return (*told, *(shown_median(one, [of_one[at] for of_one in spans]) for at, one in enumerate(empty)))


def _groups(everybody: Everybody, belongs: Sequence[Mapping[str, str]]) -> Iterator[Group]:
    yield from groups(everybody)
    yield on_the_register(everybody, equity_cuts(everybody, belongs))


def shown(form: Group, members: Sequence[Group]) -> Iterator[Count]:
    """A group as it is told, from that of each person: the total, then each cut with its shares and rates."""
    cuts = [
        {part: _tally(one.cuts[at].parts[part] for one in members) for part in cut.parts}
        for at, cut in enumerate(form.cuts)
    ]
    told = tell(cuts, _tally(one.total for one in members), of_events=form.of_events)
    yield _count(form, ALL, told.total, form.unit, NOT_TOLD if form.cuts else BAND)
    for cut, parts, withheld in zip(form.cuts, told.cuts, told.withheld, strict=True):
        for part, value in parts.items():
            yield _count(cut, part, value, form.unit, NOT_TOLD if withheld else BAND)
        yield from _shares(cut, parts)
        yield from _rates(cut, parts)


def shown_median(form: Times, members: Sequence[Times]) -> Count:
    """A median in whole days; not told where it is of 7 or fewer people."""
    days = [one for of_one in members for one in of_one.days]
    value = banded_statistic(median(days) if days else None, sum(bool(one.days) for one in members))
    told = NOT_TOLD if value is None else str(value)
    return Count(id=form.id, name=form.name, part=form.part, value=value, unit=DAYS, rule=form.rule, told=told)


def _tally(of_each: Iterable[int]) -> Tally:
    counted = list(of_each)
    return Tally(sum(counted), sum(count > 0 for count in counted))


def _count(of: Group | Cut, part: str, value: int | None, unit: str, hidden: str) -> Count:
    told = hidden if value is None else str(value)
    return Count(id=of.id, name=of.name, part=part, value=value, unit=unit, rule=of.rule, told=told)


def _shares(cut: Cut, parts: Mapping[str, int | None]) -> Iterator[Count]:
    for share in cut.shares:
        among = [count for part, count in parts.items() if part in share.among and count is not None]
        of = sum(count for part, count in parts.items() if part in share.of and count is not None)
        value = whole(100 * of / sum(among)) if len(among) == len(share.among) else None
        told = NOT_TOLD if value is None else f"{value}%"
        yield Count(id=share.id, name=share.name, part=share.part, value=value, unit=PERCENT, rule=cut.rule, told=told)


def _rates(cut: Cut, parts: Mapping[str, int | None]) -> Iterator[Count]:
    for part, people in (cut.rates or {}).items():
        count = parts[part]
        value = None if count is None else whole(float(people.per_million(count)))
        yield _count(cut, f"{part}, people of {people.year}", value, PER_MILLION, NOT_TOLD)
