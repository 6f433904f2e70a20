"""What refuses a whole submission, and what is taken with a warning (R-WAIT-118, docs/adr/0028)."""

from pathlib import Path

import pytest

from diis.extracts.monthly.periods import Submission, submission_name
from diis.extracts.rejections import Refused, Rejection
from tests.diis.extract_builder import Row, a_folder, as_csv
from tests.diis.monthly_builder import (
    ASubmission,
    a_community_referral,
    a_community_submission,
    a_contact,
    a_referral,
    a_submission,
)
from tests.diis.monthly_checking import checked, checked_at, quarantined, warned

SOUND = a_submission(referrals=[a_referral(1), a_referral(2)], contacts=[a_contact(1)])
COMMUNITY = a_community_submission(referrals=[a_community_referral(1)])


def refusal(submission: ASubmission) -> Rejection:
    with pytest.raises(Refused) as refused:
        checked(submission)
    return refused.value.rejections[0]


def with_header(**fields: str) -> ASubmission:
    return ASubmission("RDY", "2026-09", tables=SOUND.tables, header=fields)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RDY_mhsds-6_2026-09", Submission("RDY", "mhsds-6", 1518)),
        ("RBD_csds-1.6_2024-04.zip", Submission("RBD", "csds-1.6", 1489)),
        ("R0D_neurodevelopmental_2026-09-30", None),
        ("20250930-RTT-September-2025-RBD.csv", None),
    ],
)
def test_a_name_tells_provider_layout_and_month(name: str, expected: Submission | None) -> None:
    assert submission_name(name) == expected


@pytest.mark.parametrize(
    "name", ["RDY_mhsds-5_2026-09", "RDY_mhsds-6_2026-13", "RDY_mhsds-6_2026-09-30", "rdy_mhsds-6_2026-09", "RDY_csds"]
)
def test_a_name_that_is_nearly_one_is_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        submission_name(name)
    assert refused.value.rejections[0].code == "name-not-recognised"


HEADERS: list[tuple[Row, str, str]] = [
    ({"DatSetVer": "5.0"}, "data-set-version", "DatSetVer"),
    ({"DatSetVer": "six"}, "data-set-version", "DatSetVer"),
    ({"DatSetVer": ""}, "header-value-missing", "DatSetVer"),
    ({"OrgIDProvider": "RBD"}, "provider-differs", "OrgIDProvider"),
    ({"ReportingPeriodStartDate": "2026-08-01"}, "period-differs", "ReportingPeriodStartDate"),
    ({"ReportingPeriodEndDate": "2026-09-29"}, "period-differs", "ReportingPeriodEndDate"),
]


@pytest.mark.parametrize(("said", "code", "field"), HEADERS)
def test_a_header_that_is_not_that_of_the_name_is_refused(said: Row, code: str, field: str) -> None:
    found = refusal(with_header(**said))
    assert (found.code, found.file, found.line, found.field) == (code, "MHS000Header.csv", 2, field)


@pytest.mark.parametrize("version", ["6", "6.0", "06.0"])
def test_a_version_may_be_written_short_or_long(version: str) -> None:
    assert checked(with_header(DatSetVer=version)).referrals == 2


def test_a_community_header_is_held_to_its_own_version() -> None:
    wrong = ASubmission("RBD", "2026-09", "csds-1.6", COMMUNITY.tables, {"Version": "1.5"})
    assert refusal(wrong).code == "data-set-version"
    assert checked(COMMUNITY).referrals == 1


def test_a_header_of_two_rows_is_refused() -> None:
    assert refusal(SOUND.with_table("MHS000Header", [{}, {}])).code == "header-rows"


def without(submission: ASubmission, table: str, folder: Path) -> Path:
    files = submission.files()
    del files[f"{table}.csv"]
    return a_folder(folder / submission.name, files)


def test_a_submission_without_a_header_table_stands_by_its_name(tmp_path: Path) -> None:
    """design.md: an absent table is an empty one."""
    found = checked_at(without(SOUND, "MHS000Header", tmp_path))
    assert found.referrals == 2
    assert warned(found) == [("header-table-empty", "MHS000Header", None, None)]


