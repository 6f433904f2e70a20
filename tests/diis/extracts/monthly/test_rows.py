"""Which rows of a submission are set aside, in which words, and which are taken with a warning (docs/adr/0028)."""

import pytest

from tests.diis.extract_builder import Row, nhs_number
from tests.diis.monthly_builder import (
    ASubmission,
    a_community_contact,
    a_community_referral,
    a_community_submission,
    a_contact,
    a_patient,
    a_referral,
    a_submission,
    a_team,
    referral_id,
)
from tests.diis.monthly_checking import checked, quarantined, rows, warned

KEEPER = a_referral(9)
"""A sound referral, so that no submission here is refused for having none."""


def referral_row(**fields: str) -> ASubmission:
    return a_submission(referrals=[KEEPER, a_referral(1, **fields)])


def contact_row(**fields: str) -> ASubmission:
    return a_submission(referrals=[KEEPER, a_referral(1)], contacts=[a_contact(1, **fields)])


def table_row(table: str, row: Row) -> ASubmission:
    return a_submission(referrals=[a_referral(1)]).with_table(table, [{"ServiceRequestID": referral_id(1), **row}])


CLOCK = {"WaitTimeMeasureType": "02", "ReferToTreatPeriodStartDate": "2026-05-04", "ReferToTreatPeriodStatus": "20"}
DIAGNOSIS = {"DiagSchemeInUse": "02", "PrimDiag": "F84.0"}
SPELL = {"HospProvSpellID": "S1", "StartDateHospProvSpell": "2026-09-02"}
SCORE = {"CodedAssToolType": "718431003", "AssToolCompTimestamp": "2026-09-02T09:30:00"}

SET_ASIDE: list[tuple[ASubmission, str, str, str]] = [
    (referral_row(ReferralRequestReceivedDate=""), "required-missing", "ReferralRequestReceivedDate", "MHS10111"),
    (referral_row(ReferralRequestReceivedDate="04/05/2026"), "date-format", "ReferralRequestReceivedDate", "MHS10112"),
    (referral_row(ReferralRequestReceivedDate="2026-02-31"), "date-not-real", "ReferralRequestReceivedDate", ""),
    (referral_row(ReferralRequestReceivedDate="1999-12-31"), "date-implausible", "ReferralRequestReceivedDate", ""),
    (referral_row(ReferralRequestReceivedDate="2026-10-01"), "date-in-future", "ReferralRequestReceivedDate", ""),
    (referral_row(ReferralRequestReceivedDate="2015-03-03"), "date-order", "ReferralRequestReceivedDate", "birth"),
    (referral_row(ServDischDate="2026-10-02"), "date-in-future", "ServDischDate", "MHS10130"),
    (referral_row(ServDischDate="2026-05-03"), "date-order", "ServDischDate", "received"),
    (referral_row(ReferRejectionDate="2026-05-03"), "date-order", "ReferRejectionDate", "received"),
    (referral_row(PrimReasonReferralMH="17"), "code-not-in-list", "PrimReasonReferralMH", "MHS10126"),
    (referral_row(ClinRespPriorityType="5"), "code-not-in-list", "ClinRespPriorityType", "MHS10124"),
    (referral_row(OrgIDComm=""), "required-missing", "OrgIDComm", "MHS10108"),
    (referral_row(CareProfTeamLocalID=""), "required-missing", "CareProfTeamLocalID", "MHS10153"),
    (referral_row(CareProfTeamLocalID="x" * 65), "identifier-shape", "CareProfTeamLocalID", "64"),
    (
        a_submission(referrals=[KEEPER, a_referral(1)], patients=[a_patient(9)]),
        "patient-missing",
        "LocalPatientID",
        "MHS001MPI.csv",
    ),
    (contact_row(CareContDate=""), "required-missing", "CareContDate", "MHS20106"),
    (contact_row(CareContDate="2026-08-31"), "date-outside-month", "CareContDate", "MHS20167"),
    (contact_row(CareContDate="2026-10-01"), "date-outside-month", "CareContDate", "MHS20168"),
    (contact_row(AttendStatus="1"), "code-not-in-list", "AttendStatus", "MHS20128"),
    (contact_row(ConsMechanismMH="07"), "code-not-in-list", "ConsMechanismMH", "MHS20120"),
    (contact_row(ServiceRequestID="NR000777"), "referral-missing", "ServiceRequestID", "MHS101Referral.csv"),
    (table_row("MHS104RTT", CLOCK | {"WaitTimeMeasureType": "01"}), "code-not-in-list", "WaitTimeMeasureType", "10408"),
    (
        table_row("MHS104RTT", CLOCK | {"ReferToTreatPeriodStartDate": "", "ReferToTreatPeriodEndDate": "2026-09-01"}),
        "stop-without-start",
        "ReferToTreatPeriodEndDate",
        "no start",
    ),
    (
        table_row("MHS104RTT", CLOCK | {"ReferToTreatPeriodEndDate": "2026-05-03"}),
        "date-order",
        "ReferToTreatPeriodEndDate",
        "start",
    ),
    (
        table_row("MHS604PrimDiag", DIAGNOSIS | {"DiagSchemeInUse": "09"}),
        "code-not-in-list",
        "DiagSchemeInUse",
        "60405",
    ),
    (table_row("MHS604PrimDiag", DIAGNOSIS | {"PrimDiag": "Autism, seen"}), "code-shape", "PrimDiag", "MHS60407"),
    (table_row("MHS501HospProvSpell", SPELL | {"DischDateHospProvSpell": "2026-09-01"}), "date-order", "Disch", ""),
    (
        table_row("MHS606CodedScoreAssessmentRefer", SCORE | {"AssToolCompTimestamp": "2026-09-02 at noon"}),
        "date-format",
        "AssToolCompTimestamp",
        "",
    ),
    (table_row("MHS204IndirectActivity", {"IndirectActDate": "2026-08-31"}), "date-outside-month", "IndirectAct", ""),
    (
        a_submission(referrals=[KEEPER], teams=[a_team(team_type="C09")]),
        "code-not-in-list",
        "ServTeamTypeMH",
        "MHS90211",
    ),
]


