"""Spec: which referrals of national submissions are on a local pathway (R-WAIT-51 to 54, 58; section 13)."""

from dataclasses import replace
from datetime import date

import pytest

from diis.definitions.national.local_lists import LocalList, LocalReferral, local_lists
from diis.definitions.national.submissions import (
    CSDS,
    MHSDS,
    ActivityRow,
    ContactRow,
    DiagnosisRow,
    PatientRow,
    ReferralRow,
    Submissions,
    TeamRow,
)

AUGUST, SEPTEMBER = 1517, 1518
RECEIVED = date(2026, 5, 4)
DAY, LATER = date(2026, 8, 20), date(2026, 9, 10)
SUSPECTED_AUTISM, ADHD = "401204006", "406506008"


def a_referral(reason: str | None = None, month: int = SEPTEMBER, **fields: object) -> ReferralRow:
    return replace(ReferralRow("RDY", month, "R1", "p1", RECEIVED, age_received=11, reason=reason), **fields)  # type: ignore[arg-type]


def a_team(kind: str | None, **fields: object) -> TeamRow:
    return replace(TeamRow("RDY", SEPTEMBER, "R1", f"T{kind}", team_type=kind), **fields)  # type: ignore[arg-type]


def a_diagnosis(code: str, month: int = SEPTEMBER) -> DiagnosisRow:
    return DiagnosisRow("RDY", month, "R1", code, scheme="06")


def a_contact(number: int, month: int = SEPTEMBER, on: date = LATER, attendance: str = "5") -> ContactRow:
    return ContactRow("RDY", month, "R1", f"C{number}", on, attendance, "01", "01", 11)


def lists(layout: str, *rows: object, without: tuple[str, ...] = (), month: int = SEPTEMBER) -> dict[str, LocalList]:
    def of(kind: type) -> tuple[object, ...]:
        return tuple(row for row in rows if isinstance(row, kind))

    submissions = Submissions(
        patients=of(PatientRow),  # type: ignore[arg-type]
        referrals=of(ReferralRow),  # type: ignore[arg-type]
        teams=of(TeamRow),  # type: ignore[arg-type]
        contacts=of(ContactRow),  # type: ignore[arg-type]
        activities=of(ActivityRow),  # type: ignore[arg-type]
        diagnoses=of(DiagnosisRow),  # type: ignore[arg-type]
    )
    return local_lists(submissions, layout, "RDY", month, without)


def on(found: dict[str, LocalList]) -> set[str]:
    return {pathway for pathway, told in found.items() if told.referrals}


def the_one(found: dict[str, LocalList], pathway: str) -> LocalReferral:
    [referral] = found[pathway].referrals
    return referral


COMMUNITY: list[tuple[str | None, str, tuple[str, ...], set[str], str | None]] = [
    ("017", "06", (), {"community-paediatrics"}, None),
    ("017", "06", (SUSPECTED_AUTISM,), {"community-paediatrics", "neurodevelopmental"}, "autism"),
    ("001", "06", (SUSPECTED_AUTISM,), {"community-paediatrics", "neurodevelopmental"}, "autism"),
    ("017", "33", (SUSPECTED_AUTISM,), {"neurodevelopmental"}, "autism"),
    ("001", "33", (SUSPECTED_AUTISM,), set(), None),
    ("017", "06", (ADHD,), {"community-paediatrics", "neurodevelopmental"}, "adhd"),
    ("017", "06", ("F90.0",), {"community-paediatrics", "neurodevelopmental"}, "adhd"),
    ("017", "06", (ADHD, SUSPECTED_AUTISM), {"community-paediatrics", "neurodevelopmental"}, "both"),
    ("017", "06", ("F80.1",), {"community-paediatrics"}, None),
    (None, "33", (), set(), None),
]


@pytest.mark.parametrize(("reason", "team", "codes", "pathways", "condition"), COMMUNITY)
def test_community_referrals_find_their_pathways(
    reason: str | None, team: str, codes: tuple[str, ...], pathways: set[str], condition: str | None
) -> None:
    """R-WAIT-54."""
    found = lists(CSDS, a_referral(reason), a_team(team), *map(a_diagnosis, codes))
    assert set(found) == {"community-paediatrics", "neurodevelopmental"}
    assert on(found) == pathways
    if condition is not None:
        assert the_one(found, "neurodevelopmental").condition == condition


MENTAL_HEALTH: list[tuple[str | None, str, set[str], str | None]] = [
    ("25", "A06", {"neurodevelopmental"}, "autism"),
    ("24", "A06", {"neurodevelopmental"}, "unspecified"),
    ("24", "C04", {"neurodevelopmental"}, "adhd"),
    ("25", "C04", {"neurodevelopmental"}, "autism"),
    (None, "C01", {"neurodevelopmental"}, "unspecified"),
    (None, "C04", {"neurodevelopmental"}, "unspecified"),
    ("05", "A18", {"camhs-gateway"}, None),
    ("25", "A18", {"neurodevelopmental", "camhs-gateway"}, "autism"),
    ("05", "A06", set(), None),
]


@pytest.mark.parametrize(("reason", "team", "pathways", "condition"), MENTAL_HEALTH)
def test_mental_health_referrals_find_their_pathways(
    reason: str | None, team: str, pathways: set[str], condition: str | None
) -> None:
    """R-WAIT-51, 52, 58."""
    found = lists(MHSDS, a_referral(reason), a_team(team))
    assert on(found) == pathways
    if condition is not None:
        assert the_one(found, "neurodevelopmental").condition == condition


