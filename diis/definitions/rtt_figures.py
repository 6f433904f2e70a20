"""The figures of published referral to treatment counts, and their slow plain-Python oracle (R-WAIT-12 to 22)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from diis.definitions.banded_percentiles import banded_percentile
from diis.definitions.figures import ALL, COUNT, Figure
from diis.definitions.rtt import (
    ADMITTED,
    ALL_FUNCTIONS,
    BANDS,
    INCOMPLETE,
    NEW_PERIODS,
    NON_ADMITTED,
    NOT_ENGLISH,
    OVER_WEEKS,
    WITHIN_18_WEEKS,
    RttLine,
)

TREATMENT_FUNCTION = "treatment-function"
PERCENT = "percent"
WEEKS = "weeks"

PERCENTILES = {"median-weeks": 0.5, "p92-weeks": 0.92, "p95-weeks": 0.95}


@dataclass(frozen=True)
class RttMeasure:
    """Which part of the publication a measure reads; Part_2A is in none, being inside Part_2 (R-WAIT-15)."""

    id: str
    part: str
    title: str
    has_bands: bool = True


RTT_MEASURES: tuple[RttMeasure, ...] = (
    RttMeasure("rtt-incomplete", INCOMPLETE, "Pathways waiting for treatment at the end of the month"),
    RttMeasure("rtt-completed-admitted", ADMITTED, "Pathways completed in the month by admission"),
    RttMeasure("rtt-completed-non-admitted", NON_ADMITTED, "Pathways completed in the month without admission"),
    RttMeasure("rtt-new-periods", NEW_PERIODS, "Pathways started in the month", has_bands=False),
)
MEASURE_OF_PART: dict[str, RttMeasure] = {measure.part: measure for measure in RTT_MEASURES}


class RttGroup(NamedTuple):
    """What a set of figures is about. Breakdown `all` is every treatment function; C_999 is also shown as a level."""

    period_on: date
    provider: str
    part: str
    breakdown: str
    level: str


class RttCounts(NamedTuple):
    """Pathways of a group: all of them, and by week band those whose clock start is known."""

    total_all: int
    bands: tuple[int, ...]


class _Value(NamedTuple):
    """A figure's value before it is labelled."""

    figure: str
    value: float | None
    unit: str
    rule: str
    behind: int
    note: str = ""


def _values(measure: RttMeasure, counts: RttCounts) -> Iterator[_Value]:
    # Two totals. `total` is Total All, as published. A wait is known only for pathways in a band, so shares and
    # percentiles are of the banded pathways. For Part_2 that is the Total All of R-WAIT-18. For 1A and 1B it is the
    # published Total: pathways with unknown clock start are in Total All but in no band (R-WAIT-15), and counting
    # them below the line would call every one of them a wait of over 18 weeks.
    yield _Value("total", counts.total_all, COUNT, "R-WAIT-15", counts.total_all)
    if not measure.has_bands:
        return
    banded = sum(counts.bands)
    within = sum(counts.bands[band] for band in WITHIN_18_WEEKS)
    yield _Value("within-18-weeks-share", 100 * within / banded if banded else None, PERCENT, "R-WAIT-18", banded)
    for weeks in OVER_WEEKS:
        over = sum(counts.bands[weeks:])
        yield _Value(f"over-{weeks}-weeks", over, COUNT, "R-WAIT-12", over)
    for name, share in PERCENTILES.items():
        found = banded_percentile(counts.bands, share)
        yield _Value(name, found.weeks, WEEKS, "R-WAIT-19", banded, found.note)


def figures_of_groups(groups: Mapping[RttGroup, RttCounts], as_known: int) -> list[Figure]:
    """Every figure of every group, in the order of the groups."""
    return [
        Figure(
            as_at=group.period_on,
            as_known=as_known,
            measure=MEASURE_OF_PART[group.part].id,
            figure=value.figure,
            provider=group.provider,
            breakdown=group.breakdown,
            level=group.level,
            value=value.value,
            unit=value.unit,
            rule=value.rule,
            behind=value.behind,
            note=value.note,
            published=True,
        )
        for group, counts in sorted(groups.items())
        for value in _values(MEASURE_OF_PART[group.part], counts)
    ]


def rtt_figures(lines: Iterable[RttLine], as_known: int) -> list[Figure]:
    """The oracle: every figure of each month and provider, from the lines themselves.

    NONC is left out (R-WAIT-17). Level `all` takes, for each commissioner and part, the C_999 line; only where
    there is none does it add up the detail, so nothing is counted twice (R-WAIT-16).
    """
    kept = [line for line in lines if line.commissioner != NOT_ENGLISH and line.part in MEASURE_OF_PART]
    has_total = {_return_of(line) for line in kept if line.treatment_function == ALL_FUNCTIONS}
    members: defaultdict[RttGroup, list[RttLine]] = defaultdict(list)
    for line in kept:
        month_and_part = (line.period_on, line.provider, line.part)
        members[RttGroup(*month_and_part, TREATMENT_FUNCTION, line.treatment_function)].append(line)
        if line.treatment_function == ALL_FUNCTIONS or _return_of(line) not in has_total:
            members[RttGroup(*month_and_part, ALL, ALL)].append(line)
    return figures_of_groups({group: _added_up(found) for group, found in members.items()}, as_known)


def _return_of(line: RttLine) -> tuple[date, str, str, str]:
    return line.period_on, line.provider, line.commissioner, line.part


def _added_up(lines: list[RttLine]) -> RttCounts:
    bands = tuple(sum(line.bands[band] for line in lines) for band in range(BANDS))
    return RttCounts(sum(line.total_all for line in lines), bands)
