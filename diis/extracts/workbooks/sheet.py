"""One sheet of a workbook as a stream of rows, with what a person who looks at it may not see (B81)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.sax.xmlreader import AttributesImpl

from diis.extracts.workbooks.events import NotAWorkbook, Texts, fed, local

MAX_ROWS = 1_048_576
"""Rows of a sheet: what does not fit is cut off when a list is saved."""
MAX_ROWS_XLS = 65_536
"""Rows of a sheet of the old format."""

HIDDEN_ROWS, HIDDEN_COLUMNS, MERGED_CELLS = "hidden-rows", "hidden-columns", "merged-cells"

_WIDEST = 16_384
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}", re.ASCII)
_YES = ("1", "true")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is stored: `column` from 0, `kind` as in the file (`n` number, `s` shared string, `e` error, ...).

    `text` is None where there is no value, as in a formula whose result was not saved.
    """

    column: int
    kind: str
    style: int
    text: str | None
    is_formula: bool = False


@dataclass
class Seen:
    """What was seen of a sheet besides its values: how often, and in which row first."""

    counts: dict[str, tuple[int, int | None]] = field(default_factory=dict)

    def add(self, what: str, row: int | None, count: int = 1) -> None:
        before, first = self.counts.get(what, (0, row))
        self.counts[what] = (before + count, first)


def rows_of(stream: IO[bytes], seen: Seen) -> Iterator[tuple[int, list[Cell]]]:
    """Number and cells of every row that has any, in their order; fills `seen`; raises `NotAWorkbook`."""
    handler = _Sheet(seen)
    for _ in fed(stream, handler):
        yield from handler.rows
        handler.rows.clear()


class _Sheet(Texts):
    """Puts rows together; `rows` are those that are whole and not taken yet."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.rows: list[tuple[int, list[Cell]]] = []
        self._seen = seen
        self._row = 0
        self._cells: list[Cell] = []
        self._column = -1
        self._kind = ""
        self._style = 0
        self._has_value = False
        self._is_formula = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - the name SAX calls
        match local(name):
            case "c":
                self._begin_cell(attrs)
            case "v" | "t":
                self._has_value = True
                self.inside(True)
            case "f":
                self._is_formula = True
            case "rPh":
                self.phonetic(True)
            case "row":
                self._begin_row(attrs)
            case "col" if attrs.get("hidden") in _YES:
                self._seen.add(HIDDEN_COLUMNS, None, _columns_in(attrs))
            case "mergeCell":
                self._seen.add(MERGED_CELLS, None)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name SAX calls
        match local(name):
            case "c":
                text = self.value() if self._has_value else None
                self._cells.append(Cell(self._column, self._kind, self._style, text, self._is_formula))
            case "v" | "t":
                self.inside(False)
            case "rPh":
                self.phonetic(False)
            case "row" if self._cells:
                self.rows.append((self._row, self._cells))

    def _begin_row(self, attrs: AttributesImpl) -> None:
        number = int(attrs.get("r", str(self._row + 1)))
        if not self._row < number <= MAX_ROWS:
            raise NotAWorkbook
        self._row, self._cells, self._column = number, [], -1
        if attrs.get("hidden") in _YES:
            self._seen.add(HIDDEN_ROWS, number)

    def _begin_cell(self, attrs: AttributesImpl) -> None:
        place = attrs.get("r")
        column = self._column + 1 if place is None else _column_of(place)
        if not self._column < column < _WIDEST:
            raise NotAWorkbook
        self._column, self._kind = column, attrs.get("t", "n")
        self._style, self._has_value, self._is_formula = int(attrs.get("s", "0")), False, False
        self.begin_value()


def _column_of(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        raise NotAWorkbook
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _columns_in(attrs: AttributesImpl) -> int:
    return int(attrs.get("max", "1")) - int(attrs.get("min", "1")) + 1
