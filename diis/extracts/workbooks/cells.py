"""From a cell of a workbook to the text that the layout wants: ISO dates, numbers without loss (B45, B46, B60)."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from diis.extracts.workbooks.book import Workbook
from diis.extracts.workbooks.sheet import Cell, Seen

DAMAGED = "#VALUE!"
"""What stands for a value that the spreadsheet lost or changed; the row rules set its row aside."""
TIMES, FORMULAS = "date-with-time", "formula-cells"

_FIRST_SOUND_DAY = 61
"""Day number of 1 March 1900; the numbers before it are off by one, and 60 is a day that never was."""
_LAST_DAY = 2_958_465
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_INTEGER = re.compile(r"-?[0-9]{1,20}", re.ASCII)
_LONGEST_NUMBER = 32
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LINE_ENDS = str.maketrans({"\n": "\v", "\r": "\v"})
"""A row of the sheet stays a line of text, so that a line's number is the row's."""


def day_of(serial: int, *, from_1904: bool = False) -> date | None:
    """The day of a spreadsheet's day number; None where there is none or it cannot be told."""
    if from_1904:
        return _EPOCH_1904 + timedelta(serial) if 0 <= serial <= _LAST_DAY - 1_462 else None
    return _EPOCH_1900 + timedelta(serial) if _FIRST_SOUND_DAY <= serial <= _LAST_DAY else None


@dataclass
class Cells:
    """Turns the cells of one sheet into text; `dated` are the places of the columns that hold dates."""

    book: Workbook
    seen: Seen
    dated: frozenset[int] = field(default_factory=frozenset)

    def text(self, cell: Cell, row: int) -> str:
        """The text of a cell; a date where none belongs, and a formula without its result, count as damaged."""
        if cell.text is None or (cell.is_formula and cell.kind == "n" and not cell.text):
            return DAMAGED if cell.is_formula else ""
        if cell.is_formula:
            self.seen.add(FORMULAS, row)
        match cell.kind:
            case "s":
                return _plain(self.book.texts[int(cell.text)])
            case "n":
                return self._number(cell, cell.text.strip(), row)
            case "b":
                return "TRUE" if cell.text.strip() == "1" else "FALSE"
            case "d":
                return self._dated(cell, cell.text.strip()[:10])
            case _:
                return _plain(cell.text)

    def _number(self, cell: Cell, text: str, row: int) -> str:
        if cell.style not in self.book.date_styles:
            return _exact(text)
        number = _decimal(text)
        if number is None:
            return text
        day = day_of(int(number), from_1904=self.book.days_from_1904)
        if number != int(number):
            self.seen.add(TIMES, row)
        return _exact(text) if day is None else self._dated(cell, day.isoformat())

    def _dated(self, cell: Cell, day: str) -> str:
        return day if cell.column in self.dated else DAMAGED


def _exact(text: str) -> str:
    """A number as it would be typed: whole ones without point and exponent."""
    if not text or _INTEGER.fullmatch(text):
        return text
    number = _decimal(text)
    if number is None:
        return text
    return str(int(number)) if number == int(number) else f"{number:f}"


def _decimal(text: str) -> Decimal | None:
    if len(text) > _LONGEST_NUMBER:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _LONGEST_NUMBER else None


def _plain(text: str) -> str:
    """Text without the escapes of the format, on one line."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.translate(_LINE_ENDS)
