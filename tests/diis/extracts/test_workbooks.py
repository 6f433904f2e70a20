"""Cells of a workbook as text: days by both calendars, numbers as they were typed, and what only looks like text."""

import io
from dataclasses import dataclass, field
from datetime import date

import pytest

from diis.extracts.workbooks.cells import DAMAGED, Cells, day_of
from diis.extracts.workbooks.events import NotAWorkbook
from diis.extracts.workbooks.sheet import Cell, Seen, rows_of

DATED, OTHER = 0, 1
DAY_STYLE = 3
XML = "<worksheet><sheetData>{}</sheetData></worksheet>"


@dataclass
class Book:
    """As much of a workbook as a cell asks for."""

    texts: list[str] = field(default_factory=lambda: ["a text", "two\nlines", "tab_x0009_and_x000D_end"])
    date_styles: frozenset[int] = frozenset({DAY_STYLE})
    days_from_1904: bool = False


def text_of(cell: Cell, *, from_1904: bool = False) -> str:
    book = Book(days_from_1904=from_1904)
    return Cells(book, Seen(), frozenset({DATED})).text(cell, 5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        (61, False, date(1900, 3, 1)),
        (60, False, None),
        (59, False, None),
        (45291, False, date(2023, 12, 31)),
        (2_958_465, False, date(9999, 12, 31)),
        (2_958_466, False, None),
        (0, True, date(1904, 1, 1)),
        (43829, True, date(2023, 12, 31)),
        (2_957_003, True, date(9999, 12, 31)),
        (2_957_004, True, None),
        (-1, True, None),
    ],
)
def test_a_day_number_is_a_day_of_the_calendar_it_was_counted_by(
    serial: int, from_1904: bool, day: date | None
) -> None:
    """B45, B46: 60 is 29 February 1900, which never was; what comes before it is off by one and is not told."""
    assert day_of(serial, from_1904=from_1904) == day


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("9990000018", "9990000018"),
        ("9.990000018E9", "9990000018"),
        ("999000001", "999000001"),
        ("1", "1"),
        ("1.0", "1"),
        ("0.1", "0.1"),
        ("1E+30", "1000000000000000000000000000000"),
        ("1E+300000000", "1E+300000000"),
        ("NaN", "NaN"),
        ("", ""),
        ("word", "word"),
    ],
)
def test_a_number_is_the_one_that_was_typed(stored: str, text: str) -> None:
    """No digit is lost or made up, and no number takes more room than it is long."""
    assert text_of(Cell(OTHER, "n", 0, stored)) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell(DATED, "n", DAY_STYLE, "46000"), "2025-12-09"),
        (Cell(DATED, "n", DAY_STYLE, "46000.75"), "2025-12-09"),
        (Cell(DATED, "n", DAY_STYLE, "60"), "60"),
        (Cell(DATED, "n", 0, "46000"), "46000"),
        (Cell(DATED, "d", 0, "2025-12-09T00:00:00"), "2025-12-09"),
        (Cell(OTHER, "n", DAY_STYLE, "46000"), DAMAGED),
        (Cell(OTHER, "s", 0, "0"), "a text"),
        (Cell(OTHER, "s", 0, "1"), "two\vlines"),
        (Cell(OTHER, "s", 0, "2"), "tab\tand\vend"),
        (Cell(OTHER, "inlineStr", 0, "x\r\ny"), "x\v\vy"),
        (Cell(OTHER, "str", 0, "", is_formula=True), ""),
        (Cell(OTHER, "n", 0, "", is_formula=True), DAMAGED),
        (Cell(OTHER, "n", 0, None, is_formula=True), DAMAGED),
        (Cell(OTHER, "n", 0, "7", is_formula=True), "7"),
        (Cell(OTHER, "e", 0, "#DIV/0!"), "#DIV/0!"),
        (Cell(OTHER, "b", 0, "1"), "TRUE"),
        (Cell(OTHER, "n", 0, None), ""),
    ],
)
def test_a_cell_is_the_text_that_the_layout_wants(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


def test_days_are_counted_as_the_workbook_says() -> None:
    """B46: such a list is held; a person who releases it gets the days that the workbook shows."""
    assert text_of(Cell(DATED, "n", DAY_STYLE, "43829"), from_1904=True) == "2023-12-31"


def read(inside: str) -> list[tuple[int, list[tuple[int, str | None]]]]:
    """Rows of a sheet whose elements have a prefix, as some programs write them."""
    rows = rows_of(io.BytesIO(XML.format(inside).replace("<", "<x:").replace("<x:/", "</x:").encode()), Seen())
    return [(number, [(cell.column, cell.text) for cell in cells]) for number, cells in rows]


def test_rows_and_cells_stand_where_they_say_or_behind_the_one_before() -> None:
    two = '<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c><c r="AA3"><v>3</v></c></row><row><c><v>4</v></c></row>'
    assert read(two) == [(3, [(1, "1"), (2, "2"), (26, "3")]), (4, [(0, "4")])]


def test_text_in_runs_is_put_together_and_readings_are_left_out() -> None:
    runs = '<c t="inlineStr"><is><r><t>One </t></r><r><t>two</t></r><rPh><t>wan</t></rPh></is></c>'
    assert read(f"<row>{runs}</row>") == [(1, [(0, "One two")])]


@pytest.mark.parametrize(
    "inside",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="0"/>',
        '<row r="1048577"/>',
        '<row r="x"/>',
        '<row><c r="B1"/><c r="A1"/></row>',
        '<row><c r="1A"/></row>',
        '<row><c r="XFE1"/></row>',
        '<row><c s="x"/></row>',
        "<row>",
    ],
)
def test_what_no_spreadsheet_writes_is_no_workbook(inside: str) -> None:
    with pytest.raises(NotAWorkbook):
        read(inside)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE worksheet [<!ENTITY who SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/sheet.dtd">',
    ],
)
def test_a_workbook_that_declares_what_is_to_be_fetched_or_unfolded_is_none(declared: str) -> None:
    """ASVS 1.5.1: nothing outside is read and nothing is blown up."""
    sheet = declared + XML.format('<row><c t="inlineStr"><is><t>1</t></is></c></row>')
    with pytest.raises(NotAWorkbook):
        list(rows_of(io.BytesIO(sheet.encode()), Seen()))
