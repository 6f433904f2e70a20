"""A strict reader of CSV text: batches of raw rows with their line numbers. It judges the file, never a value."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, cast

from diis.extracts.rejections import FILE, ROW, WARNING, Refused, Rejection

BATCH_ROWS = 4_000
"""As many as stay in the processor's cache while every column is looked at; larger batches are slower."""

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

    `set_aside` holds those rows as they came. `may_be_padded` is False where no value can have a blank before or
    behind it.
    """

    lines: list[int]
    rows: list[list[str]]
    rejections: list[Rejection]
    set_aside: list[list[str]]
    rows_in: int
    may_be_padded: bool


class CsvFile:
    """One CSV file of an extract: its header, then its rows in batches of bounded size."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.name = name
        self.warnings: list[Rejection] = []
        self._stream = stream
        self._encoding = "utf-8-sig"
        self._line_ended = True
        self._may_be_padded = False
        self._holds_nul = False
        self._first_row: list[str] = []
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
        if set(map(len, rows)) == {width} and self._first_row not in rows and not self._holds_nul:
            return Batch(lines, rows, [], [], len(rows), self._may_be_padded)
        rejections, set_aside, kept_lines, kept = [], [], [], []
        filled = [(line, row) for line, row in zip(lines, rows, strict=True) if row]
        for line, row in filled:
            fault = self._row_fault(line, row)
            if fault is None:
                kept_lines.append(line)
                kept.append(row)
            else:
                rejections.append(fault)
                set_aside.append(row)
        if not self._line_ended and filled and len(filled[-1][1]) < width:
            raise self._refused(
                "truncated", filled[-1][0], "The last line is cut off. Make the file again and resend it."
            )
        return Batch(kept_lines, kept, rejections, set_aside, len(filled), self._may_be_padded)

    def _row_fault(self, line: int, row: list[str]) -> Rejection | None:
        if row == self._first_row:
            return Rejection(
                "repeated-header", ROW, self.name, line, None, "The header is repeated here. Remove the line."
            )
        if len(row) != len(self.header):
            reason = (
                f"{len(row)} values where the header has {len(self.header)}. "
                "A value that holds a comma or a line break must stand in double quotes."
            )
            return Rejection("ragged-row", ROW, self.name, line, None, reason)
        if self._holds_nul and any("\0" in value for value in row):
            return Rejection(
                "nul-byte", ROW, self.name, line, None, "The row holds a NUL byte. It was damaged; resend it."
            )
        return None

    def _read_header(self) -> list[str]:
        self._first_row = next(iter(self._take(1)), [])
        header = [name.strip().lower() for name in self._first_row]
        if not any(header):
            raise self._refused("empty-file", 1, "The file is empty. An empty file does not mean that nobody waits.")
        if self._holds_nul and any("\0" in name for name in header):
            reason = (
                "Line 1 holds NUL bytes: this is UTF-16 without its mark, or no text. Save the file as 'CSV UTF-8'."
            )
            raise self._refused("encoding", 1, reason)
        if len(header) > MAX_COLUMNS:
            raise self._refused(
                "header-too-wide", 1, f"More than {MAX_COLUMNS} columns. This is not the agreed layout."
            )
        doubled = [place for place, name in enumerate(header, start=1) if header.count(name) > 1]
        if doubled:
            # Told by place: where the header is missing, the names are the values of a child.
            reason = f"Columns {doubled[0]} and {doubled[1]} have the same name. Line 1 must name each column once."
            raise self._refused("header-duplicate", 1, reason)
        return header

    def _take(self, count: int) -> list[list[str]]:
        before = self._reader.line_num
        rows: list[list[str]] = []
        try:
            # What was read before a fault stays in the list, and tells where the broken row begins.
            rows.extend(islice(self._reader, count))
        except csv.Error:
            line = before + 1 + sum(map(_lines_in, rows))
            reason = (
                f"The row that begins on line {line} cannot be read: a double quote is opened and not closed, "
                "or stands inside a value, or a line does not end as others do."
            )
            raise self._refused("csv-broken", line, reason) from None
        except UnicodeError:
            line = _undecodable_line(self._stream, self._encoding)
            reason = f"Line {line} holds a byte that is not UTF-8 text. Save the file as 'CSV UTF-8' and resend it."
            raise self._refused("encoding", line, reason) from None
        return rows

    def _decoded(self, stream: IO[bytes]) -> io.TextIOWrapper:
        # Opened files and archive members can both be looked into without reading on.
        buffered = cast("io.BufferedReader", stream)
        start = buffered.peek(8)[:8]
        for signature, what in _SIGNATURES:
            if start.startswith(signature):
                raise self._refused("not-csv", 1, f"This is {what}, not CSV text. Export it as 'CSV UTF-8'.")
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            self._encoding = "utf-16"
            self.warnings.append(
                Rejection("encoding-utf-16", WARNING, self.name, 1, None, "The file is UTF-16, not UTF-8; it was read.")
            )
        return io.TextIOWrapper(buffered, encoding=self._encoding, errors="strict", newline="")

    def _lines(self, text: io.TextIOWrapper) -> Iterator[str]:
        """The lines with their ends; a line break inside quotes is put together again by the CSV reader."""
        number, rest = 0, ""
        try:
            while chunk := text.read(MAX_LINE):
                known = rest + chunk
                *lines, rest = known.split("\n")
                self._may_be_padded = self._may_be_padded or _may_be_padded(known)
                self._holds_nul = self._holds_nul or "\0" in known
                if len(lines[0] if lines else rest) > MAX_LINE:
                    raise self._refused("line-too-long", number + 1, f"A line has more than {MAX_LINE:,} characters.")
                number += len(lines)
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
        line += _lines_in(row)
    return lines


def _lines_in(row: list[str]) -> int:
    return 1 + sum(value.count("\n") for value in row)


def _undecodable_line(stream: IO[bytes], encoding: str) -> int:
    """The line of the first byte that is not text, found by reading once more from the start."""
    stream.seek(0)
    decoder, line, chunk = codecs.getincrementaldecoder(encoding)(), 1, b"."
    try:
        while chunk:
            chunk = stream.read(MAX_LINE)
            line += decoder.decode(chunk, final=not chunk).count("\n")
    except UnicodeDecodeError as error:
        return line + error.object[: error.start].count(b"\n")
    return line
