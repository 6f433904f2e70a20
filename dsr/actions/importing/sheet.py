"""The rows of a spreadsheet as text by column; a fault of the file itself refuses all of it (B01 to B29, B46, B81)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from diis.extracts.rejections import Refused, Rejection
from diis.extracts.text import CsvFile
from diis.extracts.workbooks.book import Sheet, Workbook, opened
from diis.extracts.workbooks.lists import SheetRows
from diis.extracts.workbooks.sheet import MERGED_CELLS
from dsr.actions.importing.headings import THE_FILE, Headings, refused
from dsr.actions.importing.mapping import Reading
from dsr.rules.sameness import folded

MOST_ROWS = 20_000
"""More people than any register has."""
_OWN_NAME = "register"
_ONLY_SO_MANY = "The file has more than {most:,} rows: this is no register of one partnership."

_OWN_WORDS = (
    ("empty-file", "does not mean", "The file is empty. Check that it is this file, and save it with its headings."),
    (
        "header-missing",
        "has blank values",
        "The first row has cells without a heading. Remove what stands above the headings, such as a title.",
    ),
    (
        "header-duplicate",
        "have the same name",
        "Two columns have the same heading, or the first row holds none. Give each column a heading of its own there.",
    ),
    (
        "archive-broken",
        "text, not a workbook",
        "This is text, though its name ends in .xlsx. If it is CSV, let its name end in .csv; or save it as .xlsx.",
    ),
)
"""What the reader of waiting lists says to those who send them, and how a coordinator is told: code, words in it."""


@dataclass(frozen=True)
class RawRow:
    """A row as it stands: its number in the sheet, its values by column, or why it cannot be read."""

    number: int
    values: dict[str, str]
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class SheetRead:
    """A whole sheet; blank rows are none. `not_read` are letters of columns, `sha256` is that of the file's bytes."""

    rows: tuple[RawRow, ...]
    warnings: tuple[Rejection, ...]
    not_read: tuple[str, ...]
    sha256: str


def read_sheet(path: Path, reading: Reading) -> SheetRead:
    """Read an .xlsx or .csv; raises `Refused`."""
    try:
        return _read(path, reading)
    except Refused as fault:
        raise Refused(*map(_in_own_words, fault.rejections)) from None


def _in_own_words(found: Rejection) -> Rejection:
    said = (words for code, part, words in _OWN_WORDS if found.code == code and part in found.reason)
    reason = (
        next(said, found.reason).replace("resend it", "import it again").replace("resend the file", "import it again")
    )
    return replace(found, reason=reason)


def _read(path: Path, reading: Reading) -> SheetRead:
    headings = Headings(reading)
    match path.suffix.lower():
        case ".xlsx":
            rows, warnings = _workbook(path, headings, reading)
        case ".csv":
            rows, warnings = _text(path, headings)
        case _:
            raise refused("format", "This is neither .xlsx nor .csv. Save the spreadsheet as one of them.", None)
    if not rows:
        reason = "There are headings and no rows below them, so there is nothing to import. Check that it is this file."
        raise refused("no-rows", reason, None)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return SheetRead(tuple(rows), tuple(warnings), headings.not_read, digest)


def _workbook(path: Path, headings: Headings, reading: Reading) -> tuple[list[RawRow], list[Rejection]]:
    with opened(path, THE_FILE) as book:
        if book.days_from_1904:
            reason = "The workbook counts days from 1904, so dates that were pasted into it may be four years late."
            raise refused("days-from-1904", f"{reason} Switch that off, check the dates, and import it again.", None)
        chosen = _chosen(book, reading)
        sheet = SheetRows(book, chosen, headings)
        rows = list(_counted(_filled(sheet, headings)))
        if sheet.held is not None:
            reason = "The sheet is full to its last row: what came after it was cut off."
            raise refused("possible-truncation", reason, None)
        if any(warning.code == MERGED_CELLS for warning in sheet.warnings):
            reason = "Cells are merged, so that some rows have no value of their own. Undo the merging in this sheet."
            raise refused("merged-cells", reason, None)
    return rows, [*sheet.warnings, *_left_out(book, chosen)]


def _filled(sheet: SheetRows, headings: Headings) -> Iterator[RawRow]:
    begun = False
    for number, values in sheet:
        if begun and any(value.strip() for value in values):
            yield RawRow(number, dict(headings.by_column(values)))
        begun = True
    if not begun:
        reason = "The sheet is empty. Check that it is this file, or name another sheet in a mapping."
        raise refused("empty-file", reason, None)


def _chosen(book: Workbook, reading: Reading) -> Sheet:
    """The sheet that the mapping names, else the one called register, else the only one that a person sees."""
    wanted = folded(reading.sheet or _OWN_NAME)
    named = [sheet for sheet in book.sheets if folded(sheet.name) == wanted]
    seen = [sheet for sheet in book.sheets if not sheet.hidden]
    if len(named) == 1:
        return named[0]
    if reading.sheet:
        how_many = f"{len(named)} are" if named else "none is"
        reason = (
            f'The mapping names the sheet "{reading.sheet}", and {how_many} called so, of {len(book.sheets)} in all.'
        )
        raise refused("sheet-missing", f'{reason} Correct sheet = "..." in the mapping.', None)
    if len(seen) != 1:
        reason = f"The file has {len(seen)} sheets, and it is not clear which of them is the register."
        raise refused("sheet-missing", f'{reason} Call it "register", or name it in a mapping: sheet = "..."', None)
    return seen[0]


def _left_out(book: Workbook, chosen: Sheet) -> Iterator[Rejection]:
    for sheet in book.sheets:
        if sheet is not chosen:
            hidden = "hidden and " if sheet.hidden else ""
            reason = f"Sheet {sheet.number} is {hidden}not the register. It was not read."
            yield Rejection("sheet-not-read", "warning", THE_FILE, None, None, reason)


def _text(path: Path, headings: Headings) -> tuple[list[RawRow], list[Rejection]]:
    with path.open("rb") as stream:
        file = CsvFile(stream, THE_FILE)
        headings.header(file.header)
        rows = list(_counted(_lines(file, headings)))
    return rows, list(file.warnings)


def _lines(file: CsvFile, headings: Headings) -> Iterator[RawRow]:
    for batch in file.batches():
        found = [
            RawRow(line, dict(headings.by_column(headings.row(values, line))))
            for line, values in zip(batch.lines.to_list(), _texts(batch.rows), strict=True)
            if any(value.strip() for value in values)
        ]
        found += [RawRow(one.line or 0, {}, (one.code, one.reason)) for one in batch.rejections]
        yield from sorted(found, key=lambda row: row.number)


def _texts(rows: list[list[str]]) -> list[list[str]]:
    """The values of a row; what is blank may come as nothing at all."""
    return [[value or "" for value in row] for row in rows]


def _counted(rows: Iterator[RawRow]) -> Iterator[RawRow]:
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            raise refused("too-large", _ONLY_SO_MANY.format(most=MOST_ROWS), row.number)
        yield row
