"""B27, B29, B46 and B81: what a workbook can be. Each is made by openpyxl from the sound list, then spoilt."""

import csv
import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.bad_inputs.table import BASE, Case, Send, folder
from tests.diis.extract_builder import AnExtract, an_archive

Spoil = Callable[[Workbook], None]

RELATIONS, TEXTS = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
ALONE = 35
"""The row of a child without contacts."""


def a_workbook(extract: AnExtract, spoil: Spoil = lambda _: None) -> Workbook:
    """The extract as people make it: dates are dates, NHS numbers are numbers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for file, content in extract.files().items():
        sheet = book.create_sheet(file.removesuffix(".csv").title())
        for row in csv.reader(io.StringIO(content.decode())):
            sheet.append([as_typed(value) for value in row])
    spoil(book)
    return book


def as_typed(value: str) -> object:
    """What a spreadsheet makes of a value that is typed into it."""
    if len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return int(value) if value.isdigit() and len(value) == 10 else value or None


def sent(spoil: Spoil = lambda _: None, extract: AnExtract = BASE) -> Send:
    """Sent as one workbook."""

    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        path = inside / f"{extract.name}.xlsx"
        a_workbook(extract, spoil).save(path)
        return path

    return send


def as_excel_saves(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a workbook with its texts where Excel puts them: once each, in a part of their own."""
    texts: dict[bytes, int] = {}

    def shared(found: re.Match[bytes]) -> bytes:
        return b'%s t="s"><v>%d</v></c>' % (found[1], texts.setdefault(found[2], len(texts)))

    sheets = {
        name: re.sub(rb'(<c [^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, xml)
        for name, xml in parts.items()
        if name.startswith("xl/worksheets/")
    }
    relation = b'<Relationship Id="rId99" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/>'
    relations = parts[RELATIONS].replace(b"</Relationships>", relation + b"</Relationships>")
    rich = b"".join(b"<si>%s<rPh sb='0' eb='1'><t>ignored</t></rPh></si>" % text for text in texts)
    return parts | sheets | {RELATIONS: relations, TEXTS: b"<sst>" + rich + b"</sst>"}


def from_excel(inside: Path) -> Path:
    """The sound list as Excel saves it."""
    path = sent()(inside)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return an_archive(path, as_excel_saves(parts))


def referrals(book: Workbook) -> Worksheet:
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def place(book: Workbook, name: str, row: int) -> str:
    """The address of a cell by the name of its column."""
    names = [cell.value for cell in referrals(book)[1]]
    return referrals(book).cell(row, names.index(name) + 1).coordinate


def put(name: str, row: int, value: object) -> Spoil:
    def spoil(book: Workbook) -> None:
        cell = referrals(book)[place(book, name, row)]
        cell.value = value
        if isinstance(value, int):
            cell.number_format = "General"

    return spoil


def _hidden_row(book: Workbook) -> None:
    referrals(book).row_dimensions[5].hidden = True


def _hidden_column(book: Workbook) -> None:
    referrals(book).column_dimensions["F"].hidden = True


def _hidden_sheet(book: Workbook) -> None:
    book.worksheets[1].sheet_state = "hidden"


def _further_sheet(book: Workbook) -> None:
    book.create_sheet("Amy Quackenbush").append(["her notes"])


def _hidden_further_sheet(book: Workbook) -> None:
    _further_sheet(book)
    book.worksheets[2].sheet_state = "veryHidden"


def _from_1904(book: Workbook) -> None:
    book.epoch = CALENDAR_MAC_1904


def _merged(book: Workbook) -> None:
    sheet = referrals(book)
    sheet.merge_cells(f"{place(book, 'postcode', 5)}:{place(book, 'postcode', 6)}")


def _with_result(inside: Path) -> Path:
    """A formula whose result was saved, as a spreadsheet program leaves it and openpyxl does not."""
    path = sent(put("gender", 5, "=1+0"))(inside)
    saved = b"<f>1+0</f><v>1</v>"
    return edited(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<f>1\+0</f><v ?/?>(</v>)?", saved, xml))


def edited(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _old_format(streams: bytes) -> Send:
    """A compound file: what .xls is, and what a workbook with a password is wrapped in."""

    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        path = inside / f"{BASE.name}.xlsx"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + streams + struct.pack("<H", len(streams)))
        return path

    return send


def _ends_at(row: int) -> Spoil:
    return lambda book: put("gender", row, "1")(book)


def _macros(inside: Path) -> Path:
    path = sent()(inside)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return path


def _no_sheet(book: Workbook) -> None:
    referrals(book).title = "Sheet1"


def _entities(inside: Path) -> Path:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return edited(sent()(inside), "xl/worksheets/sheet1.xml", lambda xml: laughs + xml)


def _warned(what: str, code: str, spoil: Spoil, **more: object) -> Case:
    return Case("B81", what, "W", code, sent(spoil), **more)  # type: ignore[arg-type]


def _set_aside(number: str, what: str, code: str, name: str, value: object) -> Case:
    """One value of a child without contacts, whose row is set aside; what the list before said of it stays."""
    return Case(number, what, "Q", code, sent(put(name, ALONE, value)), field=name, line=ALONE)


NOTES = f"Notes on {'Quackenbush ' * 6}.xlsx"
"""Anybody's name, and longer than any that the ledger keeps."""

WORKBOOKS = (
    Case("B81", "a workbook as people make it", "A", None, sent()),
    Case("B81", "a workbook as Excel saves it", "A", None, from_excel),
    _warned("a hidden row", "hidden-rows", _hidden_row, line=5),
    _warned("a hidden column", "hidden-columns", _hidden_column),
    _warned("a hidden sheet of the layout", "sheet-hidden", _hidden_sheet),
    _warned("a further sheet", "sheet-not-read", _further_sheet, values=("Quackenbush",)),
    _warned("a hidden further sheet", "sheet-not-read", _hidden_further_sheet, says="hidden"),
    _warned("merged cells", "merged-cells", _merged),
    _warned("a date with a time", "date-with-time", put("received_date", 5, datetime(2026, 4, 4, 9, 30)), line=5),
    Case("B81", "a formula with its result", "W", "formula-cells", _with_result, line=5),
    _set_aside("B81", "a formula without its result", "spreadsheet-damage", "gender", "=1+0"),
    _set_aside("B81", "a spreadsheet's error", "spreadsheet-damage", "local_patient_id", "#REF!"),
    _set_aside("B81", "an id that became a date", "spreadsheet-damage", "local_patient_id", date(2026, 3, 1)),
    _set_aside("B45", "a day number that is not shown as a date", "date-format", "received_date", 46000),
    _set_aside("B60", "nine digits", "spreadsheet-damage", "nhs_number", 943476591),
    Case("B46", "days counted from 1904", "H", "days-from-1904", sent(_from_1904)),
    Case("B29", "a sheet full to the old end", "H", "possible-truncation", sent(_ends_at(65_536)), quarantined=1),
    Case("B29", "a sheet full to its end", "H", "possible-truncation", sent(_ends_at(1_048_576)), quarantined=1),
    Case(
        "B27",
        "a workbook with a password",
        "R",
        "workbook-password",
        _old_format("EncryptedPackage".encode("utf-16-le")),
        says="password",
    ),
    Case("B28", "an old workbook", "R", "workbook-old-format", _old_format("Workbook".encode("utf-16-le"))),
    Case("B81", "macros", "R", "workbook-macros", _macros),
    Case("B81", "no sheet of the list", "R", "sheet-missing", sent(_no_sheet)),
    Case(
        "B80",
        "a workbook beside the list",
        "W",
        "file-not-read",
        folder(BASE.files() | {NOTES: b"-"}),
        values=("Quack",),
    ),
    Case("B80", "a workbook of another name", "R", "archive-broken", folder({NOTES: b"-"}), values=("Quack",)),
    Case("B25", "entities that multiply", "R", "workbook-broken", _entities),
)
