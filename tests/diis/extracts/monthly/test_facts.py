"""What is worked out of a submission before anything is stored (R-WAIT-42, 73, 87; design: two zones, one gate)."""

from datetime import date

import pytest

from tests.diis.extract_builder import Row, nhs_number
from tests.diis.monthly_builder import (
    a_community_contact,
    a_community_patient,
    a_community_referral,
    a_community_submission,
    a_contact,
    a_patient,
    a_referral,
    a_submission,
    a_team,
    referral_id,
)
from tests.diis.monthly_checking import PSEUDONYMS, checked, rows

AGES: list[tuple[str, str, int]] = [
    ("2015-03-04", "2026-03-03", 10),
    ("2015-03-04", "2026-03-04", 11),
    ("2008-02-29", "2026-02-28", 17),
    ("2008-02-29", "2026-03-01", 18),
    ("2026-03-04", "2026-03-04", 0),
]


@pytest.mark.parametrize(("birth", "received", "age"), AGES)
def test_the_age_at_referral_is_in_completed_years(birth: str, received: str, age: int) -> None:
    """R-WAIT-87."""
    submission = a_submission(
        month="2026-03",
        referrals=[a_referral(1, ReferralRequestReceivedDate=received)],
        patients=[a_patient(1, PersonBirthDate=birth)],
    )
    [referral] = rows(checked(submission), "referrals")
    assert referral["age_received"] == age


def test_the_age_at_a_contact_is_that_of_the_contact() -> None:
    submission = a_submission(
        referrals=[a_referral(1)],
        patients=[a_patient(1, PersonBirthDate="2008-09-10")],
        contacts=[a_contact(1, 0, CareContDate="2026-09-09"), a_contact(1, 1, CareContDate="2026-09-10")],
    )
    assert [row["age_contact"] for row in rows(checked(submission), "contacts")] == [17, 18]


def test_an_unknown_birth_date_is_an_unknown_age() -> None:
    """R-WAIT-39."""
    submission = a_submission(
        referrals=[a_referral(1)], contacts=[a_contact(1)], patients=[a_patient(1, PersonBirthDate="")]
    )
    found = checked(submission)
    assert [row["age_received"] for row in rows(found, "referrals")] == [None]
    assert [row["age_contact"] for row in rows(found, "contacts")] == [None]
    assert [row["birth_month"] for row in rows(found, "patients")] == [None]


def test_a_person_is_one_pseudonym_at_every_provider_or_a_local_one() -> None:
    submission = a_submission(
        referrals=[a_referral(1), a_referral(2)], patients=[a_patient(1), a_patient(2, NHSNumber="")]
    )
    found = checked(submission)
    persons = [PSEUDONYMS.of_nhs_number(nhs_number(1)), PSEUDONYMS.of_local_id("RDY", "P000002")]
    assert [row["person"] for row in rows(found, "referrals")] == persons
    assert [row["person"] for row in rows(found, "patients")] == persons


def test_a_postcode_becomes_its_places() -> None:
    patients = [a_patient(1, Postcode="dt1 1xj"), a_patient(2, Postcode="BH8 1AA"), a_patient(3, Postcode="ZZ99 3VZ")]
    found = checked(a_submission(referrals=[a_referral(1)], patients=patients))
    wanted = ("lsoa", "deprivation_decile", "local_authority", "residence_sub_icb", "birth_month")
    assert [tuple(row[name] for name in wanted) for row in rows(found, "patients")] == [
        ("E01020001", 3, "E06000059", "11J", date(2015, 3, 1)),
        ("E01030001", 9, None, None, date(2015, 3, 1)),
        (None, None, None, None, date(2015, 3, 1)),
    ]


