"""Which headers are those of layout wl-1: what decides who waits must be there, the rest is told."""

import pytest

from diis.extracts.contract import Table
from diis.extracts.headers import check_header
from diis.extracts.rejections import Refused, Rejection
from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS
from tests.diis.extract_builder import CENSUS, a_referral, as_csv
from tests.diis.extracts.reading import checked, csv_file

NAMES = list(REFERRALS.names)


def refused_for(table: Table, header: list[str]) -> Rejection:
    with pytest.raises(Refused) as refused:
        check_header(table, header)
    (rejection,) = refused.value.rejections
    assert (rejection.level, rejection.file, rejection.line) == ("file", table.file, 1)
    return rejection


def without(*names: str) -> list[str]:
    return [name for name in NAMES if name not in names]


@pytest.mark.parametrize("table", [REFERRALS, CONTACTS, EVENTS, STEPS], ids=lambda table: table.file)
def test_the_header_of_the_layout_passes_in_any_order(table: Table) -> None:
    """B12."""
    assert check_header(table, list(table.names)) == []
    assert check_header(table, list(reversed(table.names))) == []


def test_the_order_of_columns_changes_no_value() -> None:
    """B12."""
    promise = {"census_date": CENSUS, "provider": "R0D", "pathway": "neurodevelopmental"}
    row = promise | a_referral(1, gender="2", condition="autism")
    (forwards,) = checked(as_csv(NAMES, [row]))
    (backwards,) = checked(as_csv(reversed(NAMES), [row]))
    assert forwards.rows == backwards.rows


@pytest.mark.parametrize(
    "name",
    ["census_date", "provider", "pathway", "referral_id", "birth_date", "received_date", "decision", "closed_date"],
)
def test_a_file_without_a_column_that_decides_who_waits_is_refused(name: str) -> None:
    """B15: a column that is not there is not the same as one that is blank."""
    found = refused_for(REFERRALS, without(name))
    assert (found.code, found.field) == ("header-column-missing", name)
    assert name in found.reason


def test_one_of_the_two_columns_of_identity_is_enough() -> None:
    assert [one.field for one in check_header(REFERRALS, without("nhs_number"))] == ["nhs_number"]
    assert [one.field for one in check_header(REFERRALS, without("local_patient_id"))] == ["local_patient_id"]
    found = refused_for(REFERRALS, without("nhs_number", "local_patient_id"))
    assert (found.code, found.field) == ("header-column-missing", "nhs_number or local_patient_id")


@pytest.mark.parametrize("name", ["provider", "referral_id", "contact_id", "contact_date", "attendance"])
def test_contacts_need_what_tells_that_a_child_was_seen(name: str) -> None:
    header = [other for other in CONTACTS.names if other != name]
    assert refused_for(CONTACTS, header).field == name


@pytest.mark.parametrize(
    ("table", "name"),
    [(EVENTS, "referral_id"), (EVENTS, "event_date"), (EVENTS, "kind"), (STEPS, "step"), (STEPS, "done_date")],
    ids=lambda value: value if isinstance(value, str) else value.file,
)
def test_an_optional_file_that_is_sent_has_the_columns_that_it_is_about(table: Table, name: str) -> None:
    assert refused_for(table, [other for other in table.names if other != name]).field == name


@pytest.mark.parametrize("name", ["gender", "postcode", "condition", "priority"])
def test_another_column_that_is_missing_is_told_and_counts_as_not_known(name: str) -> None:
    (found,) = check_header(REFERRALS, without(name))
    assert (found.code, found.level, found.field) == ("column-missing", "warning", name)


@pytest.mark.parametrize(("sent", "meant"), [("nhs_no", "nhs_number"), ("gp_practise", "gp_practice")])
def test_a_column_with_nearly_the_right_name_is_refused_not_lost(sent: str, meant: str) -> None:
    """B13: no alias is agreed, and a column that was sent must not count as not known."""
    found = refused_for(REFERRALS, [*without(meant), sent])
    assert (found.code, found.field) == ("header-column-renamed", meant)


def test_a_column_that_is_not_in_the_layout_is_told_and_not_read() -> None:
    """B14, B75."""
    (found,) = check_header(REFERRALS, [*NAMES, "notes"])
    assert (found.code, found.level, found.field) == ("column-unknown", "warning", "notes")
    row = {"census_date": CENSUS, "provider": "R0D", "pathway": "neurodevelopmental"} | a_referral(1)
    (with_notes,) = checked(as_csv([*NAMES, "notes"], [row | {"notes": "seen with Mary"}]))
    (without_notes,) = checked(as_csv(NAMES, [row]))
    assert with_notes.rows == without_notes.rows


@pytest.mark.parametrize("name", ["x" * 400, "amy quackenbush", "999 000 0018", "2015-03-04", "<b>", "=1+1", ""])
def test_an_unknown_column_whose_name_could_be_anything_is_told_by_its_place(name: str) -> None:
    """B75: a name that could be a child's is not kept."""
    assert [one.field for one in check_header(REFERRALS, [*NAMES, name])] == [f"number {len(NAMES) + 1}"]


def test_a_renamed_column_is_both_missing_and_unknown() -> None:
    """B13: no alias is agreed, so none is guessed."""
    renamed = ["sex" if name == "gender" else name for name in NAMES]
    assert [(one.code, one.field) for one in check_header(REFERRALS, renamed)] == [
        ("column-missing", "gender"),
        ("column-unknown", "sex"),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_refused_and_told_as_such(delimiter: str) -> None:
    """B17, B18."""
    found = refused_for(REFERRALS, csv_file(delimiter.join(NAMES).encode() + b"\n").header)
    assert found.code == "delimiter"
    assert "with commas" in found.reason


def test_a_file_that_begins_with_a_row_is_refused_and_the_row_is_not_repeated() -> None:
    """B10."""
    row = ["2026-09-30", "R0D", "neurodevelopmental", "NE1", "9990000018", "P1", "2015-03-04"]
    found = refused_for(REFERRALS, row)
    assert found.code == "header-missing"
    assert not any(value in found.reason for value in row if value != "2026-09-30")


@pytest.mark.parametrize("table", [REFERRALS, CONTACTS], ids=lambda table: table.file)
def test_a_header_of_another_file_is_refused(table: Table) -> None:
    other = CONTACTS if table is REFERRALS else REFERRALS
    assert refused_for(table, list(other.names)).code in {"header-missing", "header-column-missing"}
