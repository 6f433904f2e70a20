"""The answer sheet is true by a second, plain reading of the files."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sendwatch.demo.children import referrals_of
from sendwatch.demo.plan import Plan
from sendwatch.demo.seen import after_census
from sendwatch.demo.truths import truths_of
from tests.sendwatch.demo.lists import Row, WeeklyList, lists_in, number_of
from tests.sendwatch.demo.sent import age_on, submissions_in

Sheet = dict[str, Any]
Lists = dict[str, list[WeeklyList]]
ND = ("rbd-neurodevelopmental", "r0d-neurodevelopmental")
GATEWAY = "rdy-camhs-gateway"
LAST = date(2026, 10, 25)


@pytest.fixture(scope="session")
def out(usual_out: Path) -> Path:
    return usual_out


@pytest.fixture(scope="session")
def sheet(out: Path) -> Sheet:
    found: Sheet = json.loads((out / "answers.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def lists(out: Path) -> Lists:
    return lists_in(out)


def _ended(row: Row) -> str:
    """The first day on which the referral is over, a day that never comes if it is not."""
    ends = [row["closed_date"], row["transferred_to_adult_date"]]
    ends.append(row["decision_date"] if row["decision"] == "rejected" else "")
    return min((end for end in ends if end), default="9999")


def _waits_for_assessment(row: Row, on: date) -> bool:
    return _ended(row) > on.isoformat() and not "" < row["assessment_completed_date"] <= on.isoformat()


def _count(lists: Lists, feed: str, holds: Any) -> int:
    newest = lists[feed][-1]
    return sum(bool(holds(row, newest.census)) for row in newest.rows.values())


@pytest.mark.parametrize("feed", ND)
def test_the_three_lists_of_turning_eighteen(sheet: Sheet, lists: Lists, feed: str) -> None:
    told = sheet["referrals_of_which"][feed]

    def referred_late(row: Row, on: date) -> bool:
        received = date.fromisoformat(row["received_date"])
        return _waits_for_assessment(row, on) and age_on(row["birth_date"], received) in (16, 17)

    def soon(row: Row, on: date) -> bool:
        ages = age_on(row["birth_date"], on), age_on(row["birth_date"], on + timedelta(weeks=26))
        return _waits_for_assessment(row, on) and ages[0] < 18 <= ages[1]

    def grown(row: Row, on: date) -> bool:
        return _waits_for_assessment(row, on) and age_on(row["birth_date"], on) >= 18

    assert told["referred at 16 or 17 and still waiting"] == _count(lists, feed, referred_late) > 50
    assert told["will turn 18 within 26 weeks and unassessed"] == _count(lists, feed, soon) > 30
    assert told["turned 18 while waiting"] == _count(lists, feed, grown) > 5


@pytest.mark.parametrize("feed", ND)
def test_who_turned_eighteen_between_the_oldest_list_and_the_newest(sheet: Sheet, lists: Lists, feed: str) -> None:
    oldest, newest = lists[feed][0], lists[feed][-1]
    found = 0
    for referral_id, row in newest.rows.items():
        before = oldest.rows.get(referral_id)
        if before is not None and _waits_for_assessment(before, oldest.census):
            turned = age_on(row["birth_date"], oldest.census) < 18 <= age_on(row["birth_date"], newest.census)
            birthday = f"{int(row['birth_date'][:4]) + 18}{row['birth_date'][4:]}"
            found += turned and min(_ended(row), row["assessment_completed_date"] or "9999") >= birthday
    assert (
        sheet["referrals_of_which"][feed]["unassessed on the oldest list and turned 18 unassessed since"] == found > 0
    )


def test_who_will_be_eighteen_before_assessment_is_what_a_list_of_a_far_day_shows() -> None:
    plan = Plan(seed=1, weeks=5, referrals=None, last_census=LAST)
    fields = ["provider", "pathway", "referral_id", "nhs_number", "local_patient_id", "birth_date"]
    said = shown = 0
    for child in range(4_000):
        referrals = referrals_of(plan, child)
        for referral, truth in zip(referrals, truths_of(plan, referrals), strict=True):
            if referral.flow.feed not in ND:
                continue
            far = after_census(referral, LAST.toordinal() + 3_000).rstrip("\n").split(",")
            now = after_census(referral, LAST.toordinal()).rstrip("\n").split(",")
            born = dict(zip(fields, far[1:], strict=False))["birth_date"]
            assessed, closed, adult = far[-6], min(day for day in (far[-3], far[-1], "9999") if day), int(born[:4]) + 18
            is_open = now[-3] == now[-1] == now[-6] == "" and now[-8] != "rejected"
            is_listed = referral.life.received <= LAST.toordinal()
            birthday = f"{adult}{born[4:]}"
            shown += (
                is_listed and is_open and birthday > LAST.isoformat() and min(assessed or "9999", closed) >= birthday
            )
            said += "will turn 18 before assessment" in truth.holds
    assert said == shown > 20


@pytest.mark.parametrize("feed", [*ND, GATEWAY])
def test_referred_again_after_a_rejection_and_twice_within_a_spell(sheet: Sheet, lists: Lists, feed: str) -> None:
    of_child: dict[str, list[Row]] = {}
    for row in lists[feed][-1].rows.values():
        of_child.setdefault(number_of(row), []).append(row)
    again = spells = 0
    for rows in of_child.values():
        for later in rows:
            received = date.fromisoformat(later["received_date"])
            earlier = [row for row in rows if row["received_date"] < later["received_date"]]
            rejected = [date.fromisoformat(row["decision_date"]) for row in earlier if row["decision"] == "rejected"]
            again += any(timedelta(0) < received - on <= timedelta(days=182) for on in rejected)
            spells += any(_ended(row) >= (received - timedelta(days=5)).isoformat() for row in earlier)
    told = sheet["referrals_of_which"][feed]
    assert told["rejected and referred again to the same service within 6 months"] == again > 5
    if feed == GATEWAY:
        assert told["referred twice within one spell"] == spells > 100


def test_the_gateway_records_a_score_for_too_few_of_those_it_sees(sheet: Sheet, lists: Lists) -> None:
    newest = lists[GATEWAY][-1]
    scored = {
        e["referral_id"] for e in newest.events if e["kind"] == "outcome-score" and e["code"] != "987251000000103"
    }
    seen = {
        contact["referral_id"]
        for contact in newest.contacts
        if contact["attendance"] in {"5", "6"}
        and newest.rows[contact["referral_id"]]["decision"] == "accepted"
        and contact["contact_date"] > newest.rows[contact["referral_id"]]["decision_date"]
    }
    told = sheet["referrals_of_which"][GATEWAY]
    assert told["seen"] == len(seen)
    assert told["seen without an outcome score that counts"] == len(seen - scored) > 0.55 * len(seen)


@pytest.mark.parametrize(
    ("feed", "step", "organisation"),
    [
        (ND[0], "educational-psychology", "Dorset Council"),
        (ND[1], "speech-and-language-assessment", "Dorset HealthCare"),
    ],
)
def test_the_longest_stretches_are_the_bottlenecks(
    sheet: Sheet, lists: Lists, feed: str, step: str, organisation: str
) -> None:
    newest = lists[feed][-1]
    steps: dict[str, list[Row]] = {}
    for row in newest.steps:
        steps.setdefault(row["referral_id"], []).append(row)
    longest: Counter[tuple[str, str]] = Counter()
    for referral_id, mine in steps.items():
        row = newest.rows[referral_id]
        if _ended(row) > newest.census.isoformat() and not row["outcome_shared_date"]:
            longest[_longest(mine, newest.census)] += 1
    told = sheet["longest_gap"][feed]
    assert (told["usual_step"], told["usual_organisation"]) == (step, organisation) == longest.most_common(1)[0][0]
    assert {(one["step"], one["organisation"]): one["referrals"] for one in told["referrals"]} == longest


def _longest(steps: list[Row], on: date) -> tuple[str, str]:
    """Day by day: what was under way, or what was done last before nobody was at work."""
    stretches: list[tuple[int, str, str]] = []
    spans = [
        (date.fromisoformat(one["requested_date"]), date.fromisoformat(one["done_date"] or on.isoformat()), one)
        for one in steps
    ]
    for begun, done, one in spans:
        stretches.append(((done - begun).days, one["step"], one["organisation"]))
        if not any(other[0] <= done < other[1] for other in spans):
            until = min((other[0] for other in spans if other[0] > done), default=on)
            stretches.append(((until - done).days, one["step"], one["organisation"]))
    most = max(days for days, _, _ in stretches)
    return next((step, who) for days, step, who in stretches if days == most)


def test_leavers_are_those_who_are_missing(sheet: Sheet, lists: Lists) -> None:
    feed = sheet["leavers"]["feed"]
    told = {gone["referral_id"]: gone for gone in sheet["leavers"]["referrals"]}
    found: dict[str, dict[str, str | None]] = {}
    for before, after in zip(lists[feed], lists[feed][1:], strict=False):
        oldest = (after.census - timedelta(days=400)).isoformat()
        for referral_id, row in before.rows.items():
            if referral_id not in after.rows and not "" < row["closed_date"] < oldest:
                found[referral_id] = {
                    "referral_id": referral_id,
                    "last_seen_on": before.census.isoformat(),
                    "missing_from_on": after.census.isoformat(),
                    "back_on": None,
                }
        for referral_id in found.keys() & after.rows.keys():
            found[referral_id]["back_on"] = after.census.isoformat()
    assert found == told
    assert sheet["leavers"]["unexplained"] == sum(gone["back_on"] is None for gone in found.values()) == 7


def test_every_quarantined_row_is_in_every_list_of_its_feed(sheet: Sheet, lists: Lists) -> None:
    planted = sheet["quarantined_each_week"]
    files = Counter(row["file"] for row in planted["rows"])
    assert files == {"referrals.csv": 8, "contacts.csv": 2, "events.csv": 3, "steps.csv": 1}
    for each in lists[planted["feed"]]:
        ids = {
            "referrals.csv": Counter(row["referral_id"] for row in each.everything),
            "contacts.csv": Counter(row["referral_id"] for row in each.contacts),
            "events.csv": Counter(row["referral_id"] for row in each.events),
            "steps.csv": Counter(row["referral_id"] for row in each.steps),
        }
        assert all(ids[row["file"]][row["referral_id"]] for row in planted["rows"])
        assert [ids["referrals.csv"][one] for one in planted["duplicates"]] == [2]


def test_monthly_rows_are_counted_and_the_wrong_ones_named(sheet: Sheet, out: Path) -> None:
    sent = submissions_in(out)
    counted = {
        f"{one.feed}/{one.path.name}": {table: len(rows) for table, rows in sorted(one.tables.items())} for one in sent
    }
    assert sheet["monthly"]["rows"] == counted
    assert [(one["feed"], one["first"], one["again"]) for one in sheet["monthly"]["restated"]] == [
        ("rdy-mhsds", "RDY_mhsds-6_2026-03", "RDY_mhsds-6_2026-03.zip")
    ]
    by_name = {one.path.name: one for one in sent}
    for spoilt in sheet["monthly"]["quarantined"]:
        for row in spoilt["rows"]:
            ids = [contact["CareContactID"] for contact in by_name[spoilt["submission"]].table(row["table"])]
            assert ids.count(row["contact_id"]) == 1


def test_the_late_month_was_put_together_after_the_next_one(sheet: Sheet, out: Path) -> None:
    (late,) = sheet["monthly"]["late"]
    created = {
        one.month: one.table("CYP000Header")[0]["FileCreation_DateTime"][:10]
        for one in submissions_in(out)
        if one.feed == late["feed"]
    }
    assert created[late["month"]] == late["created_on"]
    following = min(month for month in created if month > late["month"])
    assert created[following] < late["created_on"]
