"""Who nears 18 unassessed: three lists and a forecast (R-WAIT-87, 90, 93, 115; docs/adr/0036)."""

from datetime import date, timedelta

import pytest

from diis.definitions.forecast import CANNOT_BE_TOLD, LIKELY, POSSIBLE, UNLIKELY
from diis.definitions.stories import Story
from diis.definitions.turning_18 import Nearing18, nearing_18, waiting_of
from tests.pathways.telling import Way, a_story

AS_AT = "2026-09-30"
DAY = date.fromisoformat(AS_AT)


@pytest.mark.parametrize(
    ("facts", "referred", "soon", "turned"),
    [
        # 26 weeks after the day is 31 March 2027: who is born in March 2009 is 18 then, who is born in April is not.
        ({"birth_month": "2009-03-01", "age_received": 16}, 1, 1, 0),
        ({"birth_month": "2009-04-01", "age_received": 16}, 1, 0, 0),
        # The birthday is known by its month: who may be 18 already counts as 18.
        ({"birth_month": "2008-09-01", "age_received": 16}, 1, 0, 1),
        ({"birth_month": "2008-10-01", "age_received": 16}, 1, 1, 0),
        ({"birth_month": "2008-09-01", "age_received": 15}, 0, 0, 1),
        ({"birth_month": "2009-03-01", "age_received": 15}, 0, 1, 0),
        # Without an age the month of birth tells it: received in March 2025.
        ({"birth_month": "2009-03-01"}, 1, 1, 0),
        ({"birth_month": "2009-04-01"}, 0, 0, 0),
        # Who was referred as an adult never waited as a child.
        ({"birth_month": "2007-01-01", "age_received": 18}, 0, 0, 0),
        # Assessed, closed, transferred, rejected or missing: no longer waiting.
        ({"birth_month": "2009-03-01", "assessment_completed_on": AS_AT}, 0, 0, 0),
        ({"birth_month": "2009-03-01", "closed_on": AS_AT}, 0, 0, 0),
        ({"birth_month": "2009-03-01", "transferred_to_adult_on": AS_AT}, 0, 0, 0),
        ({"birth_month": "2009-03-01", "decision": "rejected", "decision_on": AS_AT}, 0, 0, 0),
        ({"birth_month": "2009-03-01", "missing_from_on": AS_AT}, 0, 0, 0),
        # What happens later has not happened yet.
        ({"birth_month": "2009-03-01", "assessment_completed_on": "2026-10-01"}, 1, 1, 0),
        # A contact is no assessment.
        ({"birth_month": "2009-03-01", "seen_on": "2026-01-01"}, 1, 1, 0),
    ],
)
def test_the_three_lists(way: Way, facts: dict[str, str | int], referred: int, soon: int, turned: int) -> None:
    story = a_story("2025-03-10", **facts)
    way.check(
        "turning-18",
        [story],
        AS_AT,
        referred_at_16_or_17=referred,
        turns_18_within_26_weeks=soon,
        turned_18_while_waiting=turned,
    )


def test_another_pathway_is_in_no_list(way: Way) -> None:
    story = a_story("2025-03-10", birth_month="2009-03-01", pathway="camhs-gateway")
    way.check("turning-18", [story], AS_AT, referred_at_16_or_17=0, turns_18_within_26_weeks=0)


def one_a_week(weeks: int = 26, first: int = 1000) -> list[Story]:
    """One child assessed each week, always the one at the front: the queue moves in strict order at one a week."""
    return [
        a_story(
            (DAY - timedelta(days=900 + week)).isoformat(),
            first + week,
            assessment_completed_on=(DAY - timedelta(weeks=week)).isoformat(),
        )
        for week in range(weeks)
    ]


def waiting(count: int, born: str = "2016-05-01") -> list[Story]:
    """Children who wait, received one a day; the last one at the end of the queue."""
    return [a_story((DAY - timedelta(days=400 - place)).isoformat(), place, birth_month=born) for place in range(count)]


def told(stories: list[Story], as_at: date = DAY) -> list[Nearing18]:
    return list(nearing_18((one for story in stories if (one := waiting_of(story, as_at))), as_at))


def test_the_likely_day_is_position_over_weekly_pace() -> None:
    """R-WAIT-115: the 20th of a queue that moves by one a week has 20 weeks to wait."""
    last = told([*one_a_week(), *waiting(20)])[-1]
    assert (last.position, last.queue) == (20, 20)
    assert last.likely_on == DAY + timedelta(weeks=20)


