"""A past forecast is held against what happened: nothing of the later weeks is in it, and each child has one fate."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diis.definitions.calibration import IN_RANGE, LATER, LEFT, SOONER, Since, calibrate
from diis.definitions.forecast import LIKELY
from diis.definitions.turning_18 import Nearing18
from diis.forecasting import backtest
from diis.store.engine import Store
from tests.pathways.telling import a_story, write

AS_AT = date(2026, 3, 31)
CHILD = Nearing18(
    provider="R0D",
    referral_id="N1",
    lists=(),
    eighteenth_on=date(2026, 6, 1),
    age_received=17,
    days_waited=100,
    position=5,
    queue=10,
    earliest_on=date(2026, 5, 1),
    likely_on=date(2026, 6, 1),
    latest_on=date(2026, 7, 1),
    outlook=LIKELY,
    chance=0.75,
)


def since(assessed: str | None = None, removed: str | None = None) -> Since:
    return Since(CHILD, *(date.fromisoformat(text) if text else None for text in (assessed, removed)))


@pytest.mark.parametrize(
    ("one", "fate"),
    [
        (since("2026-04-30"), SOONER),
        (since("2026-05-01"), IN_RANGE),
        (since("2026-07-01"), IN_RANGE),
        (since("2026-07-02"), LATER),
        (since(), LATER),
        (since(removed="2026-05-05"), LEFT),
        # What comes after the weeks that are compared is not known yet.
        (since("2027-01-01"), LATER),
        (since(removed="2027-01-01"), LATER),
        # An assessment after the referral was closed does not count.
        (since("2026-05-05", removed="2026-05-04"), LEFT),
    ],
)
def test_each_child_whose_range_has_passed_has_one_fate(one: Since, fate: str) -> None:
    fates = calibrate([one], AS_AT, 26).fates
    assert {name: count for name, count in fates.items() if count} == {fate: 1}


def test_a_range_that_has_not_passed_has_no_fate_yet() -> None:
    assert sum(calibrate([since("2026-05-05")], AS_AT, 13).fates.values()) == 0


@pytest.mark.parametrize(
    ("one", "unassessed", "assessed", "left"),
    [
        (since(), 1, 0, 0),
        (since("2026-05-31"), 0, 1, 0),
        # On the birthday it comes too late (R-WAIT-93).
        (since("2026-06-01"), 1, 0, 0),
        (since(removed="2026-05-31"), 0, 0, 1),
        (since(removed="2026-06-01"), 1, 0, 0),
    ],
)
def test_what_became_of_a_child_by_its_18th_birthday(one: Since, unassessed: int, assessed: int, left: int) -> None:
    likely = next(of for of in calibrate([one], AS_AT, 13).birthdays if of.outlook == LIKELY)
    assert (likely.children, likely.unassessed, likely.assessed, likely.left) == (1, unassessed, assessed, left)
    assert likely.expected_unassessed == 0.75


def test_a_birthday_after_the_weeks_is_not_judged() -> None:
    later = replace(since(), child=replace(CHILD, eighteenth_on=AS_AT + timedelta(weeks=13, days=1)))
    assert all(of.children == 0 for of in calibrate([later], AS_AT, 13).birthdays)


def test_the_share_in_range_leaves_out_who_left() -> None:
    found = calibrate([since("2026-05-05"), since(), since(removed="2026-05-05")], AS_AT, 26)
    assert found.in_range_share == 50
    assert calibrate([], AS_AT, 26).in_range_share is None


def test_the_forecast_of_a_backtest_knows_nothing_of_the_weeks_after_it(store: Store) -> None:
    """The same children with and without what came later: the same forecast, another observation."""
    assessed = [
        a_story(
            (AS_AT - timedelta(days=900)).isoformat(),
            100 + week,
            assessment_completed_on=(AS_AT - timedelta(weeks=week)).isoformat(),
        )
        for week in range(26)
    ]
    queue = [a_story("2025-06-01", 1), a_story("2025-06-02", 2)]
    happened = [replace(queue[0], assessment_completed_on=AS_AT + timedelta(days=3)), queue[1]]
    found = []
    for stories in (queue, happened):
        write(store, [(story, ()) for story in (*assessed, *stories)])
        found.append(backtest(store, AS_AT, 13))
    before, after = found
    assert (before.waiting, before.forecast_assessed) == (after.waiting, after.forecast_assessed) == (2, 2)
    assert (before.assessed, after.assessed) == (0, 1)
