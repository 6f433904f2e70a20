"""Events and steps are what careful services would send, told alike from week to week."""

from collections import Counter
from datetime import date
from itertools import pairwise

from tests.sendwatch.demo.lists import PLANTED, Row, WeeklyList

Weeks = dict[str, list[WeeklyList]]

KINDS = {"outcome-score", "care-plan", "intervention", "indirect-activity", "diagnosis"}
STEPS = [
    "referral-form",
    "school-information",
    "parent-information",
    "speech-and-language-assessment",
    "educational-psychology",
    "paediatric-assessment",
    "multi-agency-discussion",
    "outcome-shared",
]
ORGANISATIONS = {"BCP Council", "Dorset Council", "Dorset HealthCare"}
HOSPITALS = {"RBD": "Dorset County Hospital", "R0D": "University Hospitals Dorset"}


def _of_children(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["referral_id"][1] != PLANTED]


def test_events_are_of_listed_referrals_between_their_receipt_and_their_end(weeks: Weeks) -> None:
    for each in (each for lists in weeks.values() for each in lists):
        for event in _of_children(each.events):
            row = each.rows[event["referral_id"]]
            assert event["provider"] == row["provider"]
            assert row["received_date"] <= event["event_date"] <= (row["closed_date"] or each.census.isoformat())
            assert event["kind"] in KINDS


def test_no_event_and_no_step_is_sent_twice(weeks: Weeks) -> None:
    for each in (each for lists in weeks.values() for each in lists):
        assert max(Counter(tuple(event.values()) for event in each.events).values()) == 1
        steps = Counter((step["referral_id"], step["step"], step["requested_date"]) for step in each.steps)
        assert max(steps.values(), default=1) == 1


def test_each_pathway_sends_the_kinds_of_events_that_it_has(weeks: Weeks) -> None:
    for feed, lists in weeks.items():
        kinds = {event["kind"] for event in _of_children(lists[-1].events)}
        assert kinds == (KINDS - {"diagnosis"} if feed == "rdy-camhs-gateway" else {"diagnosis"})


def test_diagnoses_are_made_at_the_assessment_in_every_form_of_code(usual: dict[str, WeeklyList]) -> None:
    codes: Counter[str] = Counter()
    for feed, newest in usual.items():
        if feed.endswith("neurodevelopmental"):
            for event in newest.events:
                assert event["event_date"] == newest.rows[event["referral_id"]]["assessment_completed_date"]
                codes[event["code"]] += 1
    assert codes.keys() >= {"F84.0", "F840", "35919005", "F90.0"}


def test_steps_stand_in_an_order_that_can_be_worked_in(weeks: Weeks) -> None:
    for each in (each for lists in weeks.values() for each in lists):
        done: dict[tuple[str, str], str] = {}
        for step in _of_children(each.steps):
            row = each.rows[step["referral_id"]]
            assert step["step"] in STEPS
            assert row["received_date"] <= step["requested_date"] <= (step["done_date"] or each.census.isoformat())
            done[step["referral_id"], step["step"]] = step["done_date"]
            if step["step"] == "paediatric-assessment" and step["done_date"]:
                assert step["done_date"] == row["assessment_completed_date"]
            if step["step"] == "outcome-shared" and step["done_date"]:
                assert step["done_date"] == row["outcome_shared_date"]
        for (referral_id, name), day in done.items():
            if name not in {"referral-form"}:
                assert done[referral_id, "referral-form"], (referral_id, name, day)


def test_each_step_is_some_organisations_and_each_organisation_has_one(usual: dict[str, WeeklyList]) -> None:
    for feed in ("rbd-neurodevelopmental", "r0d-neurodevelopmental"):
        who: dict[str, set[str]] = {}
        for step in usual[feed].steps:
            who.setdefault(step["step"], set()).add(step["organisation"])
        hospital = HOSPITALS[usual[feed].folder.name[:3]]
        assert who["speech-and-language-assessment"] == {"Dorset HealthCare"}
        assert who["school-information"] == who["educational-psychology"] == {"BCP Council", "Dorset Council"}
        assert who["paediatric-assessment"] == who["multi-agency-discussion"] == {hospital}
        assert set.union(*who.values()) == ORGANISATIONS | {hospital}


def test_some_handovers_are_forgotten_for_weeks(usual: dict[str, WeeklyList]) -> None:
    newest = usual["r0d-neurodevelopmental"]
    asked = {row["referral_id"]: row for row in newest.steps if row["step"] == "paediatric-assessment"}
    ready: dict[str, str] = {}
    for row in newest.steps:
        if row["step"] not in {"paediatric-assessment", "multi-agency-discussion", "outcome-shared"}:
            ready[row["referral_id"]] = max(ready.get(row["referral_id"], ""), row["done_date"])
    days = [
        (date.fromisoformat(row["requested_date"]) - date.fromisoformat(ready[referral_id])).days
        for referral_id, row in asked.items()
        if ready[referral_id]
    ]
    assert 0.05 < sum(gap > 40 for gap in days) / len(days) < 0.25


def test_a_step_once_asked_for_stays_and_only_its_end_is_added(weeks: Weeks) -> None:
    added = 0
    for lists in weeks.values():
        for before, after in pairwise(lists):
            now = {tuple(list(step.values())[:-1]): step["done_date"] for step in after.steps}
            for step in before.steps:
                if step["referral_id"] in after.rows and step["referral_id"][1] != PLANTED:
                    done = now[tuple(list(step.values())[:-1])]
                    assert step["done_date"] in ("", done)
                    added += done != step["done_date"]
    assert added > 20


def test_older_referrals_have_no_steps(usual: dict[str, WeeklyList]) -> None:
    newest = usual["rbd-neurodevelopmental"]
    told = {step["referral_id"] for step in newest.steps}
    oldest = date.fromordinal(newest.census.toordinal() - 78 * 7).isoformat()
    assert told == {referral_id for referral_id, row in newest.rows.items() if row["received_date"] >= oldest}
