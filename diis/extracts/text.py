"""A strict reader of CSV text: batches of raw rows with their line numbers. It judges the file, never a value."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast

from diis.extracts.rejections import FILE, ROW, WARNING, Refused, Rejection

BATCH_ROWS = 20_000
MAX_LINE = 65_536
MAX_COLUMNS = 500

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"<", "a web page or XML"),
    (b"{", "JSON"),
)


@dataclass(frozen=True)
class Batch:
    """Rows of the right width, each with the line it starts on, and the findings on rows that were not.

    `may_be_padded` is False where no value can have a blank before or behind it.
    """

    lines: list[int]
    rows: list[list[str]]
    rejections: list[Rejection]
    rows_in: int
    may_be_padded: bool


class CsvFile:
    """One CSV file of an extract: its header, then its rows in batches of bounded size."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        self.warnings: list[Rejection] = []
        self._line_ended = True
        self._may_be_padded = False
        self._reader = csv.reader(self._lines(self._decoded(stream)), strict=True)
        self.header = self._read_header()

    def batches(self) -> Iterator[Batch]:
        """All rows; a fault of the file itself raises `Refused` with its line."""
        while True:
            before = self._reader.line_num
            rows = self._take(BATCH_ROWS)
            if not rows:
                return
            yield self._batch(rows, before)

    def _batch(self, rows: list[list[str]], before: int) -> Batch:
        lines = _line_numbers(rows, before, self._reader.line_num)
        width = len(self.header)
        if all(len(row) == width for row in rows) and self.header not in rows:
            return Batch(lines, rows, [], len(rows), self._may_be_padded)
        rejections, kept_lines, kept = [], [], []
        filled = [(line, row) for line, row in zip(lines, rows, strict=True) if row]
        for line, row in filled:
            fault = self._row_fault(line, row)
            if fault is None:
                kept_lines.append(line)
                kept.append(row)
            else:
                rejections.append(fault)
        if not self._line_ended and len(filled[-1][1]) < width:
            raise self._refused(
                "truncated", filled[-1][0], "The last line is cut off. Make the file again and resend it."
            )
        return Batch(kept_lines, kept, rejections, len(filled), self._may_be_padded)

    def _row_fault(self, line: int, row: list[str]) -> Rejection | None:
        if row == self.header:
            return Rejection(
                "repeated-header", ROW, self.name, line, None, "The header is repeated here. Remove the line."
            )
        if len(row) != len(self.header):
            reason = (
                f"{len(row)} values where the header has {len(self.header)}. "
                "A value that holds a comma or a line break must stand in double quotes."
            )
            return Rejection("ragged-row", ROW, self.name, line, None, reason)
        return None

    def _read_header(self) -> list[str]:
        first = self._take(1)
        header = [name.strip().lower() for name in first[0]] if first else []
        if not any(header):
            raise self._refused("empty-file", 1, "The file is empty. An empty file does not mean that nobody waits.")
        if len(header) > MAX_COLUMNS:
            raise self._refused(
                "header-too-wide", 1, f"More than {MAX_COLUMNS} columns. This is not the agreed layout."
            )
        doubled = sorted({name for name in header if header.count(name) > 1})
        if doubled:
            raise self._refused(
                "header-duplicate", 1, f"A column stands twice in the header: {', '.join(doubled)[:80]}."
            )
        return header

    def _take(self, count: int) -> list[list[str]]:
        began = self._reader.line_num + 1
        try:
            return list(islice(self._reader, count))
        except csv.Error as error:
            reason = (
                f"The text cannot be read as CSV between line {began} and line {self._reader.line_num}: {error}. "
                "Most often a double quote is opened and not closed."
            )
            raise self._refused("csv-broken", self._reader.line_num, reason) from None
        except UnicodeError:
            line = self._reader.line_num + 1
            reason = f"At or after line {line} a byte is not UTF-8 text. Save the file as 'CSV UTF-8' and resend it."
            raise self._refused("encoding", line, reason) from None

    def _decoded(self, stream: IO[bytes]) -> io.TextIOWrapper:
        # Opened files and archive members can both be looked into without reading on.
        buffered = cast("io.BufferedReader", stream)
        start = buffered.peek(8)[:8]
        for signature, what in _SIGNATURES:
            if start.startswith(signature):
                raise self._refused("not-csv", 1, f"This is {what}, not CSV text. Export it as 'CSV UTF-8'.")
        encoding = "utf-8-sig"
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
            self.warnings.append(
                Rejection("encoding-utf-16", WARNING, self.name, 1, None, "The file is UTF-16, not UTF-8; it was read.")
            )
        return io.TextIOWrapper(buffered, encoding=encoding, errors="strict", newline="")

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        """The lines with their ends; a line break inside quotes is put together again by the CSV reader."""
        number, rest = 0, ""
        try:
            while chunk := text.read(MAX_LINE):
                known = rest + chunk
                *lines, rest = known.split("\n")
                number += len(lines)
                self._may_be_padded = self._may_be_padded or _may_be_padded(known)
                if len(rest) > MAX_LINE or (lines and len(lines[0]) > MAX_LINE):
                    raise self._refused("line-too-long", number + 1, f"A line has more than {MAX_LINE:,} characters.")
                yield from [f"{line}\n" for line in lines]
            self._line_ended = not rest
            if rest:
                yield rest
        finally:
            # The stream is its opener's: a wrapper that is collected would close it.
            if not text.closed:
                text.detach()

    def _refused(self, code: str, line: int, reason: str) -> Refused:
        return Refused(Rejection(code, FILE, self.name, line, None, reason))


def _may_be_padded(text: str) -> bool:
    """Whether a value could have a blank before or behind it; told for much text at once, as it almost never has."""
    return not text.isascii() or any(
        sign in text for sign in (", ", " ,", "\t", '"', " \n", "\n ", " \r", "\x0b", "\x0c")
    )


def _line_numbers(rows: list[list[str]], before: int, after: int) -> list[int]:
    """The line on which each row starts; a quoted value may run over several lines."""
    if after - before == len(rows):
        return list(range(before + 1, after + 1))
    lines, line = [], before + 1
    for row in rows:
        lines.append(line)
        line += 1 + sum(len(cell.splitlines()) - 1 for cell in row if "\n" in cell or "\r" in cell)
    return lines
