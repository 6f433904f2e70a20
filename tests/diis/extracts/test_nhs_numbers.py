"""The NHS number: its check digit, its forms, and the numbers that are nobody's (R-WAIT-117)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diis.definitions.nhs_number import fault, normalised
from tests.diis.extract_builder import nhs_number
from tests.diis.extracts.reading import faults, stored

ORACLE = Path(__file__).parents[2] / "oracles/nhs_number_mod11.csv"
PUBLISHED = list(csv.DictReader(ORACLE.read_text(encoding="utf-8").splitlines()))


def code(number: str, *, allowed: bool = True) -> str | None:
    """The code of the fault of the number in a row."""
    found = faults(allowed, nhs_number=number)
    assert all(field == "nhs_number" for _, field in found)
    return found[0][0] if found else None


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["nhs_number"])
def test_the_published_numbers_are_judged_as_published(row: dict[str, str]) -> None:
    expected = {"valid": None, "invalid": "nhs-number-check-digit", "sentinel:": "nhs-number-sentinel"}
    assert code(row["nhs_number"]) == expected[row["expected"].split()[0]]


@given(st.integers(0, 999_999_999), st.integers(0, 9))
def test_the_check_digit_is_eleven_less_the_weighted_sum_and_ten_is_never_valid(nine: int, check: int) -> None:
    """B58."""
    digits = f"{nine:09}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    right = {11: 0, 10: None}.get(rest, rest) == check
    found = fault(f"{digits}{check}", allow_test_range=True)
    assert (found in {None, "nhs-number-sentinel"}) == right


@given(st.integers(0, 99_999), st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(child: int, place: int, other: int) -> None:
    number = nhs_number(child)
    changed = f"{number[:place]}{other}{number[place + 1 :]}"
    assert (fault(changed, allow_test_range=True) is None) == (changed == number)


def test_a_number_in_its_3_3_4_form_is_the_same_child() -> None:
    """B59."""
    number = nhs_number(7)
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    assert normalised(spaced) == number
    assert stored(nhs_number=spaced)["person"] == stored(nhs_number=f" {number} ")["person"]
    assert stored(nhs_number=spaced)["person"] != stored(nhs_number=nhs_number(8))["person"]


@pytest.mark.parametrize(
    "number",
    [
        "999000001",
        "99900000180",
        "9.99E+09",
        "9.43E+09",
        "9990000018.0",
        "999-000-0018",
        "99900 00018",
        "999 0000018",
        "999\u00a0000\u00a00018",
        "９９９００００１８３",
        "٩٩٩٠٠٠٠٠١٨",
        "999000001²",
        "+990000018",
        "-990000018",
        "999000_018",
        "ABCDEFGHIJ",
        "unknown",
        "NaN",
    ],
)
def test_a_number_that_a_spreadsheet_or_a_typist_spoilt_is_set_aside(number: str) -> None:
    """B60, B62: never mended by a guess."""
    by_spreadsheet = number in {"999000001", "9.99E+09", "9.43E+09", "9990000018.0"}
    assert code(number) == ("spreadsheet-damage" if by_spreadsheet else "nhs-number-shape")


@pytest.mark.parametrize("number", [*(digit * 10 for digit in "0123456789"), "0123456789"])
def test_numbers_that_stand_for_not_known_are_never_a_person(number: str) -> None:
    """B61."""
    assert code(number) == "nhs-number-sentinel"


def test_the_test_range_is_for_tests_only() -> None:
    """B61: accepted with SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1 and not otherwise."""
    assert code(nhs_number(1), allowed=True) is None
    assert code(nhs_number(1), allowed=False) == "nhs-number-test-range"
    assert code("8429141456", allowed=False) is None


def test_a_child_known_by_local_id_is_not_the_child_of_another_provider() -> None:
    number = stored(nhs_number="", local_patient_id="P1")["person"]
    assert number != stored(nhs_number="", local_patient_id="P2")["person"]
    assert number != stored(local_patient_id="P1")["person"]
