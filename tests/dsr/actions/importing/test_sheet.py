"""What a file must be to be read at all, and what is told of it besides its rows."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from diis.extracts.rejections import Refused
from dsr.actions.importing.headings import letter
from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.sheet import read_sheet
from tests.dsr.actions.importing.spreadsheets import PLAIN, ROWAN, as_csv, as_xlsx, row

HEADER = "NHS number,First name,Surname,DOB,Date of referral,Source"
LINE = "9990000018,Rowan,Ashgrove,2013-02-01,2026-06-01,School"

REFUSED = [
    ("B03", f"{HEADER}\n{LINE}\n".encode("utf-16-le"), "encoding"),
    ("B04", f"{HEADER}\n9990000018,Zoé,Ashgrove,2013-02-01,2026-06-01,School\n".encode("cp1252"), "encoding"),
    ("B08", b"", "empty-file"),
    ("B09", f"{HEADER}\n".encode(), "no-rows"),
    ("B10", f"{LINE}\n".encode(), "header-missing"),
    ("B15", f"{HEADER.replace(',DOB', ',Age')}\n{LINE}\n".encode(), "header-column-missing"),
    ("B16", f"{HEADER},Forename\n{LINE},x\n".encode(), "header-duplicate"),
    ("B17", f"{HEADER}\n{LINE}\n".replace(",", ";").encode(), "delimiter"),
    ("B19", f'{HEADER}\n"{LINE}\n{LINE}\n'.encode(), "csv-broken"),
    ("B28", b"PK\x03\x04rest", "not-csv"),
    ("B28", b"<html>", "not-csv"),
    ("B31", f"{HEADER}\n{LINE}\n9990000018,Row".encode(), "truncated"),
]


@pytest.mark.parametrize(("_id", "content", "code"), REFUSED, ids=[f"{one}-{code}" for one, _, code in REFUSED])
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path: Path, _id: str, content: bytes, code: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        read_sheet(path, PLAIN)
    assert [one.code for one in refused.value.rejections] == [code]
    assert "Rowan" not in str(refused.value)


def test_a_mark_of_the_encoding_and_a_line_break_in_a_value_are_read(tmp_path: Path) -> None:
    """B01, B12, B20."""
    path = tmp_path / "register.csv"
    path.write_bytes(f'{HEADER},Address\n{LINE},"1 Lane\nTown"\n,,,,,,\n{LINE},\n'.encode("utf-8-sig"))
    read = read_sheet(path, PLAIN)
    assert [one.number for one in read.rows] == [2, 5]
    assert read.rows[0].values["address"] == "1 Lane\nTown"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "register.ods"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match=r"neither \.xlsx nor \.csv"):
        read_sheet(path, PLAIN)


def _days_from_1904(book: Workbook) -> None:
    book.epoch = datetime(1904, 1, 1)


def _merged(book: Workbook) -> None:
    book.worksheets[0].merge_cells("B2:B3")


def _two_sheets(book: Workbook) -> None:
    book.create_sheet("Other")


SPOILT = [
    ("B46", _days_from_1904, "days-from-1904"),
    ("B81", _merged, "merged-cells"),
    ("B81", _two_sheets, "sheet-missing"),
]


@pytest.mark.parametrize(("_id", "spoil", "code"), SPOILT, ids=[code for _, _, code in SPOILT])
def test_a_workbook_that_may_mislead_is_refused(tmp_path: Path, _id: str, spoil: object, code: str) -> None:
    path = as_xlsx(tmp_path / "x.xlsx", [ROWAN.keys(), ROWAN.values(), ROWAN.values()], spoil)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        read_sheet(path, PLAIN)
    assert refused.value.rejections[0].code == code


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "workbook-password"),
        (b"\xd0\xcf\x11\xe0" + bytes(500), "workbook-old-format"),
        (b"a,b\n", "archive-broken"),
    ],
)
def test_what_is_no_open_workbook_is_refused_by_its_content(tmp_path: Path, start: bytes, code: str) -> None:
    """B27, B28."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(start)
    with pytest.raises(Refused) as refused:
        read_sheet(path, PLAIN)
    assert refused.value.rejections[0].code == code


def test_what_a_person_does_not_see_in_a_workbook_is_told(tmp_path: Path) -> None:
    """B81: hidden sheets, rows and columns, formulas; dates are dates and numbers keep their digits (B45, B60)."""

    def hide(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.title = "Register"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("Old").sheet_state = "hidden"

    header = ["NHS number", "First name", "Surname", "DOB", "Date of referral", "Source"]
    first = [9990000018, "Rowan", "Ashgrove", date(2013, 2, 1), datetime(2026, 6, 1, 9), "School"]
    read = read_sheet(as_xlsx(tmp_path / "x.xlsx", [header, first], hide), PLAIN)
    (only,) = read.rows
    assert only.values["nhs_number"] == "9990000018"
    assert (only.values["birth_date"], only.values["referral_date"]) == ("2013-02-01", "2026-06-01")
    assert {one.code for one in read.warnings} == {
        "hidden-rows",
        "hidden-columns",
        "date-with-time",
        "sheet-not-read",
    }


def test_a_column_that_nobody_maps_is_told_by_its_letter(tmp_path: Path) -> None:
    """B14, B75: its name could be a child's."""
    read = read_sheet(as_csv(tmp_path / "x.csv", [row() | {"About Rowan's sister": "x"}]), PLAIN)
    assert read.not_read == (letter(len(ROWAN)),)
    assert not any("sister" in one.reason for one in read.warnings)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(place: int, name: str) -> None:
    assert letter(place) == name


def test_the_sheet_that_a_mapping_names_is_read(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book.worksheets[0].title = "Anybody"
        other = book.create_sheet("Current DSR")
        other.append(list(ROWAN))
        other.append(list(ROWAN.values()))

    path = as_xlsx(tmp_path / "x.xlsx", [["nothing"]], add)
    assert len(read_sheet(path, Reading(sheet="current dsr")).rows) == 1
