"""Which sheets of a workbook are files of layout wl-1, how their rows read, and what is told of the rest (B29, B81)."""

from collections.abc import Iterator
from typing import Protocol

from diis.extracts.agreed import is_dated
from diis.extracts.archives import refused
from diis.extracts.rejections import WARNING, Rejection, held
from diis.extracts.workbooks import sheet as one_sheet
from diis.extracts.workbooks.book import Sheet, Workbook
from diis.extracts.workbooks.cells import FORMULAS, TIMES, Cells
from diis.extracts.workbooks.sheet import MAX_ROWS, MAX_ROWS_XLS, Seen, rows_of
from diis.feeds import WL_1

LISTS = ("referrals", "contacts", "events", "steps")
MANIFEST_SHEET = "manifest"

_MOST_PROMISES = 100

_WORDS = {
    FORMULAS: "{count:,} cells hold formulas; the results last saved were read. Send values, not formulas.",
    one_sheet.HIDDEN_ROWS: "{count:,} rows are hidden. They were read like the others; delete what should not be sent.",
    one_sheet.HIDDEN_COLUMNS: "{count:,} columns are hidden. They were treated like the others; delete what should not "
    "be sent.",
    one_sheet.MERGED_CELLS: "{count:,} groups of cells are merged. Only the first of each has a value and the others "
    "count as blank: undo the merging.",
    TIMES: "{count:,} dates had a time of day, which was left out. Send dates alone.",
    "sheet-hidden": "The sheet is hidden and was read all the same. Show it, so that you see what you send.",
}


class Form(Protocol):
    """What brings the rows of a sheet into the form they are wanted in; a column that holds dates ends in `_date`."""

    file: str

    def header(self, names: list[str]) -> list[str]:
        """The names of the columns, as they are wanted."""

    def row(self, values: list[str], line: int) -> list[str]:
        """A row, as it is wanted."""

    @property
    def warnings(self) -> list[Rejection]:
        """What is told of it afterwards."""


class SheetRows:
    """The rows of one sheet as text, each with its number; afterwards, what is told of them."""

    def __init__(self, book: Workbook, sheet: Sheet, agreed: Form) -> None:
        self._book, self._sheet, self._agreed = book, sheet, agreed
        self._seen = Seen()
        self._last = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        cells, width = Cells(self._book, self._seen), 0
        if self._sheet.hidden:
            self._seen.add("sheet-hidden", None)
        with self._book.open(self._sheet) as stream:
            for number, row in rows_of(stream, self._seen):
                values = [""] * max(row[-1].column + 1, width)
                for cell in row:
                    values[cell.column] = cells.text(cell, number)
                while len(values) > width and not values[-1]:
                    values.pop()
                if any(values):
                    self._last = number
                if width:
                    yield number, self._agreed.row(values, number)
                    continue
                header = self._agreed.header(values)
                width = len(header)
                cells.dated = frozenset(place for place, name in enumerate(header) if is_dated(name))
                yield number, header

    @property
    def warnings(self) -> list[Rejection]:
        return [
            Rejection(code, WARNING, self._agreed.file, first, None, _WORDS[code].format(count=count))
            for code, (count, first) in self._seen.counts.items()
        ] + self._agreed.warnings

    @property
    def held(self) -> Rejection | None:
        """A sheet that is full to its last row was most likely cut there."""
        if self._last not in (MAX_ROWS, MAX_ROWS_XLS):
            return None
        return possible_truncation(self._agreed.file, self._last)


def chosen(book: Workbook, only: str | None, name: str) -> dict[str, Sheet]:
    """File of the layout, without its ending, to its sheet; `only`: the one file that the workbook stands for."""
    by_name = {sheet.name.strip().lower(): sheet for sheet in book.sheets}
    if only is None:
        found = {file: by_name[file] for file in (*LISTS, MANIFEST_SHEET) if file in by_name}
        if "referrals" not in found:
            reason = (
                f"There is no sheet called referrals. Name the sheets {', '.join(LISTS)}; only the first two must be."
            )
            raise refused("sheet-missing", name, reason)
        return found
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    if only in by_name:
        return {only: by_name[only]}
    if len(visible) != 1:
        reason = f"The workbook has several sheets and none is called {only}. Give that name to the one that is meant."
        raise refused("sheet-missing", name, reason)
    return {only: visible[0]}


def left_out(book: Workbook, taken: dict[str, Sheet], name: str) -> list[Rejection]:
    """What is told of sheets that are not in the layout; by their number, for their name could be anybody's."""
    return [
        Rejection(
            "sheet-not-read",
            WARNING,
            name,
            None,
            None,
            f"Sheet {sheet.number} is {'hidden and ' * sheet.hidden}not in the layout. It was not read; delete it "
            "before you send, for it may hold more than you mean to.",
        )
        for sheet in book.sheets
        if sheet not in taken.values()
    ]


def manifest(book: Workbook, sheet: Sheet) -> dict[str, object]:
    """A sheet of two columns, file and rows, as the manifest it stands for."""
    cells, rows = Cells(book, Seen()), dict[str, object]()
    with book.open(sheet) as stream:
        for number, row in rows_of(stream, Seen()):
            pair = [cells.text(cell, number).strip() for cell in row[:2]]
            if len(pair) == 2 and pair[1].isascii() and pair[1].isdigit() and len(rows) < _MOST_PROMISES:
                name = pair[0].lower()
                rows[f"{name}.csv" if name in LISTS else name] = int(pair[1])
    return {"layout": WL_1, "rows": rows}


def possible_truncation(file: str, rows: int) -> Rejection:
    """The hold of a list that is exactly as long as a sheet can be."""
    reason = (
        f"The list ends at row {rows:,}, where a spreadsheet ends: whatever came after it was cut off. Export it from "
        "your system without a spreadsheet, or count its rows in a manifest."
    )
    return held("possible-truncation", file, reason, line=rows)


def from_1904(name: str) -> Rejection:
    """The hold of a workbook whose dates are four years off as soon as they are copied elsewhere (B46)."""
    reason = (
        "The workbook counts days from 1904. Dates pasted into it from another are four years and a day late, and "
        "nothing in it shows which. Switch off the 1904 date system and check the dates."
    )
    return held("days-from-1904", name, reason)
