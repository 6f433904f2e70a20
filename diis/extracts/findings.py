"""One batch by column while it is checked: what was found, and which rows are set aside.

Columns hold few different values: a judge sees each different value once, and only rows with a fault cost more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl

from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.values import Fault

FINDING_COLUMNS = {
    "code": pl.String(),
    "level": pl.String(),
    "file": pl.String(),
    "line": pl.Int64(),
    "field": pl.String(),
    "reason": pl.String(),
}


class Findings:
    """Findings on the rows of a batch; `bad` is true where a row is set aside."""

    def __init__(self, file: str, lines: pl.Series, rejections: Iterable[Rejection] = ()) -> None:
        self.file = file
        self.lines = lines
        self.bad = pl.repeat(False, lines.len(), dtype=pl.Boolean, eager=True)
        self._found = [frame_of(rejections)]

    def reject(self, where: pl.Series, code: str, name: str | None, reason: str) -> None:
        """Quarantine the rows where a condition is true."""
        if where.any():
            self._note(where, code, ROW, name, reason)
            self.bad = self.bad | where

    def reject_good(self, where: pl.Series, code: str, name: str | None, reason: str) -> None:
        """Quarantine the rows where a condition is true, but say nothing more of those that are set aside already."""
        self.reject(where & ~self.bad, code, name, reason)

    def warn(self, where: pl.Series, code: str, name: str | None, reason: str) -> None:
        """Say something of rows that are accepted all the same; nothing of those that are set aside."""
        told = where & ~self.bad
        if told.any():
            self._note(told, code, WARNING, name, reason)

    def reject_values(self, values: pl.Series, name: str, judge: Callable[[str], Fault | None]) -> None:
        """Quarantine each row whose value has a fault; values that are null are not judged."""
        by_fault: dict[Fault, list[str]] = {}
        for value in values.unique().drop_nulls().to_list():
            fault = judge(value)
            if fault is not None:
                by_fault.setdefault(fault, []).append(value)
        for (code, reason), faulty in by_fault.items():
            self.reject(values.is_in(faulty).fill_null(value=False), code, name, reason)

    def told(self) -> pl.DataFrame:
        """Everything that was found, a row a finding."""
        return pl.concat(self._found)

    def _note(self, where: pl.Series, code: str, level: str, name: str | None, reason: str) -> None:
        lines = pl.DataFrame({"line": self.lines.filter(where)})
        same = {"code": code, "level": level, "file": self.file, "field": name, "reason": reason}
        with_words = lines.with_columns(pl.lit(value, pl.String).alias(column) for column, value in same.items())
        self._found.append(with_words.select(list(FINDING_COLUMNS)))


def frame_of(rejections: Iterable[Rejection]) -> pl.DataFrame:
    """Findings as a table."""
    rows = [tuple(vars(found)[name] for name in FINDING_COLUMNS) for found in rejections]
    return pl.DataFrame(rows, schema=FINDING_COLUMNS, orient="row")


@dataclass(frozen=True)
class Checked:
    """A batch after the check: what may be staged, what was found, and how many rows came in.

    `named` holds the ids (referral_id, item_id) of rows that were set aside: they are in the list all the same.
    `suspects` holds the pseudonyms (line, person) of numbers within ids that could be a child's NHS number.
    """

    frame: pl.DataFrame
    findings: pl.DataFrame
    named: pl.DataFrame
    suspects: pl.DataFrame
    rows_in: int

    @property
    def quarantined(self) -> int:
        return self.rows_in - self.frame.height

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """What may be staged, row by row."""
        return self.frame.rows()

    @property
    def rejections(self) -> list[Rejection]:
        """What was found."""
        return [Rejection(*row) for row in self.findings.iter_rows()]
