"""The boundary cases of the autism rules, derived by hand from the published code, in the order they are listed."""

import csv
from pathlib import Path

import pytest

from diis.definitions.national.submissions import Submissions
from tests.spec.national.autism_spec import AutismSpec, contact, referral, together

CASES = Path(__file__).parents[2] / "oracles" / "rule_boundary_cases.csv"
with CASES.open(encoding="utf-8", newline="") as file:
    AUTISM = [row for row in csv.DictReader(file) if row["rule"].startswith("ASD")]

COUNTED = {"counted": 1, "not counted": 0, "excluded": 0}
CLASSES = {"Less than 13 weeks": "ASD18", "More than 13 weeks": "ASD18a"}
IN_WORDS = {
    "AttendStatus 3, face to face": (contact("2026-02-10 3 01"), {"ASD18": 0, "ASD18b": 1}),
    "attended, face to face, one day before referral received": (contact("2025-12-31"), {"ASD18": 0, "ASD18b": 1}),
}


def facts(text: str) -> dict[str, str]:
    """`received=2026-01-30; no discharge` as what is known."""
    return dict(part.strip().split("=") for part in text.split(";") if "=" in part)


@pytest.mark.parametrize("case", AUTISM, ids=lambda case: case["input"])
def test_a_boundary_case(autism: AutismSpec, case: dict[str, str]) -> None:
    known, measure = facts(case["input"]), case["rule"].split()[0]
    if case["expected"] in COUNTED:
        measure = measure if measure != "ASD" else "ASD16"
        rows = together(referral(known["received"], discharged=known.get("discharged")))
        hold(autism, rows, {measure: COUNTED[case["expected"]]})
    elif case["expected"] in CLASSES:
        rows = together(referral(known["received"]), contact(known["first qualifying contact"]))
        expected = {one: int(one == CLASSES[case["expected"]]) for one in CLASSES.values()}
        hold(autism, rows, expected)
    elif case["input"] in IN_WORDS:
        sent, expected = IN_WORDS[case["input"]]
        hold(autism, together(referral("2026-01-01"), sent), expected)
    elif case["expected"] == "160 days":
        wait_of_160_days(autism, known)
    else:
        assert case["input"] == "age at referral 17, now 18"
        autism.check(together(referral("2026-01-01", age=17)), ASD16b=1, ASD16d=0)


def hold(autism: AutismSpec, rows: Submissions, expected: dict[str, int]) -> None:
    found = autism.values(rows)
    assert {measure: found[measure] for measure in expected} == expected


def wait_of_160_days(autism: AutismSpec, known: dict[str, str]) -> None:
    """Nothing prints a wait so far; discharged on day 160 it is open 13 weeks, discharged 70 days before it is not."""
    autism.check(together(referral(known["received"], discharged=known["discharged"])), ASD16a=1)
    autism.check(together(referral("2026-01-10", discharged=known["discharged"])), ASD16a=0)
