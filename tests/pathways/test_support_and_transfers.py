"""Support while waiting, and waits that go on in an adult service (R-WAIT-91, 92)."""

import pytest

from diis.store.engine import Store
from diis.worklists import worklist
from tests.pathways.telling import SEQUENCE, Way, a_story, day, write

AS_AT = "2026-09-30"


def test_support_of_those_who_wait(way: Way) -> None:
    stories = [
        a_story("2026-05-01", 1, support_offered_on="2026-05-11"),
        a_story("2026-05-01", 2, support_offered_on=AS_AT),
        a_story("2026-05-01", 3, support_offered_on="2026-10-01"),
        a_story("2026-05-01", 4),
        a_story("2026-05-01", 5, support_offered_on="2026-05-11", closed_on="2026-06-01"),
    ]
    way.check(
        "nd-support",
        stories,
        AS_AT,
        open_with_support=2,
        open_with_support_share=50,
        open_support_median_days=81,
    )


def test_support_of_those_whose_wait_stopped_lately_must_have_come_by_then(way: Way) -> None:
    stories = [
        a_story("2026-05-01", 1, support_offered_on="2026-05-31", assessment_completed_on="2026-09-20"),
        a_story("2026-05-01", 2, support_offered_on="2026-09-20", assessment_completed_on="2026-09-20"),
        a_story("2026-05-01", 3, support_offered_on="2026-09-21", assessment_completed_on="2026-09-20"),
        a_story("2026-05-01", 4, assessment_completed_on="2026-09-20"),
        # 28 days up to and including the day: from 3 September on.
        a_story("2026-05-01", 5, support_offered_on="2026-05-31", assessment_completed_on="2026-09-02"),
    ]
    way.check(
        "nd-support",
        stories,
        AS_AT,
        stopped_with_support=2,
        stopped_with_support_share=50,
        stopped_support_median_days=86,
        open_with_support=0,
        open_with_support_share=None,
    )


@pytest.mark.parametrize("pathway", ["camhs-gateway", "community-paediatrics"])
def test_other_pathways_wait_for_their_first_contact(way: Way, pathway: str) -> None:
    measure = {"camhs-gateway": "gateway-support", "community-paediatrics": "paediatrics-support"}[pathway]
    stories = [
        a_story("2026-05-01", 1, pathway=pathway, support_offered_on="2026-05-11", seen_on="2026-09-20"),
        a_story(
            "2026-05-01", 2, pathway=pathway, support_offered_on="2026-05-11", assessment_completed_on="2026-09-20"
        ),
    ]
    way.check(measure, stories, AS_AT, stopped_with_support=1, open_with_support=1)


def test_a_transfer_keeps_the_first_date_and_starts_a_second_clock(way: Way) -> None:
    """R-WAIT-92: never start at zero."""
    stories = [a_story("2025-09-30", transferred_to_adult_on="2026-09-20", closed_on="2026-09-25")]
    way.check(
        "nd-adult-transfers",
        stories,
        AS_AT,
        transferred_to_adult=1,
        transferred_median_days=355,
        waiting_since_transfer=1,
        total_median_days=365,
        since_transfer_median_days=10,
    )


@pytest.mark.parametrize(
    ("facts", "lately", "waiting"),
    [
        ({"transferred_to_adult_on": "2026-09-03"}, 1, 1),
        ({"transferred_to_adult_on": "2026-09-02"}, 0, 1),
        ({"transferred_to_adult_on": "2026-10-01"}, 0, 0),
        # Assessed before or on the day: it did not wait any more.
        ({"transferred_to_adult_on": "2026-09-20", "assessment_completed_on": "2026-09-20"}, 0, 0),
        # Assessed by the adult service, and the list tells: counted, and no longer waiting.
        ({"transferred_to_adult_on": "2026-09-10", "assessment_completed_on": "2026-09-20"}, 1, 0),
        # Closed before the transfer: the wait had ended.
        ({"transferred_to_adult_on": "2026-09-20", "closed_on": "2026-09-19"}, 0, 0),
        ({"transferred_to_adult_on": "2026-09-20", "closed_on": "2026-09-20"}, 1, 1),
        # After 400 days no list tells of it.
        ({"transferred_to_adult_on": "2025-08-27"}, 0, 1),
        ({"transferred_to_adult_on": "2025-08-26"}, 0, 0),
    ],
)
def test_who_is_transferred_while_waiting(way: Way, facts: dict[str, str], lately: int, waiting: int) -> None:
    story = a_story("2025-01-01", **facts)
    way.check("nd-adult-transfers", [story], AS_AT, transferred_to_adult=lately, waiting_since_transfer=waiting)


def test_the_list_shows_both_clocks(store: Store) -> None:
    stories = [
        a_story("2025-09-30", 1, transferred_to_adult_on="2026-09-20"),
        a_story("2024-09-30", 2, transferred_to_adult_on="2026-09-10"),
        a_story("2024-09-30", 3, transferred_to_adult_on="2026-09-10", assessment_completed_on="2026-09-25"),
    ]
    write(store, [(story, ()) for story in stories])
    on = day(AS_AT)
    assert on is not None
    lines = worklist(store, "adult-transfers", on, SEQUENCE)
    assert [line.as_json()["referral_id"] for line in lines] == ["N2", "N1"]
    assert [line.as_json()["total_days"] for line in lines] == [730, 365]
    assert "20 of them there" in lines[0].in_words()
