"""Who is counted under which age, gender, ethnicity, area and provider (R-WAIT-39, 41, 42, 90)."""

import pytest

from diis.definitions.figures import ALL
from tests.spec.national.autism_spec import AutismSpec, month_of, patient, referral, together

NEW = "2026-04-02"


@pytest.mark.parametrize(
    ("age", "level", "child", "adult"),
    [
        (0, "Under 10", 1, 0),
        (9, "Under 10", 1, 0),
        (10, "10 to 17", 1, 0),
        (17, "10 to 17", 1, 0),
        (18, "18 to 24", 0, 1),
        (24, "18 to 24", 0, 1),
        (25, "25 to 34", 0, 1),
        (35, "35 to 44", 0, 1),
        (45, "45 to 54", 0, 1),
        (55, "55 to 64", 0, 1),
        (64, "55 to 64", 0, 1),
        (65, "65 and Over", 0, 1),
        (None, "UNKNOWN", 0, 0),
        (-1, "UNKNOWN", 0, 1),
    ],
)
def test_age_when_referred(autism: AutismSpec, age: int | None, level: str, child: int, adult: int) -> None:
    """R-WAIT-39, 41: an unknown age is in the total, in neither suffix, and in age group UNKNOWN.

    The published code takes whatever is known and not 0 to 17 for adult, one referred before birth too.
    """
    rows = together(referral(NEW, age=age))
    autism.check(rows, ASD12=1, ASD12a=child, ASD12b=adult, ASD16=1, ASD16b=child, ASD16d=adult)
    for provider in (ALL, "RDY"):
        autism.check(rows, cell=(provider, "age", level), ASD12=1, ASD16=1, ASD12a=child)
    autism.check(rows, cell=(ALL, "age", "Under 10" if level != "Under 10" else "UNKNOWN"), ASD12=0)


@pytest.mark.parametrize(
    ("gender", "identity", "level"),
    [
        ("1", None, "Male"),
        ("1", "2", "Female"),
        ("9", "3", "Non-Binary"),
        (None, "4", "Other (not listed)"),
        ("9", None, "Indeterminate"),
        ("2", "X", "Female"),
        ("2", "Z", "Female"),
        ("3", None, "UNKNOWN"),
        ("X", "X", "UNKNOWN"),
        (None, None, "UNKNOWN"),
    ],
)
def test_gender(autism: AutismSpec, gender: str | None, identity: str | None, level: str) -> None:
    """R-WAIT-41, 101: an identity of 1 to 4, else a stated gender of 1, 2 or 9."""
    rows = together(referral(NEW), patient(gender=gender, gender_identity=identity))
    autism.check(rows, cell=(ALL, "gender", level), ASD16=1)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("A", "British"),
        ("S", "Any other ethnic group"),
        ("Z", "Not Stated"),
        ("99", "Not Known"),
        ("1", "UNKNOWN"),
        (None, "UNKNOWN"),
    ],
)
def test_ethnicity(autism: AutismSpec, code: str | None, level: str) -> None:
    """R-WAIT-41, 99."""
    autism.check(together(referral(NEW), patient(ethnic_category=code)), cell=(ALL, "ethnicity", level), ASD16=1)


def test_without_a_patient_row_a_person_is_unknown(autism: AutismSpec) -> None:
    for breakdown in ("gender", "ethnicity", "area"):
        autism.check(together(referral(NEW)), cell=(ALL, breakdown, "UNKNOWN"), ASD16=1)


def test_the_master_row_is_of_the_provider_with_the_newest_referral(autism: AutismSpec) -> None:
    """Section 15: one row speaks for a person and month; code order breaks a tie, and a month is the latest row's."""
    both = [*patient(gender="1"), *patient(gender="2", provider="RBD")]
    older = together(referral(NEW), referral("2026-04-01", provider="RBD"), both)
    autism.check(older, cell=(ALL, "gender", "Male"), ASD16=1, ASD11=2)
    autism.check(older, cell=(ALL, "gender", "Female"), ASD16=0)
    tie = together(referral(NEW), referral(NEW, provider="RBD", reason="10"), both)
    autism.check(tie, cell=(ALL, "gender", "Female"), ASD16=1)
    without = together(referral(NEW), both)
    autism.check(without, cell=(ALL, "gender", "Male"), ASD16=1)
    earlier = together(referral("2026-03-02", sent="2026-03 2026-04"), patient(sent="2026-03", gender="1"))
    autism.check(earlier, "2026-03", cell=(ALL, "gender", "UNKNOWN"), ASD16=1)


