"""One batch by column while it is checked: values, what was found, and which rows are set aside.

Columns hold few different values: a judge sees each different value once, and a column that is blank costs nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TypeVar

from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.text import Batch

_T = TypeVar("_T")


class Column:
    """The values of one field, row by row, without surrounding blanks."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values

    @cached_property
    def different(self) -> set[str]:
        """The different values."""
        return set(self.values)

    @property
    def is_blank(self) -> bool:
        return not any(self.values)

    @property
    def has_blanks(self) -> bool:
        return not all(self.values)

    def or_none(self) -> Sequence[object]:
        """The values as the store takes them: blank is not known."""
        if self.is_blank:
            return [None] * len(self.values)
        return [value or None for value in self.values] if self.has_blanks else self.values


@dataclass
class Findings:
    """Findings on the rows of a batch; `bad` holds the places of the rows that are set aside."""

    file: str
    lines: list[int]
    rejections: list[Rejection]
    bad: set[int] = field(default_factory=set)

    def reject(self, row: int, code: str, name: str | None, reason: str) -> None:
        """Quarantine a row (its place in the batch)."""
        self.bad.add(row)
        self.rejections.append(Rejection(code, ROW, self.file, self.lines[row], name, reason))

    def warn(self, row: int, code: str, name: str | None, reason: str) -> None:
        """Say something of a row that is accepted all the same; nothing of one that is set aside."""
        if row not in self.bad:
            self.rejections.append(Rejection(code, WARNING, self.file, self.lines[row], name, reason))

    def reject_values(self, column: Column, name: str, judge: Callable[[str], tuple[str, str] | None]) -> None:
        """Quarantine each row whose value has a fault."""
        faults = {value: found for value in column.different if (found := judge(value)) is not None}
        if faults:
            for row, value in enumerate(column.values):
                if value in faults:
                    self.reject(row, faults[value][0], name, faults[value][1])

    def kept(self, values: Iterable[_T]) -> Iterable[_T]:
        """The values of the rows that passed."""
        if not self.bad:
            return values
        return list(compress(values, (row not in self.bad for row in range(len(self.lines)))))


@dataclass(frozen=True)
class Checked:
    """A batch after the check: what may be staged, what was found, and how many rows came in and were set aside.

    `named` holds the referral ids of rows that were set aside: those referrals are in the list all the same.
    """

    rows: list[tuple[object, ...]]
    rejections: list[Rejection]
    rows_in: int
    quarantined: int
    named: list[str]


def columns_of(batch: Batch, header: list[str], names: Iterable[str]) -> dict[str, Column]:
    """The batch by column; a column that was not sent is blank."""
    by_name = dict(zip(header, zip(*batch.rows, strict=True), strict=False))
    blank = Column([""] * len(batch.rows))
    strip = batch.may_be_padded
    return {
        name: Column([value.strip() for value in by_name[name]] if strip else by_name[name])
        if name in by_name
        else blank
        for name in names
    }
