"""The difference report of an import, for the coordinator: it holds values of people, for its owner's eyes only."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from dsr.actions.importing.sheet import RawRow
from dsr.actions.importing.verdicts import Verdict

COLUMNS = ("row", "outcome", "reference", "code", "field", "value in the file", "value in the register", "reason")
_READ_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"


def write_report(stream: IO[bytes], verdicts: Iterable[Verdict], rows: Iterable[RawRow]) -> str:
    """Write the report as CSV, as a spreadsheet program reads it; returns its SHA-256."""
    values = {row.number: row.values for row in rows}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for verdict in verdicts:
        lines = _lines(verdict, values.get(verdict.row, {}))
        writer.writerows([list(map(neutralised, line)) for line in lines])
    content = (_BOM + text.getvalue()).encode()
    stream.write(content)
    return hashlib.sha256(content).hexdigest()


def neutralised(value: str) -> str:
    """A value that no spreadsheet program takes for a formula (B41)."""
    return f"'{value}" if value.startswith(_READ_AS_FORMULA) else value


def _lines(verdict: Verdict, in_file: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """A line for the row itself, one for each field that is new, differs or was left out."""
    begin = (str(verdict.row), verdict.outcome.value, verdict.reference)
    yield (*begin, verdict.code, verdict.column, in_file.get(verdict.column, ""), "", verdict.reason or _said(verdict))
    for column in verdict.new:
        yield (*begin, "new", column, in_file.get(column, ""), "", "It was brought in.")
    for one in verdict.differences:
        yield (*begin, "differs", one.column, one.in_file, one.in_register, one.reason)
    for left_out in verdict.left_out:
        column = left_out.column or ""
        yield (*begin, left_out.code, column, in_file.get(column, ""), "", left_out.reason)


def _said(verdict: Verdict) -> str:
    if verdict.changes_nothing:
        return "The register knew it all; nothing was changed."
    return "What is new was brought in." if verdict.new else "A new person."
