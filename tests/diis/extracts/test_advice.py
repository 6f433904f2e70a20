"""What is advised can be done: a required field is never to be left blank, and each usual slip has its own words."""

from datetime import date
from pathlib import Path

import pytest

from diis.extracts.chunks import Chunks
from diis.extracts.contract import CODE, DATE, Field
from diis.extracts.date_shapes import reason_of
from diis.extracts.headers import check_header
from diis.extracts.layout_words import TABLES
from diis.extracts.names import extract_name
from diis.extracts.rejections import Refused
from diis.extracts.values import judge_of
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.extracts.workbooks.book import opened
from tests.diis.extract_builder import AnExtract, a_contact, a_referral
from tests.diis.extracts.reading import checked, csv_file

CENSUS = "2026-09-30"
NAMES = list(REFERRALS.names)
SLIPS = ("nonsense", "1900-01-01", "1850-01-01", "45291", "4/5/26", "20260615", "2026-02-31", "?")


def fields() -> list[Field]:
    return [field for table in TABLES for field in table.fields if field.kind in (DATE, CODE)]


@pytest.mark.parametrize("field", fields(), ids=lambda field: field.name)
def test_a_field_that_every_row_needs_is_never_to_be_left_blank(field: Field) -> None:
    judge = judge_of(field, CENSUS)
    assert judge is not None
    for reason in (fault[1] for fault in map(judge, SLIPS) if fault):
        assert not (field.required or field.name == "attendance") or "blank" not in reason


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2026-06-01 00:00:00", "time"),
        ("2026-06-01T08:30", "time"),
        ("01/06/2026 00:00", "time"),
        ("20260615", "no hyphens"),
        ("2026/06/15", "slashes"),
        ("2026.06.15", "dots"),
        ("2026-6-1", "two digits"),
        ("01-Jun-2026", "month is written as a word"),
        ("1 June 2026", "month is written as a word"),
        ("15/06/2026", "day first"),
        ("06/15/2026", "month first"),
        ("45291", "spreadsheet's day number"),
    ],
)
def test_each_usual_way_to_write_a_date_has_its_own_advice(value: str, says: str) -> None:
    """B45 to B52."""
    reason = reason_of(value, required=True)
    assert says in reason
    assert "2026-09-30" in reason
    assert value not in reason


def refusal(header: list[str], lines: list[str] | None = None) -> str:
    with pytest.raises(Refused) as refused:
        check_header(REFERRALS, header, lines or [])
    return refused.value.rejections[0].reason


def test_a_required_column_that_is_missing_is_not_to_be_added_blank() -> None:
    assert "blank" not in refusal([name for name in NAMES if name != "received_date"])
    assert "may be blank" in refusal([name for name in NAMES if name != "closed_date"])


def test_headers_that_differ_in_case_and_spaces_only_are_told_as_such() -> None:
    assert "Only case and spaces differ: census_date" in refusal([name.replace("_", " ") for name in NAMES])
    odd = [name.replace("received_date", "received date").replace("birth_date", "BirthDate") for name in NAMES]
    assert "Only case and spaces differ: birth_date, received_date." in refusal(odd)


@pytest.mark.parametrize("title", ["Waiting list", "Waiting list" + "," * (len(NAMES) - 1)])
def test_a_title_above_the_header_is_told_with_the_line_of_the_header(title: str) -> None:
    content = f"{title}\n\n{','.join(NAMES)}\n".encode()

    def read() -> None:
        file = csv_file(content)
        check_header(REFERRALS, file.header, file.first_lines)

    with pytest.raises(Refused) as refused:
        read()
    assert refused.value.rejections[0].code == "header-missing"
    assert "The header seems to be on line 3" in refused.value.rejections[0].reason


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_the_sign_between_columns_is_named(sign: str, word: str) -> None:
    """B17."""
    assert f"separated by {word}" in refusal([sign.join(NAMES)])


def rows_after(*lines: str) -> list[tuple[str, str]]:
    content = AnExtract([a_referral(1)]).files()[REFERRALS.file] + "".join(f"{line}\n" for line in lines).encode()
    return [(one.code, one.reason) for batch in checked(content) for one in batch.rejections]


def test_a_blank_row_and_a_row_of_totals_are_told_once_each() -> None:
    commas = "," * (len(NAMES) - 1)
    assert rows_after(commas) == [("row-blank", "This row is blank. Delete it.")]
    assert [code for code, _ in rows_after(f"Total{commas}") if "totals" in code] == ["row-of-totals"]
    (ragged,) = rows_after("Total,40")
    assert ragged == (
        "ragged-row",
        "This looks like a line of totals. Leave it out: a row is one referral or one contact.",
    )


def test_a_provider_in_small_letters_is_told_the_name_to_give() -> None:
    with pytest.raises(Refused) as refused:
        extract_name("r0d_neurodevelopmental_2026-09-30")
    assert "Rename it to R0D_neurodevelopmental_2026-09-30." in refused.value.rejections[0].reason
    assert extract_name("R0D_neurodevelopmental_2026-09-30").census_on == date(2026, 9, 30)


@pytest.mark.parametrize("content", [b'[{"referral_id": 1}]', b' \n{"a": 1}', b"\xef\xbb\xbf[1]"])
def test_json_is_told_as_such_however_it_begins(content: bytes, tmp_path: Path) -> None:
    """B28."""
    (tmp_path / "referrals.csv").write_bytes(content)
    with (tmp_path / "referrals.csv").open("rb") as stream, pytest.raises(Refused) as refused:
        Chunks(stream, "referrals.csv")
    assert "This is JSON" in refused.value.rejections[0].reason


def test_text_that_was_only_called_a_workbook_is_told_as_such(tmp_path: Path) -> None:
    """B28."""
    (tmp_path / "list.xlsx").write_bytes(AnExtract(contacts=[a_contact(1)]).files()[CONTACTS.file])
    with pytest.raises(Refused) as refused, opened(tmp_path / "list.xlsx", "list.xlsx"):
        pass
    assert refused.value.rejections[0].code == "archive-broken"
    assert "This is text, not a workbook" in refused.value.rejections[0].reason


@pytest.mark.parametrize(("name", "told"), [("clinic", "clinic"), ("clinic_code", "clinic_code")])
def test_a_plain_name_of_one_or_two_words_is_told_with_its_place(name: str, told: str) -> None:
    (found,) = check_header(REFERRALS, [*NAMES, name])
    assert found.field == told
    assert f"Column {len(NAMES) + 1} " in found.reason


@pytest.mark.parametrize("name", ["seen_amy_quackenbush", "amy quackenbush", "ne12345", "clinic2"])
def test_a_name_that_could_be_data_is_told_by_its_place_alone(name: str) -> None:
    """B75."""
    (found,) = check_header(REFERRALS, [*NAMES, name])
    assert found.field == f"number {len(NAMES) + 1}"
    assert name not in found.reason
