"""The local measures of some days, from facts to figures: the engine that the oracle is held against."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain

import polars

from diis.counting.cells import Cells
from diis.counting.clocks import ListClocks
from diis.counting.readings import Column, occupied, values_of
from diis.counting.spans import EPOCH, spans_of
from diis.counting.tallies import Groups, histograms
from diis.definitions.figures import ALL, WINDOW_DAYS, Figure, figure_records, figures_of
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.store.engine import Store
from diis.store.facts import Wanted, read_facts
from diis.store.submitted import submitted_facts

READERS = 2
"""Pathways read at the same time: while one waits for the database, the clocks of another are made."""

COUNTERS = 2
"""Measures counted at the same time."""

Clocks = dict[Measure, polars.DataFrame]


@dataclass(frozen=True)
class Question:
    """Which figures: of some days, each with the breakdowns wanted of it, as known at a load, of some measures.

    `lists` are the providers, in order, that had sent a list by that load, by pathway; `submitters` those that
    national submissions alone tell of.
    """

    days: Mapping[date, Sequence[str]]
    as_known: int
    lists: Mapping[str, Sequence[str]]
    submitters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measures: tuple[Measure, ...] = MEASURES

    @property
    def breakdowns(self) -> set[str]:
        """Those wanted of any day."""
        return {breakdown for wanted in self.days.values() for breakdown in wanted}

    def providers(self, pathway: str) -> tuple[str, ...]:
        """Whoever is known to run a pathway: those who list it, then those whose submissions tell of it."""
        return (*self.lists.get(pathway, ()), *self.submitters.get(pathway, ()))

    def wanted(self) -> list[Wanted]:
        """The facts to read, pathway by pathway."""
        first, last = min(self.days), max(self.days)
        sent = [pathway for pathway in dict.fromkeys(one.pathway for one in self.measures) if self.providers(pathway)]
        return [
            Wanted(
                pathway,
                tuple(one for one in self.measures if one.pathway == pathway),
                first - timedelta(days=WINDOW_DAYS),
                last,
                self.as_known,
            )
            for pathway in sent
        ]


def count_local(store: Store, asked: Question) -> dict[date, list[Figure]]:
    """Every figure of each day, by measure, provider, breakdown and level; `all` providers last.

    Facts are read once for all days. A provider with nobody waiting shows 0, one never heard of shows nothing.
    """
    found: dict[date, list[Figure]] = {day: [] for day in asked.days}
    if not asked.days:
        return found
    with ThreadPoolExecutor(COUNTERS) as counters:
        begun = [
            counters.submit(_of_measure, measure, [clocks.pop(measure) for clocks in lists], asked)
            for wanted, lists in _read(store, asked)
            for measure in wanted.measures
        ]
        for counted in begun:
            for day, figures in counted.result().items():
                found[day] += figures
    return found


def _read(store: Store, asked: Question) -> Iterator[tuple[Wanted, list[Clocks]]]:
    """The clocks of each pathway, provider by provider; those of the next pathways are read meanwhile."""
    coming = deque[tuple[Wanted, Future[list[Clocks]]]]()
    with ThreadPoolExecutor(READERS) as readers:
        for wanted in asked.wanted():
            coming.append((wanted, readers.submit(_clocks, store, wanted, asked)))
            if len(coming) > READERS:
                of, begun = coming.popleft()
                yield of, begun.result()
        while coming:
            of, begun = coming.popleft()
            yield of, begun.result()


def _clocks(store: Store, wanted: Wanted, asked: Question) -> list[Clocks]:
    listed, submitted = asked.lists.get(wanted.pathway, ()), asked.submitters.get(wanted.pathway, ())
    facts = chain(read_facts(store, listed, wanted), submitted_facts(store, submitted, wanted) if submitted else ())
    lists = (ListClocks(one, Cells(asked.breakdowns)) for one in facts)
    return [{measure: clocks.of(measure) for measure in wanted.measures} for clocks in lists]


def _of_measure(measure: Measure, lists: list[polars.DataFrame], asked: Question) -> dict[date, list[Figure]]:
    cells = Cells(asked.breakdowns)
    numbered = (frame.with_columns(provider=polars.lit(place, polars.UInt16)) for place, frame in enumerate(lists))
    clocks = polars.concat(cells.number_open(list(numbered)))
    groups = Groups(len(lists), len(cells.names))
    records = figure_records(measure)
    found = {}
    for breakdowns in set(map(tuple, asked.days.values())):
        days = sorted(day for day, of in asked.days.items() if tuple(of) == breakdowns and measure.in_force(day))
        columns = [column for column in cells.columns if column in breakdowns]
        spans = spans_of(clocks, days, columns, working=measure.in_working_days)
        for day, tallies in zip(days, histograms(spans, len(days), columns, groups), strict=True):
            values = list(values_of(records, tallies, (day - EPOCH).days))
            inside = occupied(records, values, groups)
            shown = [
                (number, *name)
                for number, name in enumerate(cells.names)
                if name[0] in columns and (number in inside or cells.is_always_there(number))
            ]
            found[day] = list(_figures(measure, values, groups, shown, day, asked))
    return found


def _figures(
    measure: Measure,
    values: Sequence[Column],
    groups: Groups,
    shown: Sequence[tuple[int, str, str]],
    day: date,
    asked: Question,
) -> Iterator[Figure]:
    names = [record.id for record in figure_records(measure)]
    of_groups = list(zip(*values, strict=True))
    for place, provider in enumerate((*asked.providers(measure.pathway), ALL)):
        # A single provider is all there is.
        of_cell = min(place, groups.of_a_cell - 1)
        for number, breakdown, level in shown:
            found = dict(zip(names, of_groups[number * groups.of_a_cell + of_cell], strict=True))
            yield from figures_of(measure, found, day, asked.as_known, provider, breakdown, level)