PRACTICES: list[tuple[list[tuple[str, str, str]], str | None, str | None]] = [
    ([], None, None),
    ([("J81001", "2015-03-04", "")], "J81001", "11J"),
    ([("J81001", "2015-03-04", "2026-09-30")], "J81001", "11J"),  # open to the last day of the month
    ([("J81001", "2015-03-04", "2026-09-29")], None, None),
    ([("J81001", "", "")], "J81001", "11J"),
    ([("J81001", "2015-03-04", ""), ("J81002", "2026-09-01", "")], "J81002", "92G"),
    ([("J81001", "2015-03-04", ""), ("V81999", "2026-09-01", "")], "J81001", "11J"),
    ([("V81999", "2026-09-01", "")], "V81999", None),
    ([("J81009", "2026-09-01", "")], "J81009", None),
]


@pytest.mark.parametrize(("registrations", "practice", "sub_icb"), PRACTICES)
def test_the_practice_is_the_one_open_at_the_end_of_the_month(
    registrations: list[tuple[str, str, str]], practice: str | None, sub_icb: str | None
) -> None:
    """R-WAIT-42."""
    sent: list[Row] = [
        {
            "LocalPatientID": "P000001",
            "GMPReg": code,
            "StartDateGMPRegistration": start,
            "EndDateGMPRegistration": end,
        }
        for code, start, end in registrations
    ]
    [patient] = rows(checked(a_submission(referrals=[a_referral(1)], MHS002GP=sent)), "patients")
    assert (patient["gp_practice"], patient["gp_sub_icb"]) == (practice, sub_icb)


def test_looked_after_status_comes_from_the_indicators() -> None:
    sent = [{"LocalPatientID": "P000001", "LACStatus": "Y"}]
    found = checked(a_submission(referrals=[a_referral(1), a_referral(2)], MHS005PatInd=sent))
    assert [row["lac_status"] for row in rows(found, "patients")] == ["Y", None]


def test_teams_are_the_primary_one_and_the_others_with_the_type_of_the_month() -> None:
    """R-WAIT-73."""
    submission = a_submission(
        referrals=[a_referral(1, CareProfTeamLocalID="SPA", ReferRejectionDate="2026-09-02", ReferRejectReason="02")],
        teams=[a_team("SPA", "A18", ServTeamIntAgeGroup="01"), a_team("CORE", "A06", ServTeamIntAgeGroup="04")],
        MHS102OtherServiceType=[
            {
                "ServiceRequestID": referral_id(1),
                "OtherCareProfTeamLocalID": "CORE",
                "ReferClosureDate": "2026-09-20",
                "ReferClosReason": "01",
            }
        ],
    )
    wanted = ("team", "primary", "team_type", "age_group", "closed_on", "rejected_on", "rejection_reason")
    assert [tuple(row[name] for name in wanted) for row in rows(checked(submission), "teams")] == [
        ("SPA", True, "A18", "01", None, date(2026, 9, 2), "02"),
        ("CORE", False, "A06", "04", date(2026, 9, 20), None, None),
    ]


def test_a_care_plan_is_agreed_when_an_agreement_names_it() -> None:
    """R-WAIT-62."""
    plan = {"LocalPatientID": "P000001", "CarePlanTypeMH": "10", "CarePlanCreatDate": "2026-06-01"}
    submission = a_submission(
        referrals=[a_referral(1)],
        MHS008CarePlanType=[
            plan | {"CarePlanID": "PLAN-1", "CarePlanLastUpdateDate": "2026-09-01"},
            plan | {"CarePlanID": "PLAN-2"},
        ],
        MHS009CarePlanAgreement=[{"CarePlanID": "PLAN-1", "CarePlanContentAgreedBy": "10"}],
    )
    wanted = ("plan_id", "person", "created_on", "updated_on", "agreed")
    person = PSEUDONYMS.of_nhs_number(nhs_number(1))
    assert [tuple(row[name] for name in wanted) for row in rows(checked(submission), "care_plans")] == [
        ("PLAN-1", person, date(2026, 6, 1), date(2026, 9, 1), True),
        ("PLAN-2", person, date(2026, 6, 1), None, False),
    ]


