"""One table of a submission while it is checked: rows by column, what was found, which rows are set aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from diis.extracts.monthly.contract import Table
from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.values import Fault

LINE = "line"
"""The line of the file on which a row starts."""


@dataclass
class Sheet:
    """`frame` has the column `line` and one column for each fact of the table, text or null until dates are read.

    Rows that are set aside stay until `settle`, so that everything wrong with a row is told at once. Rows in =
    accepted + quarantined + duplicate at any time.
    """

    table: Table
    frame: pl.DataFrame
    rows_in: int
    findings: list[Rejection] = field(default_factory=list)
    duplicate: int = 0
    bad: set[int] = field(default_factory=set)

    def aside(self, where: pl.Expr, code: str, fact: str, reason: str) -> None:
        """Quarantine the rows that meet a condition; null is no."""
        self.aside_lines(self.frame.filter(where)[LINE], code, fact, reason)

    def aside_lines(self, lines: Sequence[int] | pl.Series, code: str, fact: str, reason: str) -> None:
        """Quarantine rows by their lines."""
        self.bad.update(lines)
        self.findings += [self._finding(code, ROW, line, fact, reason) for line in lines]

    def warn(self, where: pl.Expr, code: str, fact: str, reason: str) -> None:
        """Say something of rows that are taken all the same."""
        lines = self.frame.filter(where)[LINE]
        self.findings += [self._finding(code, WARNING, line, fact, reason) for line in lines if line not in self.bad]

    def judge(self, fact: str, judge: Callable[[str], Fault | None], *, level: str = ROW) -> None:
        """Ask of each different value what is wrong with it, and say so of its rows."""
        faults = {value: fault for value in self.frame[fact].unique() if value and (fault := judge(value))}
        if not faults:
            return
        found = self.frame.filter(pl.col(fact).is_in(list(faults))).select(LINE, fact)
        for line, value in found.iter_rows():
            if level == ROW:
                self.bad.add(line)
            if level == ROW or line not in self.bad:
                self.findings.append(self._finding(faults[value][0], level, line, fact, faults[value][1]))

    def settle(self) -> None:
        """Let the rows go that were set aside."""
        if self.bad:
            self.frame = self.frame.filter(~pl.col(LINE).is_in(list(self.bad)))

    def set_doubles_apart(self) -> None:
        """Equal rows count once; rows that share the key of the table and differ are all set aside."""
        key = list(self.table.key)
        if key:
            rule = f" National rule {self.table.one_rule}." if self.table.one_rule else ""
            reason = f"The same id stands in several rows that differ. Send the right one only.{rule}"
            self.set_contradictions_aside(key, f"{key[-1].replace('_', '-')}-conflict", key[-1], reason)
        self.count_once([column for column in self.frame.columns if column != LINE])

    def set_contradictions_aside(self, key: list[str], code: str, fact: str, reason: str) -> None:
        """Quarantine all rows that share a key and differ in anything but the line; a blank key is shared by nobody."""
        facts = [column for column in self.frame.columns if column != LINE]
        twice = self.frame.filter(pl.all_horizontal(pl.col(key).is_not_null()) & pl.struct(key).is_duplicated())
        differ = twice.filter(pl.struct(facts).n_unique().over(key) > 1)
        self.aside_lines(differ[LINE], code, fact, reason)
        self.settle()

    def count_once(self, facts: list[str]) -> None:
        """Of rows with equal facts keep the first; the others are duplicates."""
        before = self.frame.height
        self.frame = self.frame.unique(subset=facts, keep="first", maintain_order=True)
        self.duplicate += before - self.frame.height

    @property
    def accepted(self) -> int:
        return self.frame.height

    @property
    def quarantined(self) -> int:
        return self.rows_in - self.frame.height - self.duplicate

    def _finding(self, code: str, level: str, line: int, fact: str, reason: str) -> Rejection:
        return Rejection(code, level, self.table.file, line, self.table.field_of(fact).name, reason)