@pytest.mark.parametrize(
    ("practice", "registered", "residence", "area"),
    [
        ("J81001", "11J", "92G", "11J"),
        ("V81999", "11J", "92G", "92G"),
        ("V81998", "11J", None, "UNKNOWN"),
        ("V81997", None, "92G", "92G"),
        ("J81001", None, "92G", "92G"),
        (None, "11J", "92G", "92G"),
        (None, None, None, "UNKNOWN"),
    ],
)
def test_the_practice_decides_the_area_then_the_residence(
    autism: AutismSpec, practice: str | None, registered: str | None, residence: str | None, area: str
) -> None:
    """R-WAIT-42."""
    facts = patient(gp_practice=practice, gp_sub_icb=registered, residence_sub_icb=residence)
    autism.check(together(referral(NEW), facts), cell=(ALL, "area", area), ASD16=1, ASD12=1)


def test_one_area_for_a_person_from_the_latest_row_that_has_any(autism: AutismSpec) -> None:
    """R-WAIT-42: of the twelve months, and for all of them."""
    rows = referral("2025-05-02", sent="2025-05 2026-04")
    moved = [*patient(sent="2025-05", residence_sub_icb="92G"), *patient(sent="2026-03", residence_sub_icb="11J")]
    blank = patient(sent="2026-04")
    autism.check(together(rows, moved, blank), "2025-05", cell=(ALL, "area", "11J"), ASD16=1)
    old = patient(sent="2025-04", residence_sub_icb="92G")
    autism.check(together(rows, old), cell=(ALL, "area", "UNKNOWN"), ASD16=1)
    autism.check(together(rows, old), "2026-03", "2026-03", cell=(ALL, "area", "92G"), ASD12=0)


def test_a_person_counts_once_at_each_provider(autism: AutismSpec) -> None:
    rows = together(referral(NEW), referral(NEW, name="2"), referral(NEW, provider="RBD"))
    autism.check(rows, ASD16=1, ASD11=3)
    autism.check(rows, cell=("RDY", ALL, ALL), ASD16=1, ASD11=2)
    autism.check(rows, cell=("RBD", ALL, ALL), ASD16=1, ASD11=1)


def test_only_age_is_crossed_with_providers_and_areas(autism: AutismSpec) -> None:
    """R-WAIT-41, 42: gender and ethnicity are told of everybody alone; every level has its zeros."""
    rows = together(referral(NEW), patient(gender="1", residence_sub_icb="11J"))
    figures = autism.way(rows, month_of(NEW), month_of(NEW))
    levels = {
        place: sorted({one.level for one in figures if (one.provider, one.breakdown) == place})
        for place in {(one.provider, one.breakdown) for one in figures}
    }
    assert {place: len(found) for place, found in levels.items()} == {
        (ALL, ALL): 1,
        ("RDY", ALL): 1,
        (ALL, "age"): 9,
        ("RDY", "age"): 9,
        (ALL, "gender"): 6,
        (ALL, "ethnicity"): 19,
        (ALL, "area"): 2,
        (ALL, "sub-icb-age-group"): 18,
    }
    assert levels[(ALL, "area")] == ["11J", "UNKNOWN"]


def test_a_provider_has_figures_if_it_has_a_referral_for_autism(autism: AutismSpec) -> None:
    rows = together(referral(NEW), referral(NEW, provider="RBD", reason="10"))
    providers = {one.provider for one in autism.way(rows, month_of(NEW), month_of(NEW))}
    assert providers == {ALL, "RDY"}
