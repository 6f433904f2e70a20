"""National submissions are told month by month as a provider would, about children of the lists."""

import csv
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sendwatch.demo.lists import WeeklyList
from tests.sendwatch.demo.sent import FEEDS, Sent, submissions_in

FIELDS = Path(__file__).parents[2] / "oracles" / "ingest_fields_mhsds_csds.csv"
PLANTED = ("M9", "P9", "X9")
MHSDS_TABLES = "000Header 001MPI 002GP 005PatInd 008CarePlanType 009CarePlanAgreement 101Referral 102OtherServiceType"
MHSDS_TABLES += " 201CareContact 202CareActivity 204IndirectActivity 501HospProvSpell 604PrimDiag 605SecDiag"
MHSDS_TABLES += " 606CodedScoreAssessmentRefer 607CodedScoreAssessmentAct 902ServiceTeamDetails"
CSDS_TABLES = "000Header 001MPI 002GP 101Referral 102ServiceTypeReferredTo 104RTT 201CareContact 202CareActivity"
CSDS_TABLES += " 606ProvDiag 607PrimDiag"


@pytest.fixture(scope="session")
def sent(usual_out: Path) -> list[Sent]:
    return submissions_in(usual_out)


@pytest.fixture(scope="session")
def by_feed(sent: list[Sent]) -> dict[str, list[Sent]]:
    """The submissions of a feed that stand in the end, oldest first: of a month sent twice the second."""
    found: dict[str, dict[str, Sent]] = defaultdict(dict)
    for each in sent:
        found[each.feed][each.month] = each
    return {feed: list(months.values()) for feed, months in found.items()}


def test_each_feed_has_fourteen_months_and_one_month_came_twice(
    by_feed: dict[str, list[Sent]], sent: list[Sent]
) -> None:
    assert {feed: len(months) for feed, months in by_feed.items()} == dict.fromkeys(FEEDS, 14)
    twice = [(feed, month) for (feed, month), n in Counter((one.feed, one.month) for one in sent).items() if n > 1]
    assert twice == [("rdy-mhsds", "2026-03")]


def test_names_periods_and_providers_agree(sent: list[Sent]) -> None:
    for each in sent:
        provider, layout, month = each.path.name.removesuffix(".zip").split("_")
        assert each.feed == f"{provider.lower()}-{layout.split('-')[0]}"
        assert each.period[0] == f"{month}-01"
        assert each.period[1][:7] == month
        header = each.table("MHS000Header") or each.table("CYP000Header")
        assert provider in header[0].values()


def test_every_table_has_the_national_fields_in_their_order(sent: list[Sent]) -> None:
    with FIELDS.open(encoding="utf-8", newline="") as file:
        national: dict[str, list[str]] = defaultdict(list)
        for row in csv.DictReader(file):
            national[row["table"]].append(row["field"])
    for each in sent:
        for table, rows in each.tables.items():
            assert list(rows[0]) == national[table], table


@pytest.mark.parametrize(("prefix", "tables"), [("MHS", MHSDS_TABLES), ("CYP", CSDS_TABLES)])
def test_every_table_that_matters_is_sent(sent: list[Sent], prefix: str, tables: str) -> None:
    found = {table for each in sent for table in each.tables if table.startswith(prefix)}
    assert found == {prefix + table for table in tables.split()}


def test_ids_are_unique_and_every_row_belongs_to_one_that_is_sent(sent: list[Sent]) -> None:
    for each in sent:
        prefix = "MHS" if each.feed == "rdy-mhsds" else "CYP"
        patients = _ids(each, f"{prefix}001MPI", "LocalPatientID")
        referrals = _ids(each, f"{prefix}101Referral", "ServiceRequestID")
        contacts = _ids(each, f"{prefix}201CareContact", "CareContactID")
        assert {row["LocalPatientID"] for row in each.table(f"{prefix}101Referral")} == patients
        for table, rows in each.tables.items():
            belonging = {row["ServiceRequestID"] for row in rows if "ServiceRequestID" in row}
            assert {one for one in belonging if not one.startswith("X9")} <= referrals, table
        activities = {row["CareContactID"] for row in each.table(f"{prefix}202CareActivity")}
        assert activities <= contacts


def test_teams_of_mental_health_referrals_have_a_national_type(by_feed: dict[str, list[Sent]]) -> None:
    for each in by_feed["rdy-mhsds"]:
        types = {row["CareProfTeamLocalID"]: row["ServTeamTypeMH"] for row in each.table("MHS902ServiceTeamDetails")}
        assert set(types.values()) == {"A18", "A06", "C01", "C04"}
        assert {row["CareProfTeamLocalID"] for row in each.table("MHS101Referral")} <= types.keys()
        assert {row["OtherCareProfTeamLocalID"] for row in each.table("MHS102OtherServiceType")} <= types.keys()


def test_there_are_autism_other_and_camhs_referrals_and_adults(by_feed: dict[str, list[Sent]]) -> None:
    newest = by_feed["rdy-mhsds"][-1].table("MHS101Referral")
    teams = Counter((row["CareProfTeamLocalID"], row["PrimReasonReferralMH"]) for row in newest)
    assert teams["ASD-CYP", "25"] > 50
    assert teams["NDT", "24"] > 20
    assert teams["ASD-ADULT", "25"] > 0
    assert sum(count for (team, _), count in teams.items() if team == "SPA") > 100