@pytest.mark.parametrize(
    ("reason", "procedure", "condition"),
    [
        ("24", "1914891000000100", "adhd"),
        ("24", "1914891000000100:408730004=1", "adhd"),
        ("25", "1914891000000100", "both"),
        ("24", "1085671000000109", "autism"),
    ],
)
def test_an_assessment_that_was_recorded_tells_the_condition(reason: str, procedure: str, condition: str) -> None:
    """R-WAIT-52: the third test, in whatever month it was recorded."""
    done = ActivityRow("RDY", AUGUST, "A1", "C1", procedure)
    found = lists(MHSDS, a_referral(reason), a_team("A06"), a_contact(1, AUGUST, DAY), done)
    assert the_one(found, "neurodevelopmental").condition == condition


def test_contacts_and_diagnoses_add_up_over_the_months() -> None:
    rows = (
        a_referral("017"),
        a_referral("017", AUGUST),
        a_team("06"),
        a_diagnosis(SUSPECTED_AUTISM, AUGUST),
        a_contact(1, AUGUST, DAY),
        a_contact(2),
        a_contact(3, on=date(2026, 5, 3)),  # before the referral
        a_contact(4, SEPTEMBER + 1, date(2026, 10, 2)),  # told later
    )
    found = lists(CSDS, *rows)
    assert [one.contact_id for one in found["community-paediatrics"].contacts] == ["C1", "C2"]
    assert on(found) == {"community-paediatrics", "neurodevelopmental"}


def test_a_contact_that_is_told_again_counts_as_it_was_told_last() -> None:
    found = lists(CSDS, a_referral(), a_team("06"), a_contact(1), a_contact(1, AUGUST, DAY, attendance="3"))
    assert [(one.contact_on, one.attendance) for one in found["community-paediatrics"].contacts] == [(LATER, "5")]


def test_a_referral_that_the_month_does_not_tell_of_is_not_listed() -> None:
    found = lists(CSDS, a_referral("017", AUGUST), a_team("06", month=AUGUST))
    assert on(found) == set()
    assert on(lists(CSDS, a_referral("017", AUGUST), a_team("06", month=AUGUST), month=AUGUST)) != set()


def test_a_pathway_that_the_provider_lists_itself_is_not_fed() -> None:
    found = lists(CSDS, a_referral("017"), a_team("06"), without=("community-paediatrics",))
    assert set(found) == {"neurodevelopmental"}


GATEWAY: list[tuple[tuple[TeamRow, ...], tuple[date | None, str | None, date | None]]] = [
    # teams, (decided on, decision, closed on)
    ((a_team("A18"),), (None, None, None)),
    ((a_team("A18", rejected_on=DAY, rejection_reason="02"),), (DAY, "rejected", None)),
    ((a_team("A18", rejected_on=DAY), a_team("A06", primary=False)), (DAY, "rejected", None)),
    ((a_team("A06"), a_team("A18", primary=False, closed_on=DAY)), (DAY, "accepted", None)),
    ((a_team("A06", closed_on=LATER), a_team("A18", primary=False, closed_on=DAY)), (DAY, "accepted", LATER)),
    ((a_team("A18", closed_on=DAY),), (None, None, DAY)),
    ((a_team("A06", rejected_on=DAY), a_team("A18", primary=False)), (None, None, None)),
]


@pytest.mark.parametrize(("teams", "expected"), GATEWAY)
def test_what_a_submission_tells_of_a_gateway_decision(
    teams: tuple[TeamRow, ...], expected: tuple[date | None, str | None, date | None]
) -> None:
    referral = the_one(lists(MHSDS, a_referral("05"), *teams), "camhs-gateway")
    assert (referral.decision_on, referral.decision, referral.closed_on) == expected


def test_a_discharge_closes_and_a_rejection_keeps_its_reason() -> None:
    closed = the_one(lists(CSDS, a_referral("017", discharged_on=LATER), a_team("06")), "community-paediatrics")
    assert (closed.closed_on, closed.decision) == (LATER, None)
    teams = (a_team("06", rejected_on=DAY, rejection_reason="03"), a_team("33", primary=False))
    rejected = the_one(lists(CSDS, a_referral("017"), *teams), "community-paediatrics")
    assert (rejected.decision_on, rejected.decision, rejected.rejection_reason) == (DAY, "rejected", "03")


def test_who_the_child_is_comes_from_the_patient_row_of_the_month() -> None:
    patient = PatientRow(
        "RDY",
        SEPTEMBER,
        "p1",
        gender="2",
        gender_identity="3",
        ethnic_category="A",
        lac_status="Y",
        lsoa="E01020001",
        deprivation_decile=3,
        local_authority="E06000059",
        gp_practice="J81001",
        birth_month=date(2015, 3, 1),
    )
    former = replace(patient, month=AUGUST, lac_status="N")
    told = the_one(lists(CSDS, a_referral("017", priority="1"), a_team("06"), former, patient), "community-paediatrics")
    assert (told.gender, told.lac_status, told.local_authority, told.birth_month) == (
        "3",
        "Y",
        "E06000059",
        date(2015, 3, 1),
    )
    assert (told.priority, told.source_of_referral, told.age_received, told.team_type) == ("3", None, 11, "06")


@pytest.mark.parametrize(("identity", "stated", "gender"), [("1", "2", "1"), ("X", "2", "2"), (None, None, None)])
def test_the_identity_code_wins_where_it_says_one(identity: str | None, stated: str | None, gender: str | None) -> None:
    """R-WAIT-101."""
    patient = PatientRow("RDY", SEPTEMBER, "p1", gender=stated, gender_identity=identity)
    told = the_one(lists(MHSDS, a_referral("25"), a_team("C01"), patient), "neurodevelopmental")
    assert told.gender == gender