def test_a_queue_kept_in_strict_order_has_a_narrow_range() -> None:
    last = told([*one_a_week(), *waiting(20)])[-1]
    assert last.earliest_on is not None
    assert last.latest_on is not None
    assert DAY + timedelta(weeks=18) <= last.earliest_on <= last.latest_on <= DAY + timedelta(weeks=21)


def test_a_queue_that_is_jumped_has_a_wide_one() -> None:
    """The children assessed were received lately, others have waited for years: any place may be next."""
    jumped = [
        a_story(
            (DAY - timedelta(weeks=week, days=10 + 12 * week)).isoformat(),
            1000 + week,
            assessment_completed_on=(DAY - timedelta(weeks=week)).isoformat(),
        )
        for week in range(26)
    ]
    last = told([*jumped, *waiting(20)])[-1]
    assert last.earliest_on is not None
    assert last.latest_on is not None
    assert last.earliest_on < DAY + timedelta(weeks=10)
    assert last.latest_on > DAY + timedelta(weeks=20)
    assert last.earliest_on <= DAY + timedelta(weeks=20) <= last.latest_on


def test_who_was_received_on_the_same_day_counts_as_ahead() -> None:
    pair = [a_story("2025-03-10", 1), a_story("2025-03-10", 2)]
    assert [one.position for one in told([*one_a_week(), *pair])] == [2, 2]


@pytest.mark.parametrize("priority", ["1", "2", "4"])
def test_urgent_referrals_go_before_routine_and_before_those_without_a_priority(priority: str) -> None:
    stories = [
        a_story("2025-01-01", 1, priority="3"),
        a_story("2025-01-02", 2),
        a_story("2026-01-01", 3, priority=priority),
    ]
    assert [one.referral_id for one in told(stories)] == ["N3", "N1", "N2"]


def test_each_provider_has_a_queue_of_its_own() -> None:
    stories = [a_story("2025-01-01", 1), a_story("2025-01-02", 2, provider="RBD")]
    assert [(one.provider, one.position, one.queue) for one in told(stories)] == [("R0D", 1, 1), ("RBD", 1, 1)]


@pytest.mark.parametrize(
    ("eighteen", "outlook"),
    # The 20th is likely to be assessed on 17 February 2027, and by strict order not much later.
    [("2009-02-01", LIKELY), ("2009-03-01", UNLIKELY)],
)
def test_the_outlook_is_set_by_the_likely_day_against_the_birthday(eighteen: str, outlook: str) -> None:
    queue = [*one_a_week(), *waiting(19), a_story("2026-09-01", 50, birth_month=eighteen, age_received=17)]
    assert told(queue)[-1].outlook == outlook


def test_only_the_latest_day_past_the_birthday_is_possible() -> None:
    slow = [one for week, one in enumerate(one_a_week()) if week not in (20, 21, 22)]
    queue = [*slow, *waiting(19), a_story("2026-09-01", 50, birth_month="2009-03-01", age_received=17)]
    assert told(queue)[-1].outlook == POSSIBLE


def test_without_assessments_no_day_is_told(way: Way) -> None:
    queue = [*waiting(3), a_story("2026-09-01", 50, birth_month="2009-03-01", age_received=17)]
    way.check(
        "turning-18", queue, AS_AT, **{"18-before-assessment__cannot-be-told": 4, "18-before-assessment__likely": 0}
    )
    last = told(queue)[-1]
    assert (last.likely_on, last.latest_on, last.outlook, last.chance) == (None, None, CANNOT_BE_TOLD, None)
    assert "cannot be told" in last.in_words()


def test_outlooks_are_counted_by_provider(way: Way) -> None:
    queue = [*one_a_week(), *waiting(19), a_story("2026-09-01", 50, birth_month="2009-02-01", age_received=17)]
    numbers = way.numbers("turning-18", queue, AS_AT)
    for provider in ("R0D", "all"):
        assert numbers["turning-18", provider, "all", "all", "18-before-assessment:likely"] == 1
        assert numbers["turning-18", provider, "all", "all", "18-before-assessment:unlikely"] == 19


def test_the_line_tells_the_month_of_the_birthday_and_no_person() -> None:
    child = told([a_story("2026-09-01", 50, birth_month="2009-03-01", age_received=17)])[0]
    assert child.as_json()["turns_18"] == "in March 2027"
    assert "in March 2027" in child.in_words()
    said = f"{child.as_json()} {child.in_words()}"
    assert "2027-03" not in said
    assert "0" * 20 not in said
