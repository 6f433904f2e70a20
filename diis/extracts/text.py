"""A strict reader of CSV text: batches of raw rows with their line numbers. It judges the file, never a value.

Most pieces of most files are plain and are split by column; whatever else a piece may hold goes through Python's own
CSV reader, row by row.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import polars as pl

from diis.extracts.chunks import MAX_LINE, Chunks
from diis.extracts.misplaced import LOOKED_AT, where
from diis.extracts.plain import may_be_padded, plain_frame
from diis.extracts.rejections import FILE, ROW, Refused, Rejection

MAX_COLUMNS = 500


@dataclass(frozen=True)
class Batch:
    """Rows of the right width by column, each with the line it starts on, and the findings on rows that were not.

    `set_aside` holds those rows as they came. `may_be_padded` is False where no value can have a blank before or
    behind it.
    """

    lines: pl.Series
    frame: pl.DataFrame
    rejections: list[Rejection]
    set_aside: list[list[str]]
    rows_in: int
    may_be_padded: bool

    @property
    def rows(self) -> list[list[str]]:
        """The values row by row."""
        return [list(row) for row in self.frame.iter_rows()]


class CsvFile:
    """One CSV file of an extract: its header, then its rows in batches of bounded size."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        self._chunks = Chunks(stream, name)
        self.warnings = self._chunks.warnings
        self._pieces = iter(self._chunks)
        # What is read and not yet told, where in it the next line begins, and how many lines are before that.
        self._piece, self._place, self._line = b"", 0, 0
        self._line_ended = True
        self._first_row: list[str] = []
        self.header = self._read_header()
        self.first_lines = self._lines_ahead()

    def batches(self) -> Iterator[Batch]:
        """All rows; a fault of the file itself raises `Refused` with its line."""
        while self._has_more():
            yield self._quick() or self._strict()

    def _has_more(self) -> bool:
        """Whether there is a piece in hand; takes the next one up."""
        if self._place:
            self._piece, self._place = self._piece[self._place :], 0
        self._piece = self._piece or next(self._pieces, b"")
        return bool(self._piece)

    def _quick(self) -> Batch | None:
        """The piece by column, if it is plain."""
        if not self._piece.isascii():
            self._chunks.text(self._piece)
        frame = plain_frame(self._piece, self.header)
        if frame is None or self._repeats_header(frame):
            return None
        lines = pl.int_range(self._line + 1, self._line + 1 + frame.height, eager=True)
        batch = Batch(lines, frame, [], [], frame.height, may_be_padded(self._piece))
        self._line += frame.height
        self._piece = b""
        return batch

    def _repeats_header(self, frame: pl.DataFrame) -> bool:
        name, first = self.header[0], self._first_row[0]
        alike = frame.filter(frame[name] == first) if (frame[name] == first).any() else frame.clear()
        return tuple(self._first_row) in alike.rows()

    def _strict(self) -> Batch:
        """The piece row by row, and what the last of its rows has beyond it."""
        before = self._line
        rows = self._take(self._piece.count(b"\n") + (not self._piece.endswith(b"\n")))
        rejections, set_aside, kept_lines, kept = [], [], [], []
        numbers = _line_numbers(rows, before, self._line)
        filled = [(line, row) for line, row in zip(numbers, rows, strict=True) if row]
        for line, row in filled:
            fault = self._row_fault(line, row)
            if fault is None:
                kept_lines.append(line)
                kept.append(row)
            else:
                rejections.append(fault)
                set_aside.append(row)
        if not self._line_ended and rows and 0 < len(rows[-1]) < len(self.header):
            raise self._refused(
                "truncated", numbers[-1], "The last line is cut off. Make the file again and resend it."
            )
        frame = pl.DataFrame(kept, schema=dict.fromkeys(self.header, pl.String), orient="row")
        return Batch(pl.Series(kept_lines, dtype=pl.Int64), frame, rejections, set_aside, len(filled), True)

    def _row_fault(self, line: int, row: list[str]) -> Rejection | None:
        if row == self._first_row:
            return Rejection(
                "repeated-header", ROW, self.name, line, None, "The header is repeated here. Remove the line."
            )
        if len(row) != len(self.header):
            return Rejection("ragged-row", ROW, self.name, line, None, _ragged(row, len(self.header)))
        if any("\0" in value for value in row):
            return Rejection(
                "nul-byte", ROW, self.name, line, None, "The row holds a NUL byte. It was damaged; resend it."
            )
        return None

    def _read_header(self) -> list[str]:
        self._first_row = next(iter(self._take(1)), [])
        header = [name.strip().lower() for name in self._first_row]
        if not any(header):
            raise self._refused(
                "empty-file",
                1,
                "The file is empty. An empty file does not mean that nobody waits; send its header and rows.",
            )
        if any("\0" in name for name in header):
            reason = (
                "Line 1 holds NUL bytes: this is UTF-16 without its mark, or no text. Save the file as 'CSV UTF-8'."
            )
            raise self._refused("encoding", 1, reason)
        if len(header) > MAX_COLUMNS:
            raise self._refused(
                "header-too-wide",
                1,
                f"More than {MAX_COLUMNS} columns. This is not the agreed layout; leave out what is not in it.",
            )
        if header.count("") > 1:
            reason = (
                "Line 1 is not a header: it has blank values. Name each column there, and start the rows on line 2."
                f"{where(self._lines_ahead())}"
            )
            raise self._refused("header-missing", 1, reason)
        doubled = [place for place, name in enumerate(header, start=1) if header.count(name) > 1]
        if doubled:
            # Told by place: where the header is missing, the names are the values of a child.
            reason = f"Columns {doubled[0]} and {doubled[1]} have the same name. Line 1 must name each column once."
            raise self._refused("header-duplicate", 1, reason)
        return header

    def _lines_ahead(self) -> list[str]:
        """The next few lines, to look for a header that stands too low; nothing is taken."""
        ahead = self._piece[self._place :].split(b"\n", LOOKED_AT)[:LOOKED_AT]
        return [line.decode(errors="replace") for line in ahead]

    def _take(self, lines: int) -> list[list[str]]:
        """Rows until so many lines are read, and the last row is whole."""
        before, rows = self._line, list[list[str]]()
        reader = csv.reader(self._read_lines(), strict=True)
        try:
            for row in reader:
                rows.append(row)
                if self._line - before >= lines:
                    break
        except csv.Error:
            line = before + 1 + sum(map(_lines_in, rows))
            reason = (
                f"The row that begins on line {line} cannot be read: a double quote is opened and not closed, "
                "or stands inside a value, or a line does not end as others do. Correct the row and resend the file."
            )
            raise self._refused("csv-broken", line, reason) from None
        return rows

    def _read_lines(self) -> Iterator[str]:
        """The lines with their ends; a line break inside quotes is put together again by the CSV reader."""
        while self._has_more():
            piece = self._piece
            self._chunks.text(piece)
            while self._place < len(piece):
                end = piece.find(b"\n", self._place) + 1
                self._line_ended = end > 0
                line = piece[self._place : end or len(piece)].decode()
                self._line += 1
                if len(line) - self._line_ended > MAX_LINE:
                    raise self._chunks.too_long(self._line)
                self._place = end or len(piece)
                yield line

    def _refused(self, code: str, line: int, reason: str) -> Refused:
        return Refused(Rejection(code, FILE, self.name, line, None, reason))


def _ragged(row: list[str], expected: int) -> str:
    """Why a row is too short or too long; most often a line of totals, or a comma within a value."""
    if row[0].strip().lower().startswith("total"):
        return "This looks like a line of totals. Leave it out: a row is one referral or one contact."
    return (
        f"{len(row)} values where the header has {expected}. "
        "Put a value that holds a comma or a line break in double quotes."
    )


def _line_numbers(rows: list[list[str]], before: int, after: int) -> list[int]:
    """The line on which each row starts; a quoted value may run over several lines."""
    if after - before == len(rows):
        return list(range(before + 1, after + 1))
    lines, line = [], before + 1
    for row in rows:
        lines.append(line)
        line += _lines_in(row)
    return lines


def _lines_in(row: list[str]) -> int:
    return 1 + sum(value.count("\n") for value in row)
