"""The cells of a row as values, or what is wrong with them. A reason never repeats what stood in the cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diis.definitions import nhs_number
from diis.extracts import damage
from diis.extracts.date_shapes import reason_of
from dsr.actions.importing.columns import BY_NAME, MUST_BE_THERE, Column, Kind
from dsr.actions.importing.headings import refused
from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.sheet import RawRow
from dsr.actions.importing.words import FLAGS, Codes
from dsr.rules.sameness import composed, folded, holds_unseen

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_MONTHS = 12
_EARLIEST = {"birth_date": date(1900, 1, 2)}
_EARLIEST_EVENT = date(1990, 1, 1)
"""What systems write for a day that they do not know lies before it (B50)."""
_BETWEEN = re.compile(r"[;\n]+")
_KNOWN: Mapping[Kind, Codes] = {Kind.FLAG: FLAGS}

_NHS_NUMBER_REASONS = {
    "nhs-number-shape": "An NHS number has ten digits. Correct it, or leave it blank until it is traced.",
    "nhs-number-check-digit": "The check digit of the NHS number is wrong. Correct it, or leave it blank.",
    "nhs-number-sentinel": "This NHS number is nobody's. Leave the cell blank.",
    "nhs-number-test-range": "NHS numbers that begin with 999 are invented. Nobody real has one.",
}


@dataclass(frozen=True)
class Fault:
    """Why a row, or one field of it, is not taken: code, column and sentence."""

    code: str
    column: str | None
    reason: str


@dataclass(frozen=True)
class Row:
    """A row by column: what it tells, as values; blank cells are not there."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def get(self, column: str) -> Any:
        """The value of a column; None where its cell is blank."""
        return self.values.get(column)

    def has(self, *columns: str) -> bool:
        """Whether all of some columns have values."""
        return all(column in self.values for column in columns)


def read_row(raw: RawRow, reading: Reading, today: date, *, allow_test_nhs_numbers: bool) -> Row:
    """The values of a row; raises `Refused` where it shows that a column of dates is written in two orders (B47)."""
    if raw.fault is not None:
        return Row(raw.number, faults=(Fault(raw.fault[0], None, raw.fault[1]),))
    cells = _Cells(reading, today, allow_test_nhs_numbers)
    texts = {**reading.defaults, **raw.values}
    values = {name: value for name, text in texts.items() if (value := cells.value(BY_NAME[name], text)) is not None}
    told = values.keys() | {fault.column for fault in cells.faults}
    missing = [name for name in MUST_BE_THERE if name not in told]
    faults = [*cells.faults, *(Fault("required-missing", name, "The cell is blank. Fill it.") for name in missing)]
    return Row(raw.number, values, tuple(faults))


class _Cells:
    """Reads the cells of one row; collects what is wrong with them."""

    def __init__(self, reading: Reading, today: date, allow_test_nhs_numbers: bool) -> None:
        self._reading, self._today, self._allow_test = reading, today, allow_test_nhs_numbers
        self.faults: list[Fault] = []

    def value(self, column: Column, text: str) -> Any:
        """The value of a cell; None where it is blank, or wrong."""
        text = text.strip()
        if not text:
            return None
        if text in damage.ERROR_WORDS:
            return self._wrong(damage.CODE, column, damage.REASON)
        if holds_unseen(text):
            reason = "The cell holds signs that cannot be seen. Type it anew."
            return self._wrong("control-character", column, reason)
        return self._read(column, text, {**_KNOWN.get(column.kind, column.codes), **self._words(column)})

    def _words(self, column: Column) -> Codes:
        return self._reading.words.get(column.name, {})

    def _read(self, column: Column, text: str, words: Codes) -> Any:
        match column.kind:
            case Kind.DATE | Kind.COMING_DATE:
                return self._date(column, text)
            case Kind.NHS_NUMBER:
                return self._nhs_number(column, nhs_number.normalised(text))
            case Kind.CODE | Kind.FLAG:
                return self._coded(column, text, words)
            case Kind.FACTORS:
                found = [self._coded(column, part, words) for part in _parts(text)]
                return frozenset(one for one in found if one is not None)
            case Kind.NAMES:
                return frozenset(str(self._text(column, part, words)) for part in _parts(text))
            case Kind.TEXT:
                return self._text(column, text, words)

    def _wrong(self, code: str, column: Column, reason: str) -> Any:
        """Note a fault; returns the value of such a cell, which is none."""
        self.faults.append(Fault(code, column.name, reason))
        return None

    def _text(self, column: Column, text: str, words: Codes) -> Any:
        """Text on one line, or what a word of it stands for."""
        line = ", ".join(" ".join(part.split()) for part in composed(text).splitlines() if part.strip())
        found = str(words.get(folded(line), line))
        if len(found) > column.longest:
            reason = f"The text has more than {column.longest} signs. Shorten it, or give it a short word in a mapping."
            return self._wrong("too-long", column, reason)
        return found

    def _coded(self, column: Column, text: str, codes: Codes) -> object:
        found = codes.get(folded(text))
        if found is None:
            known = ", ".join(dict.fromkeys(str(value) for value in codes.values()))
            self._wrong("code-not-in-list", column, f"The word is not known here ({known}). Use one, or map it.")
        return found

    def _nhs_number(self, column: Column, number: str) -> Any:
        if damage.lost_digits(number):
            return self._wrong(damage.CODE, column, damage.NUMBER_REASON)
        code = nhs_number.fault(number, allow_test_range=self._allow_test)
        return number if code is None else self._wrong(code, column, _NHS_NUMBER_REASONS[code])

    def _date(self, column: Column, text: str) -> Any:
        if text in self._reading.not_known_dates:
            return None
        iso = self._day_first(column, text) if self._reading.day_first else text
        if not _ISO.fullmatch(iso):
            return self._wrong("date-format", column, reason_of(text, required=column.name in MUST_BE_THERE))
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return self._wrong("date-not-real", column, "There is no such day in the calendar. Correct the date.")
        if day > self._today and column.kind is Kind.DATE:
            return self._wrong("date-in-future", column, "The date is in the future. Record what has happened.")
        if day < _EARLIEST.get(column.name, _EARLIEST_EVENT):
            return self._wrong("date-implausible", column, "The date is too long ago. Leave the cell blank if unknown.")
        return day

    def _day_first(self, column: Column, text: str) -> str:
        found = _DAY_FIRST.fullmatch(text)
        if found is None:
            return text
        day, month, year = map(int, found.groups())
        if month > _MONTHS >= day:
            reason = f"In the column {column.name} dates are written in two orders, so none of them can be trusted."
            raise refused("dates-mixed", f"{reason} Write all of them as 2026-09-30.", None)
        return f"{year:04}-{month:02}-{day:02}"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text.replace("\v", "\n")) if part.strip()]
