"""Every boundary case of the children's measures that was worked out by hand from the national code, as published."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from diis.definitions.national.submissions import Row
from tests.spec.national.cyp_stories import Counted, contact, indirect, months, plan, referral, score, sent, team

CASES = Path(__file__).parents[2] / "oracles" / "rule_boundary_cases.csv"
OURS = ("MRS", "CYP MH", "MHS133")


def merged(second: str) -> Callable[[Counted], str]:
    def case(cyp: Counted) -> str:
        first = referral("2026-01-01", month="2026-01", discharged="2026-01-20")
        rows = [first, referral(second, month="2026-01", referral="B")]
        started = cyp.values(sent(*rows), "2026-01")["MRS11"]
        return "one spell starting 2026-01-01" if started == 1 else "two spells"

    return case


def in_28_days(cyp: Counted, start: str, contact_on: str, score_on: str, plan_on: str) -> bool:
    """Whether the full stop of a spell comes at most 28 days after its start."""
    rows: list[Row] = [
        *(referral(start, month=one) for one in months("2026-01", "2026-02")),
        contact(contact_on),
        score(score_on),
        plan(plan_on, plan_on, month="2026-02"),
    ]
    values = cyp.values(sent(*rows), "2026-02")
    assert values["MRS08"] == 1
    return values["MRS08a"] == 1


def full_stop(cyp: Counted) -> str:
    """28 days after 13 January and more than 28 after the 12th: 10 February."""
    dates = "2026-02-01", "2026-01-25", "2026-02-10"
    assert [in_28_days(cyp, start, *dates) for start in ("2026-01-13", "2026-01-12")] == [True, False]
    return "2026-02-10"


def four_weeks(cyp: Counted) -> str:
    return "within" if in_28_days(cyp, "2026-01-13", *["2026-02-10"] * 3) else "not within"


def so_far(cyp: Counted) -> str:
    values = cyp.values(sent(referral("2026-04-30")))
    assert values["MRS10"] == 1
    return f"{values['MRS10a']:g}"


def ended(on: str) -> Callable[[Counted], str]:
    def case(cyp: Counted) -> str:
        values = cyp.values(sent(referral("2026-03-01", discharged=on)))
        return {(1, 0): "open", (0, 1): "closed"}[int(values["MRS13"] or 0), int(values["MRS12"] or 0)]

    return case


def single_point(priority: str) -> Callable[[Counted], str]:
    def case(cyp: Counted) -> str:
        counted = cyp.values(sent(referral(priority=priority), team("A18")))["MRS13"]
        return "included" if counted else "excluded"

    return case


def indirect_alone(cyp: Counted) -> str:
    waiting = cyp.values(sent(referral(age=10), indirect("2026-04-05")))["MHS133"]
    return "still waiting" if waiting else "not waiting"


def discharged_at_the_end(cyp: Counted) -> str:
    waiting = cyp.values(sent(referral("2026-03-01", discharged="2026-04-30")))["MHS133"]
    return "still waiting" if waiting else "not still waiting"


STORIES: dict[tuple[str, str], Callable[[Counted], str]] = {
    (
        "MRS spell merge",
        "A 2026-01-01 to 2026-01-20; B received 2026-01-25; same person and provider",
    ): merged("2026-01-25"),
    (
        "MRS spell merge",
        "A 2026-01-01 to 2026-01-20; B received 2026-01-26; same person and provider",
    ): merged("2026-01-26"),
    ("MRS full clock stop", "contact 2026-02-01; outcome 2026-01-25; intervention 2026-02-10"): full_stop,
    ("MRS08a within four weeks", "start 2026-01-13; stop 2026-02-10"): four_weeks,
    ("MRS10 wait so far", "start 2026-04-30; period end 2026-04-30"): so_far,
    ("MRS open", "last referral ended 2026-04-25; period end 2026-04-30"): ended("2026-04-25"),
    ("MRS open", "last referral ended 2026-04-24; period end 2026-04-30"): ended("2026-04-24"),
    ("CYP MH exclusion", "team A18, priority 2"): single_point("2"),
    ("CYP MH exclusion", "team A18, priority 3"): single_point("3"),
    ("MHS133 still waiting", "age 10 at referral; only indirect activity recorded; not discharged"): indirect_alone,
    ("MHS133 still waiting", "no contact; discharged on period end"): discharged_at_the_end,
}


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["rule"].startswith(OURS)]


@pytest.mark.parametrize("row", cases(), ids=lambda row: f"{row['rule']}: {row['input']}")
def test_boundary(cyp: Counted, row: dict[str, str]) -> None:
    assert STORIES[row["rule"], row["input"]](cyp) == row["expected"]


def test_every_case_has_a_story() -> None:
    assert {(row["rule"], row["input"]) for row in cases()} == set(STORIES)
