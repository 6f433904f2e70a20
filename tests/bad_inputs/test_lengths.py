"""Rows of the table about how long a file is (B24, B29), and about what its dates prove together (B47)."""

from dataclasses import replace
from pathlib import Path

import pytest

from diis import lists
from diis.guard import truncation_fault
from diis.intake import Intake
from diis.pull import pull
from tests.bad_inputs.judging import hold_to
from tests.bad_inputs.table import BASE, Case, changed
from tests.bad_inputs.workbooks import sent
from tests.diis.conftest import Send
from tests.diis.extract_builder import a_contact, a_referral

REFERRALS = list(BASE.referrals)


@pytest.mark.parametrize(("most", "refused"), [(40, False), (39, True)])
def test_b24_a_file_above_the_agreed_cap_is_refused(
    send: Send, monkeypatch: pytest.MonkeyPatch, most: int, refused: bool
) -> None:
    monkeypatch.setattr(lists, "MAX_ROWS", most)
    verdict = send(BASE)
    if refused:
        hold_to(Case("B24", "too many rows", "R", "too-many-rows", changed(bytes)), verdict.as_json())
    else:
        assert verdict.outcome == "accepted"


@pytest.mark.parametrize(
    ("rows", "held"),
    [(65_534, False), (65_535, True), (65_536, False), (1_048_574, False), (1_048_575, True), (1_048_576, False)],
)
def test_b29_a_file_with_its_header_as_long_as_a_sheet_is_held(rows: int, held: bool) -> None:
    fault = truncation_fault({"referrals.csv": 7, "contacts.csv": rows})
    assert (fault.code if fault else None) == ("possible-truncation" if held else None)
    assert truncation_fault({}) is None


@pytest.mark.parametrize(("counted", "outcome"), [(False, "held"), (True, "accepted")])
def test_b29_a_csv_as_long_as_a_sheet_is_held_unless_a_manifest_counts_it(
    send: Send, counted: bool, outcome: str
) -> None:
    contacts = [a_contact(child % 12, child, contact_date="2026-08-01") for child in range(65_535)]
    long = replace(BASE, contacts=contacts, manifest=counted)
    verdict = send(long)
    assert verdict.outcome == outcome
    assert [one.code for one in verdict.rejections] == ([] if counted else ["possible-truncation"])


def dated(*dates: str) -> list[dict[str, str]]:
    return [*REFERRALS, *(a_referral(900 + n, received_date=day) for n, day in enumerate(dates))]


@pytest.mark.parametrize("dates", [("25/04/2026", "04/25/2026"), ("04/25/2026", "01/02/2026", "25.4.26")])
def test_b47_a_column_with_dates_in_two_orders_is_refused(send: Send, dates: tuple[str, ...]) -> None:
    case = Case("B47", "mixed", "R", "dates-mixed", changed(bytes), field="received_date", line=42, values=dates)
    hold_to(case, send(replace(BASE, referrals=dated(*dates))).as_json())


@pytest.mark.parametrize(
    "dates", [("25/04/2026", "26/04/2026"), ("04/25/2026", "04/26/2026"), ("01/02/2026", "25/04/2026")]
)
def test_b47_dates_that_can_all_be_in_one_order_are_set_aside(send: Send, dates: tuple[str, ...]) -> None:
    verdict = send(replace(BASE, referrals=dated(*dates)))
    assert (verdict.outcome, verdict.rows.quarantined) == ("partial", 2)
    assert {one.code for one in verdict.rejections} == {"date-format"}


def test_b47_two_columns_may_each_have_their_own_order(send: Send) -> None:
    odd = [a_referral(900, received_date="25/04/2026"), a_referral(901, closed_date="04/25/2026")]
    assert send(replace(BASE, referrals=[*REFERRALS, *odd])).outcome == "partial"


def test_b61_the_test_range_is_set_aside_where_real_children_are(intake: Intake, tmp_path: Path) -> None:
    """Here every row has such a number, or none: those that are left are told by their local id."""
    verdict = pull(None, BASE.folder(tmp_path), replace(intake, allow_test_nhs_numbers=False))
    assert verdict.outcome == "refused"
    assert {one.code for one in verdict.rejections[1:]} == {"nhs-number-test-range"}


def test_members_of_a_folder_or_archive_may_be_workbooks(send: Send, intake: Intake, tmp_path: Path) -> None:
    """Each stands for the file it is called after; CSV files may lie beside it."""
    book = sent()(tmp_path / "made").read_bytes()
    folder = tmp_path / "sent" / BASE.name
    folder.mkdir(parents=True)
    (folder / "referrals.xlsx").write_bytes(book)
    (folder / "contacts.csv").write_bytes(BASE.files()["contacts.csv"])
    verdict = pull(None, folder, intake)
    assert (verdict.outcome, verdict.rows.accepted) == ("accepted", 52)
    assert [one.code for one in verdict.warnings] == ["sheet-not-read"]


def test_a_file_that_is_there_as_csv_and_as_workbook_is_refused(intake: Intake, tmp_path: Path) -> None:
    folder = BASE.folder(tmp_path / "sent")
    (folder / "referrals.xlsx").write_bytes(sent()(tmp_path / "made").read_bytes())
    hold_to(Case("B81", "twice", "R", "file-twice", changed(bytes)), pull(None, folder, intake).as_json())