@pytest.mark.parametrize(("submission", "code", "field", "words"), SET_ASIDE)
def test_a_row_that_cannot_be_right_is_set_aside_with_its_national_rule(
    submission: ASubmission, code: str, field: str, words: str
) -> None:
    found = checked(submission)
    first = next(one for one in found.findings if one.level == "row")
    assert first.code == code
    assert (first.field or "").startswith(field)
    assert words in first.reason
    assert first.line is not None
    assert found.counted.quarantined == 1
    assert found.counted.rows_in == submission.rows() == found.counted.accepted + 1


TAKEN: list[tuple[ASubmission, str, str, str]] = [
    (referral_row(ServDischDate="2026-08-31"), "discharge-before-month", "ServDischDate", "MHS10129"),
    (referral_row(ReferRejectionDate="2026-09-01"), "reason-missing", "ReferRejectReason", "reason"),
    (
        a_submission(referrals=[a_referral(1, ServDischDate="2026-09-09")], contacts=[a_contact(1)]),
        "contact-after-discharge",
        "CareContDate",
        "counts",
    ),
    (a_submission(referrals=[KEEPER], teams=[a_team(team_type="A03")]), "code-retired", "ServTeamTypeMH", "retired"),
    (
        table_row(
            "MHS102OtherServiceType", {"OtherCareProfTeamLocalID": "TEAM-ND", "ReferRejectionDate": "2026-09-01"}
        ),
        "reason-missing",
        "ReferRejectReason",
        "MHS10227",
    ),
    (
        a_submission(referrals=[a_referral(1)], patients=[a_patient(1, NHSNumber="")]),
        "nhs-number-missing",
        "NHSNumber",
        "local id only",
    ),
    (
        a_submission(referrals=[a_referral(1)], patients=[a_patient(1, GenderIDCode="")]),
        "value-missing",
        "GenderIDCode",
        "MHS00162",
    ),
    (
        a_submission(referrals=[a_referral(1)], patients=[a_patient(1, PersonBirthDate="")]),
        "birth-date-missing",
        "PersonBirthDate",
        "MHS00120",
    ),
]


@pytest.mark.parametrize(("submission", "code", "field", "words"), TAKEN)
def test_a_row_that_only_national_validation_would_refuse_counts_and_is_said(
    submission: ASubmission, code: str, field: str, words: str
) -> None:
    found = checked(submission)
    assert found.counted.quarantined == 0
    said = [one for one in found.findings if one.code == code]
    assert [one.field for one in said] == [field]
    assert words in said[0].reason


def test_a_discharge_on_the_day_after_the_month_is_taken() -> None:
    """MHS10130: up to one day after the reporting period."""
    found = checked(referral_row(ServDischDate="2026-10-01"))
    assert quarantined(found) == warned(found) == []


