"""Diagnoses in the month: autism, another of chapter F, outside it (R-WAIT-38, 40)."""

from dataclasses import replace

import pytest

from diis.definitions.national.autism_codes import AUTISM_SNOMED, Diagnosis
from diis.definitions.national.autism_codes import diagnosis as kind_of
from tests.spec.national.autism_spec import AutismSpec, diagnosis, referral, together

RECEIVED = "2025-11-01"


@pytest.mark.parametrize(
    ("code", "autism_people", "other_f", "other"),
    [
        ("F840", 1, 0, 0),
        ("F84.0", 1, 0, 0),
        ("F84", 1, 0, 0),
        ("F845", 1, 0, 0),
        ("F88X", 1, 0, 0),
        ("F88", 1, 0, 0),
        ("F89.X", 1, 0, 0),
        ("F842", 0, 1, 0),
        ("F84.2", 0, 1, 0),
        ("F84.4", 0, 1, 0),
        ("F90.0", 0, 1, 0),
        ("F321", 0, 1, 0),
        ("G40.9", 0, 0, 1),
        ("408856003", 1, 0, 0),
        ("39951000119105", 1, 0, 0),
        ("35489007", 0, 0, 1),
        ("f840", 0, 0, 1),
        ("", 0, 0, 1),
    ],
)
def test_the_kind_of_a_diagnosis(autism: AutismSpec, code: str, autism_people: int, other_f: int, other: int) -> None:
    """R-WAIT-40; 35489007 is depression, but a SNOMED CT code off the autism list is outside chapter F."""
    rows = together(referral(RECEIVED), diagnosis(code))
    autism.check(rows, ASD21=autism_people, ASD23=other_f, ASD24=other)


def test_the_autism_list_has_41_concepts() -> None:
    assert len(AUTISM_SNOMED) == 41
    assert {kind_of(code) for code in AUTISM_SNOMED} == {Diagnosis.AUTISM}


@pytest.mark.parametrize(
    ("on", "counted"),
    [("2026-03-31", 0), ("2026-04-01", 1), ("2026-04-30", 1), ("2026-05-01", 0), (None, 0)],
)
def test_it_is_dated_in_the_month(autism: AutismSpec, on: str | None, counted: int) -> None:
    autism.check(together(referral(RECEIVED), diagnosis("F840", on)), ASD21=counted)


def test_it_may_be_sent_for_a_later_month(autism: AutismSpec) -> None:
    """R-WAIT-40: dated by itself, not by the month that sent it."""
    rows = together(referral(RECEIVED, sent="2026-03 2026-04"), diagnosis("F840", "2026-03-15", sent="2026-04"))
    autism.check(rows, "2026-03", "2026-03", ASD21=0)
    autism.check(rows, "2026-03", ASD21=1)
    autism.check(rows, ASD21=0)


def test_the_referral_is_open_by_its_dates(autism: AutismSpec) -> None:
    """Section 15: dates only, no flow; a diagnosis on a referral received later or discharged before is not counted."""
    for discharged, counted in {"2026-03-31": 0, "2026-04-01": 1, "2026-04-14": 1}.items():
        autism.check(together(referral(RECEIVED, discharged=discharged), diagnosis("F840")), ASD21=counted)
    autism.check(together(referral("2026-05-01"), diagnosis("F840")), ASD21=0)
    silent = together(referral(RECEIVED, sent="2026-02 2026-04"), diagnosis("F840", "2026-03-02", sent="2026-04"))
    autism.check(silent, "2026-03", ASD21=1, ASD16=0)


def test_people_for_autism_and_referrals_for_the_others(autism: AutismSpec) -> None:
    """R-WAIT-38: one child with two referrals, diagnosed on both, some of it twice."""
    codes = ("F840", "F845", "F90.0", "F91", "G40", "G41")
    rows = together(
        referral(RECEIVED, age=17),
        referral(RECEIVED, age=18, name="2"),
        *(diagnosis(code, name=name) for code in codes for name in "12"),
    )
    autism.check(rows, ASD21=1, ASD21a=1, ASD21b=1, ASD23=2, ASD23a=1, ASD23b=1, ASD24=2, ASD24a=1, ASD24b=1)


def test_a_provisional_diagnosis_is_none(autism: AutismSpec) -> None:
    """R-WAIT-40: the tables of primary and secondary diagnoses only."""
    provisional = [replace(row, provisional=True) for row in diagnosis("F840")]
    autism.check(together(referral(RECEIVED), provisional), ASD21=0)


def test_only_on_referrals_for_autism(autism: AutismSpec) -> None:
    rows = together(referral(RECEIVED, reason="10"), diagnosis("F840"), diagnosis("F90"), diagnosis("G40"))
    autism.check(rows, ASD21=0, ASD23=0, ASD24=0)
