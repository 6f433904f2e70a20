"""From what is counted of autism referrals to figures: what is divided, and how each figure is labelled (R-WAIT-38).

Shared by the oracle and by the engine of columns, which differ in how they count.
"""

from collections.abc import Iterable, Iterator, Mapping

from diis.definitions import figures
from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_families import Counted
from diis.definitions.national.autism_levels import Cell
from diis.definitions.national.autism_measures import AUTISM_MEASURES, AutismCount, AutismRatio, Ratio
from diis.definitions.national.autism_populations import Population, population
from diis.definitions.national.months import last_day

Tallies = Mapping[Cell, Mapping[str, float]]
"""What was counted: the value of a counted measure's id in a cell, absent where nothing was found."""

VALUE = "value"
PERCENT = "percent"
RATE = "rate"
PER_HEAD = 100_000
NO_POPULATION = "no population is given for this line"
_BEHIND_MEDIAN = {"ASD25": "ASD26", "ASD25a": "ASD26a", "ASD25b": "ASD26b"}


def figures_of(
    tallies: Tallies, cells: Iterable[Cell], month: int, populations: Iterable[Population], as_known: int
) -> list[Figure]:
    """Every measure in every cell at the end of a month id, zeros and empty medians and percentages as 0.

    A rate has a figure where a population is in force, and in the line of everybody also without one, with no value.
    """
    known = tuple(populations)
    labelled = _Labels(month, as_known)
    return [
        figure
        for cell in cells
        for measure in AUTISM_MEASURES
        for figure in _figure(labelled, cell, measure, tallies.get(cell, {}), known)
    ]


class _Labels:
    """What every figure of a month has alike."""

    def __init__(self, month: int, as_known: int) -> None:
        self.as_at = last_day(month)
        self.as_known = as_known

    def figure(
        self, cell: Cell, measure: AutismCount | AutismRatio, value: float | None, unit: str, behind: float
    ) -> Figure:
        return Figure(
            as_at=self.as_at,
            as_known=self.as_known,
            measure=measure.id,
            figure=VALUE,
            provider=cell.provider,
            breakdown=cell.breakdown,
            level=cell.level,
            value=value,
            unit=unit,
            rule=measure.rules[0],
            behind=int(behind),
            note=NO_POPULATION if value is None else "",
        )


def _figure(
    labels: _Labels,
    cell: Cell,
    measure: AutismCount | AutismRatio,
    counted: Mapping[str, float],
    populations: tuple[Population, ...],
) -> Iterator[Figure]:
    if isinstance(measure, AutismCount):
        value = counted.get(measure.id, 0)
        is_median = measure.counted is Counted.MEDIAN
        behind = counted.get(_BEHIND_MEDIAN[measure.id], 0) if is_median else value
        yield labels.figure(cell, measure, value, figures.DAYS if is_median else figures.COUNT, behind)
        return
    numerator = counted.get(measure.numerator, 0)
    if measure.ratio is Ratio.PERCENT:
        denominator = counted.get(measure.denominator or "", 0)
        yield labels.figure(cell, measure, 100 * numerator / denominator if denominator else 0, PERCENT, numerator)
        return
    people = None
    if cell.provider == ALL:
        people = population(populations, measure.ages, cell.breakdown, cell.level, labels.as_at)
    if people is not None:
        yield labels.figure(cell, measure, PER_HEAD * numerator / people, RATE, numerator)
    elif cell == Cell(ALL):
        yield labels.figure(cell, measure, None, RATE, numerator)
