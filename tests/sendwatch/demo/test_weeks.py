"""A child is one child from week to week, and each list is a full list."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from tests.sendwatch.demo.lists import Row, WeeklyList

Weeks = dict[str, list[WeeklyList]]
Pair = tuple[WeeklyList, WeeklyList]

LISTED_AFTER_CLOSING = timedelta(days=400)
STEPS = (
    "postcode",
    "returned_date",
    "resubmitted_date",
    "decision_date",
    "assessment_completed_date",
    "outcome_shared_date",
    "support_offered_date",
    "closed_date",
    "transferred_to_adult_date",
)
MAY_CHANGE = {"census_date", "postcode"}


def _pairs(weeks: Weeks) -> Iterator[Pair]:
    return (pair for lists in weeks.values() for pair in pairwise(lists))


def _on_both(weeks: Weeks) -> Iterator[tuple[Row, Row]]:
    for before, after in _pairs(weeks):
        yield from ((row, after.rows[id_]) for id_, row in before.rows.items() if id_ in after.rows)


def test_what_is_known_of_a_child_stays_true_but_for_its_address(weeks: Weeks) -> None:
    for before, after in _on_both(weeks):
        changed = {field for field, value in before.items() if value and after[field] != value}
        assert changed <= MAY_CHANGE


def test_what_is_new_on_a_row_happened_since_the_last_list(weeks: Weeks) -> None:
    for before, after in _on_both(weeks):
        new = {after[field] for field in after if field.endswith("_date") and not before[field] and after[field]}
        assert all(before["census_date"] < on <= after["census_date"] for on in new)


def test_contacts_once_sent_are_sent_again_unchanged(weeks: Weeks) -> None:
    for before, after in _pairs(weeks):
        then = {contact["contact_id"]: contact for contact in before.contacts if contact["referral_id"] in after.rows}
        now = {contact["contact_id"]: contact for contact in after.contacts}
        assert then.items() <= now.items()
        assert all(
            now[id_]["contact_date"] > before.census.isoformat()
            for id_ in now.keys() - then.keys()
            if now[id_]["referral_id"] in before.rows
        )


def test_nobody_joins_late_but_the_child_who_comes_back(weeks: Weeks) -> None:
    joined = [
        (row["received_date"], before.census.isoformat())
        for before, after in _pairs(weeks)
        for id_, row in after.rows.items()
        if id_ not in before.rows
    ]
    assert len(joined) > 100
    late = [last_list for received, last_list in joined if received <= last_list]
    assert late == ["2026-09-20"]


def test_nobody_leaves_before_400_days_after_closing_but_the_leavers_on_purpose(weeks: Weeks) -> None:
    unexplained = {}
    for before, after in _pairs(weeks):
        gone = [row for id_, row in before.rows.items() if id_ not in after.rows]
        oldest = (after.census - LISTED_AFTER_CLOSING).isoformat()
        early = [row for row in gone if not row["closed_date"] or row["closed_date"] >= oldest]
        if early:
            unexplained[after.feed, after.census.isoformat()] = len(early)
            assert not any(row["closed_date"] for row in early)
    assert unexplained == {
        ("r0d-neurodevelopmental", "2026-09-20"): 1,
        ("r0d-neurodevelopmental", "2026-10-18"): 3,
        ("r0d-neurodevelopmental", "2026-10-25"): 4,
    }


def test_nobody_stays_longer_than_400_days_after_closing(weeks: Weeks) -> None:
    for lists in weeks.values():
        for each in lists:
            oldest = (each.census - LISTED_AFTER_CLOSING).isoformat()
            assert all(not row["closed_date"] or row["closed_date"] >= oldest for row in each.rows.values())


def test_lives_move_on_before_our_eyes(weeks: Weeks) -> None:
    seen = dict.fromkeys(STEPS, 0)
    for before, after in _on_both(weeks):
        for field in seen:
            seen[field] += before[field] != after[field]
    assert all(seen.values()), seen


def test_a_resubmitted_referral_keeps_its_first_received_date(weeks: Weeks) -> None:
    back = [after for before, after in _on_both(weeks) if after["resubmitted_date"] and not before["resubmitted_date"]]
    assert back
    assert all(row["received_date"] < row["returned_date"] < row["resubmitted_date"] for row in back)


def test_who_is_handed_over_to_adult_services_has_turned_eighteen(weeks: Weeks) -> None:
    grown = [row for lists in weeks.values() for row in lists[-1].rows.values() if row["transferred_to_adult_date"]]
    assert grown
    for row in grown:
        born, on = row["birth_date"], row["transferred_to_adult_date"]
        eighteenth = f"{int(born[:4]) + 18}{born[4:]}"
        assert eighteenth <= on <= f"{int(eighteenth[:4]) + 1}{eighteenth[4:]}"


def test_some_children_are_on_two_pathways_under_one_nhs_number(weeks: Weeks) -> None:
    pathways: dict[str, set[str]] = {}
    for lists in weeks.values():
        for row in lists[-1].rows.values():
            pathways.setdefault(row["nhs_number"], set()).add(row["pathway"])
    on_two = sum(len(found) == 2 for found in pathways.values())
    assert 0.02 < on_two / len(pathways) < 0.15
    assert max(len(found) for found in pathways.values()) == 2