def test_a_code_is_judged_by_the_month_of_its_row() -> None:
    """R-WAIT-89: A03 was valid until September 2021."""
    then = a_submission(
        month="2021-09",
        referrals=[a_referral(9, ReferralRequestReceivedDate="2021-05-04")],
        teams=[a_team("TEAM-ND", "A03")],
    )
    assert warned(checked(then)) == []


def test_a_team_without_details_is_said() -> None:
    """R-WAIT-73: without MHS902 the type of a team is not known."""
    found = checked(a_submission(referrals=[KEEPER], teams=[]))
    assert warned(found) == [("team-details-missing", "MHS101Referral", 2, "CareProfTeamLocalID")]
    assert [row["team_type"] for row in rows(found, "teams")] == [None]


def test_a_row_set_aside_takes_with_it_what_belongs_to_it() -> None:
    submission = a_submission(
        referrals=[KEEPER, a_referral(1, PrimReasonReferralMH="99")],
        contacts=[a_contact(1)],
        MHS202CareActivity=[{"CareActID": "A1", "CareContactID": f"{referral_id(1)}-0"}],
        MHS607CodedScoreAssessmentAct=[{"CareActID": "A1", "CodedAssToolType": "718431003"}],
    )
    assert [one[0] for one in quarantined(checked(submission))] == [
        "code-not-in-list",
        "referral-missing",
        "contact-missing",
        "activity-missing",
    ]


def test_a_patient_with_a_bad_code_is_set_aside_alone() -> None:
    """The child still counts, with nothing known of gender and place."""
    found = checked(a_submission(referrals=[a_referral(1)], patients=[a_patient(1, Gender="7")]))
    assert quarantined(found) == [("code-not-in-list", "MHS001MPI", 2, "Gender")]
    assert rows(found, "patients") == []
    assert [row["age_received"] for row in rows(found, "referrals")] == [11]


MISTAKEN: list[tuple[list[Row], list[str]]] = [
    # B64: one number, two birth dates.
    (
        [a_patient(1), a_patient(2, NHSNumber=nhs_number(1), PersonBirthDate="2014-01-01")],
        ["nhs-number-two-births"] * 2,
    ),
    # B65: one local id, two numbers.
    ([a_patient(1), a_patient(2, LocalPatientID="P000001")], ["local-id-two-numbers"] * 2),
    (
        [a_patient(1, NHSNumber=""), a_patient(1, NHSNumber="", PersonBirthDate="2014-01-01")],
        ["local-id-two-births"] * 2,
    ),
    ([a_patient(1, NHSNumber="9990000000")], ["nhs-number-check-digit"]),
    ([a_patient(1, NHSNumber="999000001")], ["nhs-number-shape"]),
    ([a_patient(1, PersonBirthDate="1904-01-01")], ["birth-date-implausible"]),
]


@pytest.mark.parametrize(("patients", "codes"), MISTAKEN)
def test_a_row_that_cannot_say_who_it_is_about_takes_its_referrals_with_it(
    patients: list[Row], codes: list[str]
) -> None:
    found = checked(a_submission(referrals=[KEEPER, a_referral(1)], patients=[a_patient(9), *patients]))
    assert [one[0] for one in quarantined(found)] == [*codes, "patient-missing"]
    assert len(rows(found, "referrals")) == 1


def test_one_person_under_two_local_ids_is_one_person() -> None:
    """A duplicate NHS number refuses the file nationally; here both ids are the same person (R-WAIT-118)."""
    twin = a_patient(2, NHSNumber=nhs_number(1))
    found = checked(a_submission(referrals=[a_referral(1), a_referral(2)], patients=[a_patient(1), twin]))
    assert found.counted.duplicate == 1
    assert len(rows(found, "patients")) == 1
    assert len({row["person"] for row in rows(found, "referrals")}) == 1
    other = twin | {"EthnicCategory": "B"}
    found = checked(a_submission(referrals=[a_referral(1), a_referral(2)], patients=[a_patient(1), other]))
    assert [one[0] for one in quarantined(found)] == ["person-conflict"] * 2
    assert len(rows(found, "referrals")) == 2