def test_contacts_events_and_diagnoses_are_those_of_the_month(sent: list[Sent]) -> None:
    dates = {"MHS201CareContact": "CareContDate", "MHS204IndirectActivity": "IndirectActDate"}
    dates |= {"MHS604PrimDiag": "CodedDiagTimestamp", "MHS606CodedScoreAssessmentRefer": "AssToolCompTimestamp"}
    dates |= {"CYP201CareContact": "Contact_Date", "CYP606ProvDiag": "ProvisionalDiagnosis_Date"}
    for each in sent:
        for table, field in dates.items():
            days = [row[field][:10] for row in each.table(table) if not row["ServiceRequestID"].startswith(PLANTED)]
            assert all(each.period[0] <= day <= each.period[1] for day in days), (each.path, table)


def test_an_open_referral_has_a_row_each_month_but_for_the_few_that_fall_silent(by_feed: dict[str, list[Sent]]) -> None:
    for feed, months in by_feed.items():
        table, discharge = ("MHS101Referral", "ServDischDate")
        if feed != "rdy-mhsds":
            table, discharge = ("CYP101Referral", "Discharge_Date")
        dropped = kept = 0
        for before, after in pairwise(months):
            there = {row["ServiceRequestID"] for row in after.table(table)}
            for row in before.table(table):
                assert row[discharge] == "" or row["ServiceRequestID"] not in there
                kept += row[discharge] == "" and row["ServiceRequestID"] in there
                dropped += row[discharge] == "" and row["ServiceRequestID"] not in there
        assert 0 < dropped < kept / 100


def test_a_few_discharges_are_told_a_month_late_and_none_later(by_feed: dict[str, list[Sent]]) -> None:
    late = in_time = 0
    for before, after in pairwise(by_feed["rdy-mhsds"]):
        for row in after.table("MHS101Referral"):
            assert row["ServDischDate"] == "" or before.period[0] <= row["ServDischDate"] <= after.period[1]
            late += "" < row["ServDischDate"] < after.period[0]
            in_time += row["ServDischDate"] >= after.period[0]
    assert 0 < late < in_time / 10


def test_the_first_telling_of_the_restated_month_stops_before_its_end(sent: list[Sent]) -> None:
    first, again = (one for one in sent if (one.feed, one.month) == ("rdy-mhsds", "2026-03"))
    assert (first.path.suffix, again.path.suffix) == ("", ".zip")
    assert max(row["CareContDate"] for row in first.table("MHS201CareContact")) <= "2026-03-24"
    ids = [{row["CareContactID"] for row in one.table("MHS201CareContact")} for one in (first, again)]
    assert ids[0] < ids[1]
    assert {row["ServiceRequestID"] for row in first.table("MHS101Referral")} < {
        row["ServiceRequestID"] for row in again.table("MHS101Referral")
    }


def test_community_data_shows_who_waits_for_an_autism_assessment(by_feed: dict[str, list[Sent]]) -> None:
    for feed in ("rbd-csds", "r0d-csds"):
        for each in by_feed[feed]:
            reasons = {row["ServiceRequestID"]: row["PrimaryReferralReason"] for row in each.table("CYP101Referral")}
            suspected = {row["ServiceRequestID"]: row for row in each.table("CYP606ProvDiag")}
            assert {row["ProvisionalDiagnosis"] for row in suspected.values()} <= {"401204006"}
            assert {reasons[one] for one in suspected} <= {"017"}
            assert {row["TeamType"] for row in each.table("CYP102ServiceTypeReferredTo")} == {"06"}
        assert sum(len(each.table("CYP606ProvDiag")) for each in by_feed[feed]) > 30


def test_the_children_are_those_of_the_lists(by_feed: dict[str, list[Sent]], usual: dict[str, WeeklyList]) -> None:
    listed = {row["nhs_number"]: row["birth_date"] for each in usual.values() for row in each.rows.values()}
    newest = [row for feed in FEEDS for row in by_feed[feed][-1].tables.get("MHS001MPI", [])]
    newest += [row for feed in FEEDS for row in by_feed[feed][-1].tables.get("CYP001MPI", [])]
    numbers = {row["NHSNumber"]: row.get("PersonBirthDate") or row.get("DateOfBirth") for row in newest}
    known = {number for number in numbers if number in listed}
    assert len(known) > 0.9 * len(numbers)
    assert all(numbers[number] == listed[number] for number in known - {""})
    assert all(number == "" or number.startswith("999") for number in numbers)


def test_they_stay_small(sent: list[Sent]) -> None:
    assert 100_000 < sum(len(rows) for each in sent for rows in each.tables.values()) < 200_000


def _ids(each: Sent, table: str, field: str) -> set[str]:
    ids = [row[field] for row in each.table(table)]
    assert len(ids) == len(set(ids)), (each.path, table)
    return set(ids)
