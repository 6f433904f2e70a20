"""Numbers for the cells of figures: each breakdown and level is a small number, so that rows are grouped by numbers."""

from collections.abc import Collection, Iterable, Sequence

import polars

from diis.definitions.breakdowns import BREAKDOWNS, UNKNOWN, Breakdown
from diis.definitions.figures import ALL

Cell = tuple[str, str]
"""Breakdown and level."""

EVERYBODY: Cell = (ALL, ALL)
_NUMBER = polars.UInt16


class Cells:
    """The cells of the breakdowns asked for, by their number.

    Levels of an open breakdown (`Breakdown.levels` is None) come last: they are known only once all rows were seen.
    """

    def __init__(self, asked: Collection[str]) -> None:
        self.breakdowns = [breakdown for breakdown in BREAKDOWNS if breakdown.id in asked]
        self.columns = ([ALL] if ALL in asked else []) + [one.id for one in self.breakdowns]
        fixed = [(one.id, level) for one in self.breakdowns for level in one.levels or ()]
        self.names: list[Cell] = ([EVERYBODY] if ALL in asked else []) + fixed
        self._fixed = len(self.names)

    def number(self, rows: polars.DataFrame) -> list[polars.Series]:
        """A column for each breakdown: the cell of each row; of an open breakdown the codes as they are."""
        everybody = [polars.zeros(rows.height, _NUMBER, eager=True).alias(ALL)] if EVERYBODY in self.names else []
        return everybody + [
            self._numbered(rows[one.column], one) if one.levels else rows[one.column].alias(one.id)
            for one in self.breakdowns
        ]

    def number_open(self, frames: Sequence[polars.DataFrame]) -> list[polars.DataFrame]:
        """Frames with the cells of open breakdowns in place of their codes; takes in the levels that it meets."""
        for one in self.breakdowns:
            if one.levels is None:
                self._meet(one, (frame[one.id] for frame in frames))
                frames = [frame.with_columns(self._numbered(frame[one.id], one)) for frame in frames]
        return list(frames)

    def is_always_there(self, number: int) -> bool:
        """Whether a cell is among the figures although nobody may be in it."""
        return number < self._fixed or self.names[number][1] == UNKNOWN

    def _meet(self, breakdown: Breakdown, columns: Iterable[polars.Series]) -> None:
        levels = {breakdown.level_of(code) for column in columns for code in column.unique()}
        self.names += [(breakdown.id, level) for level in (*sorted(levels - {UNKNOWN}), UNKNOWN)]

    def _numbered(self, codes: polars.Series, breakdown: Breakdown) -> polars.Series:
        """The level is judged once for each code, not for each row."""
        numbers = {level: number for number, (id_, level) in enumerate(self.names) if id_ == breakdown.id}
        known = codes.unique().to_list()
        places = [numbers[breakdown.level_of(code)] for code in known]
        # Of no codes at all it makes a column of their own type.
        return codes.replace_strict(known, places, return_dtype=_NUMBER).cast(_NUMBER).alias(breakdown.id)