DOUBLES: list[tuple[ASubmission, int, list[str]]] = [
    (a_submission(referrals=[KEEPER, a_referral(1), a_referral(1)]), 1, []),
    (a_submission(referrals=[KEEPER, a_referral(1), a_referral(1, SourceOfReferralMH="B1")]), 0, ["referral-id"] * 2),
    (a_submission(referrals=[KEEPER], contacts=[a_contact(9), a_contact(9)]), 1, []),
    (
        a_submission(referrals=[KEEPER], contacts=[a_contact(9), a_contact(9, AttendStatus="3")]),
        0,
        ["contact-id"] * 2,
    ),
    (a_submission(referrals=[KEEPER], patients=[a_patient(9), a_patient(9)]), 1, []),
    (a_submission(referrals=[KEEPER], patients=[a_patient(9), a_patient(9, EthnicCategory="B")]), 0, ["local-id"] * 2),
    (a_submission(referrals=[KEEPER], teams=[a_team(), a_team(team_type="A18")]), 0, ["team"] * 2),
    (
        a_submission(
            referrals=[KEEPER],
            MHS104RTT=[
                {"ServiceRequestID": referral_id(9), "PatPathID": "X", **CLOCK},
                {"ServiceRequestID": referral_id(9), "PatPathID": "X", **CLOCK, "ReferToTreatPeriodStatus": "11"},
            ],
        ),
        0,
        ["pathway"] * 2,
    ),
    (
        a_submission(
            referrals=[KEEPER],
            MHS604PrimDiag=[{"ServiceRequestID": referral_id(9), **DIAGNOSIS}] * 2,
        ),
        1,
        [],
    ),
]


@pytest.mark.parametrize(("submission", "duplicate", "conflicts"), DOUBLES)
def test_equal_rows_count_once_and_rows_of_one_id_that_differ_are_all_set_aside(
    submission: ASubmission, duplicate: int, conflicts: list[str]
) -> None:
    """B66, B67, instead of the national refusal of the whole file (R-WAIT-118)."""
    found = checked(submission)
    assert found.counted.duplicate == duplicate
    assert [one[0] for one in quarantined(found)] == [f"{key}-conflict" for key in conflicts]
    assert found.counted.rows_in == submission.rows()


HOLDERS: list[ASubmission] = [
    referral_row(ServiceRequestID=nhs_number(1)),
    referral_row(ServiceRequestID=f"REF-{nhs_number(9)}-2"),
    contact_row(CareContactID=f"{nhs_number(1)[:3]} {nhs_number(1)[3:6]} {nhs_number(1)[6:]}"),
    table_row("MHS604PrimDiag", DIAGNOSIS | {"PrimDiag": nhs_number(1)}),
    table_row("MHS501HospProvSpell", SPELL | {"HospProvSpellID": nhs_number(1)}),
    a_submission(referrals=[KEEPER], teams=[a_team(f"T{nhs_number(9)}")]),
]


@pytest.mark.parametrize("submission", HOLDERS)
def test_an_id_that_holds_an_nhs_number_is_set_aside(submission: ASubmission) -> None:
    assert [one[0] for one in quarantined(checked(submission))] == ["identifier-in-id"]


def test_test_numbers_are_set_aside_where_real_people_are() -> None:
    submission = a_submission(referrals=[KEEPER, a_referral(1)], patients=[a_patient(9, NHSNumber=""), a_patient(1)])
    found = checked(submission, allow_test_nhs_numbers=False)
    assert [one[0] for one in quarantined(found)] == ["nhs-number-test-range", "patient-missing"]


COMMUNITY: list[tuple[ASubmission, str]] = [
    (a_community_submission(referrals=[a_community_referral(9, PrimaryReferralReason="17")]), "code-shape"),
    (
        a_community_submission(
            referrals=[a_community_referral(9)], contacts=[a_community_contact(9, Contact_Date="2026-08-31")]
        ),
        "date-outside-month",
    ),
    (
        a_community_submission(referrals=[a_community_referral(9)], team_types={referral_id(9): ""}),
        "required-missing",
    ),
]


@pytest.mark.parametrize(("submission", "code"), COMMUNITY)
def test_community_rows_have_the_same_rules_without_national_codes(submission: ASubmission, code: str) -> None:
    keeper = a_community_referral(8)
    patients = [*submission.tables["CYP001MPI"], {**submission.tables["CYP001MPI"][0], "LocalPatientID": "P000008"}]
    patients[1] |= {"NHSNumber": nhs_number(8)}
    both = submission.with_table("CYP101Referral", [*submission.tables["CYP101Referral"], keeper])
    found = [one for one in checked(both.with_table("CYP001MPI", patients)).findings if one.level == "row"]
    assert found[0].code == code
    assert "National rule" not in found[0].reason
