"""Referral-spells and the full clock stop (R-WAIT-60 to 64; docs/adr/0026-local-spells-and-levels.md)."""

import pytest

from diis.definitions.clocks import Referral
from tests.spec.measuring import Spec, a_referral

HELP = "camhs-help"
SCORE, PLAN = "outcome-score 2026-09-12", "care-plan 2026-09-14"


def of_child(received: str, *contacts: str, person: str = "child", **facts: object) -> Referral:
    return a_referral(received, *contacts, pathway="camhs-gateway", person=person, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("second", "spells"),
    [("2026-06-15", 1), ("2026-07-01", 1), ("2026-07-05", 1), ("2026-07-06", 1), ("2026-07-07", 2)],
    ids=["overlaps", "on the last day", "four days later", "five days later", "six days later"],
)
def test_referrals_at_most_five_days_apart_are_one_spell(spec: Spec, second: str, spells: int) -> None:
    """R-WAIT-60: the wait is counted from the first; a spell of its own starts anew."""
    rows = [of_child("2026-06-01", closed="2026-07-01"), of_child(second)]
    wait = 121 if spells == 1 else 85
    spec.check(HELP, rows, "2026-09-30", open=1, open_median_days=wait)


def test_spells_are_of_one_child_and_one_provider(spec: Spec) -> None:
    rows = [of_child("2026-09-01"), of_child("2026-09-02"), of_child("2026-09-02", person="another")]
    spec.check(HELP, [*rows, of_child("2026-09-02", provider="RBD")], "2026-09-28", open=3, received=3)


def test_a_long_referral_holds_together_what_begins_after_a_short_one(spec: Spec) -> None:
    rows = [
        of_child("2026-01-01", closed="2026-08-31"),
        of_child("2026-01-10", closed="2026-01-20"),
        of_child("2026-09-05"),
    ]
    spec.check(HELP, rows, "2026-09-30", open=1, open_median_days=272)


def test_a_spell_is_removed_on_its_last_end_and_goes_on_with_a_referral_within_five_days(spec: Spec) -> None:
    """The local rule beside R-WAIT-64: nobody waits between two referrals, and the removal is then taken back."""
    rows = [of_child("2026-09-01", closed="2026-09-10"), of_child("2026-09-14")]
    spec.check(HELP, rows, "2026-09-09", open=1, removed=0, open_median_days=8)
    spec.check(HELP, rows, "2026-09-10", open=0, removed=1)
    spec.check(HELP, rows, "2026-09-13", open=0, removed=1)
    spec.check(HELP, rows, "2026-09-14", open=1, removed=0, open_median_days=13, received=1)


ENDS = [{"transferred": "2026-09-10"}, {"decision": "rejected 2026-09-10"}, {"missing": "2026-09-10"}]


@pytest.mark.parametrize("end", ENDS)
def test_every_end_of_a_referral_ends_its_spell(spec: Spec, end: dict[str, str]) -> None:
    spec.check(HELP, [of_child("2026-09-01", **end)], "2026-09-10", open=0, removed=1)


def test_the_stop_is_the_latest_of_three_firsts(spec: Spec) -> None:
    """R-WAIT-62: first contact on day 9, first score on day 11, first plan on day 13."""
    row = of_child("2026-09-01", "5 2026-09-20 01", "5 2026-09-10 02", events=[SCORE, "outcome-score 2026-09-25", PLAN])
    spec.check(HELP, [row], "2026-09-13", open=1, stopped=0, open_no_contact=0, open_no_score=0, open_no_plan=1)
    spec.check(HELP, [row], "2026-09-14", open=0, stopped=1, stopped_median_days=13, stopped_within_standard=1)


def test_the_firsts_may_be_of_different_referrals_of_the_spell(spec: Spec) -> None:
    rows = [
        of_child("2026-08-01", "5 2026-08-20", closed="2026-09-03"),
        of_child("2026-09-05", events=[SCORE, PLAN]),
    ]
    spec.check(HELP, rows, "2026-09-30", stopped=1, stopped_median_days=44)


@pytest.mark.parametrize(
    ("contacts", "events", "missing"),
    [
        ([], [SCORE, PLAN], "open_no_contact"),
        (["5 2026-09-10 05"], [SCORE, PLAN], "open_no_contact"),
        (["7 2026-09-10 01"], [SCORE, PLAN], "open_no_contact"),
        (["5 2026-09-10 11"], [PLAN], "open_no_score"),
        (["6 2026-09-10 04"], [SCORE, "diagnosis 2026-09-14"], "open_no_plan"),
    ],
)
def test_without_one_of_the_three_there_is_no_stop_and_a_figure_says_which_is_missing(
    spec: Spec, contacts: list[str], events: list[str], missing: str
) -> None:
    """R-WAIT-61: a message and a contact that was not attended are no contact. R-WAIT-63: what is missing."""
    names = ("open_no_contact", "open_no_score", "open_no_plan")
    expected = {name: int(name == missing) for name in names}
    spec.check(HELP, [of_child("2026-09-01", *contacts, events=events)], "2026-09-30", open=1, stopped=0, **expected)


@pytest.mark.parametrize("plan", ["care-plan", "intervention"])
def test_indirect_activity_is_a_contact_and_an_intervention_as_good_as_a_plan(spec: Spec, plan: str) -> None:
    events = ["indirect-activity 2026-09-08", SCORE, f"{plan} 2026-09-14"]
    spec.check(HELP, [of_child("2026-09-01", events=events)], "2026-09-30", stopped=1, stopped_median_days=13)


def test_what_comes_after_the_end_stops_nothing_and_on_the_same_day_the_stop_wins(spec: Spec) -> None:
    late = of_child("2026-09-01", "5 2026-09-05", events=[SCORE, PLAN], closed="2026-09-13")
    spec.check(HELP, [late], "2026-09-30", stopped=0, removed=1)
    same_day = of_child("2026-09-01", "5 2026-09-05", events=[SCORE, PLAN], closed="2026-09-14")
    spec.check(HELP, [same_day], "2026-09-30", stopped=1, removed=0)


def test_what_is_dated_before_its_own_referral_is_not_of_the_spell(spec: Spec) -> None:
    row = of_child("2026-09-13", "5 2026-09-13", events=[SCORE, "care-plan 2026-09-14"])
    spec.check(HELP, [row], "2026-09-30", open=1, open_no_score=1)


def test_the_attributes_of_a_spell_are_those_of_its_first_referral(spec: Spec) -> None:
    """Earliest received, then id."""
    rows = [
        of_child("2026-09-02", referral_id="A", gender="3"),
        of_child("2026-09-01", referral_id="C", gender="1"),
        of_child("2026-09-01", referral_id="B", gender="2"),
    ]
    found = spec.open_by(HELP, "gender", rows, "2026-09-30")
    assert found == {"male": 0, "female": 1, "non-binary": 0, "other": 0, "indeterminate": 0, "unknown": 0}