@pytest.mark.parametrize(
    ("table", "needed_by"), [("MHS001MPI", "MHS101Referral"), ("MHS101Referral", "MHS201CareContact")]
)
def test_a_table_that_other_rows_hang_on_may_not_be_absent(table: str, needed_by: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        checked_at(without(SOUND, table, tmp_path))
    found = refused.value.rejections[0]
    assert (found.code, found.file) == ("table-missing", f"{table}.csv")
    assert needed_by in found.reason


def test_an_absent_table_that_nothing_hangs_on_is_an_empty_one(tmp_path: Path) -> None:
    found = checked_at(without(SOUND, "MHS201CareContact", tmp_path))
    assert (found.contacts, warned(found)) == (0, [])


def written(folder: Path, **files: bytes) -> Path:
    sound = {name.removesuffix(".csv"): content for name, content in SOUND.files().items()}
    return a_folder(folder / SOUND.name, {f"{name}.csv": content for name, content in {**sound, **files}.items()})


def header_of(table: str, *, leave_out: str = "", add: str = "") -> bytes:
    rows = SOUND.tables[table]
    names = [name for name in dict.fromkeys(name for row in rows for name in row) if name != leave_out]
    kept = [{name: row.get(name, "") for name in names} | ({add: "x"} if add else {}) for row in rows]
    return as_csv([*names, *([add] if add else [])], kept)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("MHS001MPI", "NHSNumber"),
        ("MHS001MPI", "PersonBirthDate"),
        ("MHS101Referral", "PrimReasonReferralMH"),
        ("MHS201CareContact", "AttendStatus"),
        ("MHS201CareContact", "ConsMechanismMH"),
        ("MHS902ServiceTeamDetails", "ServTeamTypeMH"),
    ],
)
def test_a_missing_column_that_decides_a_figure_refuses(table: str, column: str, tmp_path: Path) -> None:
    content = header_of(table, leave_out=column)
    with pytest.raises(Refused) as refused:
        checked_at(written(tmp_path, **{table: content}))
    found = refused.value.rejections[0]
    assert (found.code, found.file) == ("header-column-missing", f"{table}.csv")
    assert column in found.reason


def test_other_columns_may_be_missing_or_unknown_with_a_warning(tmp_path: Path) -> None:
    content = header_of("MHS201CareContact", leave_out="CareContSubj", add="Remark")
    found = checked_at(written(tmp_path, MHS201CareContact=content))
    # The builder's short header lacks other columns of the table too; one warning names them all.
    assert [one[0] for one in warned(found)] == ["column-missing", "column-unknown"]
    assert found.contacts == 1


def test_headers_are_read_in_any_case_and_order(tmp_path: Path) -> None:
    names = list(SOUND.tables["MHS201CareContact"][0])
    content = as_csv(reversed(names), SOUND.tables["MHS201CareContact"])
    header, _, body = content.partition(b"\n")
    found = checked_at(written(tmp_path, MHS201CareContact=header.upper() + b"\n" + body))
    assert found.contacts == 1


def test_a_file_that_is_no_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        checked_at(written(tmp_path, MHS201CareContact=b"NR000001,2026-09-10,5\n"))
    assert refused.value.rejections[0].code == "header-missing"


def test_a_table_under_another_name_is_refused_and_another_table_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        checked_at(written(tmp_path / "one", MHS201=b"a,b\n1,2\n"))
    assert refused.value.rejections[0].code == "file-renamed"
    found = checked_at(written(tmp_path / "two", MHS301GroupSession=b"a,b\n1,2\n"))
    assert warned(found) == [("table-not-read", "MHS301GroupSession", None, None)]


def test_a_manifest_must_count_right(tmp_path: Path) -> None:
    promise = b'{"layout": "mhsds-6", "rows": {"MHS101Referral.csv": %d}}'
    path = a_folder(tmp_path / SOUND.name, {**SOUND.files(), "manifest.json": promise % 2})
    assert checked_at(path).declared == 2
    path = a_folder(tmp_path / SOUND.name, {**SOUND.files(), "manifest.json": promise % 3})
    with pytest.raises(Refused) as refused:
        checked_at(path)
    assert refused.value.rejections[0].code == "manifest-count"


def test_a_submission_of_which_no_referral_can_be_accepted_is_refused() -> None:
    bad = a_submission(referrals=[a_referral(1, ReferralRequestReceivedDate="")])
    found = refusal(bad)
    assert (found.code, found.file) == ("no-row-accepted", "MHS101Referral.csv")


def test_a_file_of_a_submission_is_read_by_the_rules_of_every_extract(tmp_path: Path) -> None:
    """A row of another width is set aside, never shifted (B21)."""
    content = SOUND.files()["MHS201CareContact.csv"] + b"too,few\n"
    found = checked_at(written(tmp_path, MHS201CareContact=content))
    assert quarantined(found) == [("ragged-row", "MHS201CareContact", 3, None)]