def test_scores_diagnoses_spells_and_activities_keep_what_the_rules_need() -> None:
    mine = {"ServiceRequestID": referral_id(1)}
    submission = a_submission(
        referrals=[a_referral(1)],
        contacts=[a_contact(1)],
        MHS202CareActivity=[
            {"CareActID": "A1", "CareContactID": f"{referral_id(1)}-0", "Procedure": "1085671000000109:408730004=1"}
        ],
        MHS204IndirectActivity=[mine | {"IndirectActDate": "2026-09-03", "IndirectActTime": "09:30:00"}],
        MHS501HospProvSpell=[mine | {"HospProvSpellID": "S1", "StartDateHospProvSpell": "2026-09-02"}],
        MHS604PrimDiag=[
            mine | {"DiagSchemeInUse": "02", "PrimDiag": "F840", "CodedDiagTimestamp": "2026-09-10T23:30:00+01:00"}
        ],
        MHS605SecDiag=[mine | {"DiagSchemeInUse": "06", "SecDiag": "35919005"}],
        MHS606CodedScoreAssessmentRefer=[
            mine | {"CodedAssToolType": "718431003", "AssToolCompTimestamp": "2026-09-10", "PersScore": "4"}
        ],
        MHS607CodedScoreAssessmentAct=[{"CareActID": "A1", "CodedAssToolType": "718432005", "PersScore": "1"}],
    )
    found = checked(submission)
    assert found.findings == []
    picked = {
        "activities": ("activity_id", "procedure"),
        "indirect": ("activity_on", "activity_time"),
        "hospital_spells": ("spell_id", "started_on", "discharged_on"),
        "diagnoses": ("code", "scheme", "diagnosed_on", "provisional"),
        "scores": ("tool", "referral_id", "activity_id", "scored_on"),
    }
    got = {table: [tuple(row[name] for name in names) for row in rows(found, table)] for table, names in picked.items()}
    assert got == {
        "activities": [("A1", "1085671000000109:408730004=1")],
        "indirect": [(date(2026, 9, 3), "09:30:00")],
        "hospital_spells": [("S1", date(2026, 9, 2), None)],
        "diagnoses": [("F840", "02", date(2026, 9, 10), False), ("35919005", "06", None, False)],
        "scores": [("718431003", referral_id(1), None, date(2026, 9, 10)), ("718432005", None, "A1", None)],
    }


def test_community_data_give_the_same_rows() -> None:
    """R-WAIT-54: team 06, reason 017 and the provisional diagnosis of suspected autism."""
    mine = {"ServiceRequestID": referral_id(1)}
    submission = a_community_submission(
        referrals=[a_community_referral(1)],
        contacts=[a_community_contact(1)],
        patients=[a_community_patient(1, ChildLookedAfter_Indicator="Y")],
        CYP104RTT=[
            mine
            | {
                "PatientPathwayID": "PP1",
                "PatientPathwayID_OrgID": "RBD",
                "WaitingTime_MeasurementType": "01",
                "RTT_StartDate": "2026-05-04",
                "RTT_Status": "20",
            }
        ],
        CYP606ProvDiag=[
            mine
            | {
                "Diagnosis_Scheme": "06",
                "ProvisionalDiagnosis": "401204006",
                "ProvisionalDiagnosis_Date": "2026-09-10",
            }
        ],
    )
    found = checked(submission)
    assert found.findings == []
    [team], [clock], [diagnosis] = rows(found, "teams"), rows(found, "clocks"), rows(found, "diagnoses")
    assert (team["team_type"], team["primary"], team["age_group"]) == ("06", True, None)
    assert (clock["kind"], clock["status"], clock["pathway"]) == ("01", "20", PSEUDONYMS.of_pathway("RBD:PP1"))
    assert (diagnosis["code"], diagnosis["provisional"]) == ("401204006", True)
    assert [row["lac_status"] for row in rows(found, "patients")] == ["Y"]
    assert [row["reason"] for row in rows(found, "referrals")] == ["017"]
    assert [row["age_contact"] for row in rows(found, "contacts")] == [11]
