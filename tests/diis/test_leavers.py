"""Who is no longer on a list: with an outcome, or unexplained (design.md section 7)."""

from dataclasses import replace
from datetime import date

import pytest

from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS
from diis.store.engine import Store
from diis.store.ledger import feed_statuses
from tests.diis.conftest import Figures, Send
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, some_referrals
from tests.diis.store_dump import current, versions_of

WEEK_1, WEEK_2, WEEK_3, WEEK_4 = "2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30"
OTHERS = some_referrals(9)
CHILD = 20


def week(census: str, *more: Row) -> AnExtract:
    """Nine children who wait on, and more."""
    return AnExtract([*OTHERS, *more], census=census)


def leavers_now(store: Store) -> int:
    return sum(status.unexplained_leavers for status in feed_statuses(store, FEEDS))


def left(send: Send, **fields: str) -> Verdict:
    """The verdict on the list that no longer holds a child of the list before."""
    send(week(WEEK_1, a_referral(CHILD, **fields)))
    return send(week(WEEK_2))


def test_a_child_who_is_gone_without_an_outcome_is_an_unexplained_leaver(send: Send, store: Store) -> None:
    verdict = left(send)
    assert (verdict.outcome, verdict.unexplained_leavers, leavers_now(store)) == ("accepted", 1, 1)


def test_an_unexplained_leaver_leaves_the_open_figures_from_that_census_on(send: Send, figures: Figures) -> None:
    left(send)
    assert [figures(on)["open"] for on in (WEEK_1, "2026-09-15", WEEK_2, "2026-09-17")] == [10, 10, 9, 9]
    assert figures(WEEK_2)["removed"] == 1


def test_the_first_list_has_no_leavers(send: Send) -> None:
    assert send(week(WEEK_1)).unexplained_leavers == 0


@pytest.mark.parametrize(
    "outcome",
    [
        {"closed_date": "2026-09-08"},
        {"transferred_to_adult_date": "2026-09-08"},
        {"assessment_completed_date": "2026-09-08"},
        {"assessment_completed_date": "2026-09-07", "outcome_shared_date": "2026-09-08"},
        {"decision": "rejected", "decision_date": "2026-09-08"},
        {"decision": "redirected", "decision_date": "2026-09-08"},
        {"decision": "advice", "decision_date": "2026-09-08"},
    ],
    ids=lambda outcome: " ".join(outcome.values()),
)
def test_a_child_who_left_with_an_outcome_is_explained(send: Send, store: Store, outcome: Row) -> None:
    assert left(send, **outcome).unexplained_leavers == 0
    assert leavers_now(store) == 0


@pytest.mark.parametrize(
    "no_outcome",
    [
        {"decision": "accepted", "decision_date": "2026-09-08"},
        {"decision": "rejected"},
        {"returned_date": "2026-09-08"},
        {"support_offered_date": "2026-09-08"},
    ],
    ids=lambda fields: " ".join(fields),
)
def test_a_step_on_the_way_is_no_outcome(send: Send, no_outcome: Row) -> None:
    assert left(send, **no_outcome).unexplained_leavers == 1


def test_a_child_who_was_seen_and_is_gone_is_unexplained_still(send: Send, figures: Figures) -> None:
    seen = week(WEEK_1, a_referral(CHILD))
    send(replace(seen, contacts=[a_contact(CHILD)]))
    assert send(week(WEEK_2)).unexplained_leavers == 1
    assert (figures(WEEK_2)["open"], figures(WEEK_2)["removed"]) == (9, 0)


def test_a_leaver_is_found_once_and_not_by_every_list_after(send: Send, store: Store) -> None:
    left(send)
    assert send(week(WEEK_3)).unexplained_leavers == 0
    assert leavers_now(store) == 1
    (absence,) = current(store)["absence"]
    assert absence[4:6] == (date.fromisoformat(WEEK_1), date.fromisoformat(WEEK_2))


def test_a_child_who_returns_waits_again_as_if_never_gone(send: Send, store: Store, figures: Figures) -> None:
    left(send)
    send(week(WEEK_3, a_referral(CHILD)))
    assert leavers_now(store) == 0
    assert [figures(on)["open"] for on in (WEEK_1, WEEK_2, WEEK_3)] == [10, 10, 10]
    assert versions_of(store, "NE000020") == [(1, None)], "nothing about the child has changed"


def test_what_was_known_while_a_child_was_gone_stays_known(send: Send, figures: Figures) -> None:
    """Trust: I9."""
    left(send)
    send(week(WEEK_3, a_referral(CHILD)))
    assert [figures(WEEK_2, as_known)["open"] for as_known in (1, 2, 3)] == [10, 9, 10]


def test_a_child_who_returns_closed_is_explained_from_the_day_of_closure(
    send: Send, store: Store, figures: Figures
) -> None:
    left(send)
    send(week(WEEK_3, a_referral(CHILD, closed_date="2026-09-12", closure_reason="01")))
    assert leavers_now(store) == 0
    assert [figures(on)["open"] for on in ("2026-09-11", "2026-09-12", WEEK_2, WEEK_3)] == [10, 9, 9, 9]


def test_a_child_who_leaves_returns_and_leaves_is_found_each_time(send: Send, store: Store) -> None:
    left(send)
    send(week(WEEK_3, a_referral(CHILD)))
    assert send(week(WEEK_4)).unexplained_leavers == 1
    assert leavers_now(store) == 1


def test_a_restated_list_can_take_a_child_off_and_put_the_child_back(
    send: Send, store: Store, figures: Figures
) -> None:
    """B34: the latest list of a census is the list of that census."""
    send(week(WEEK_1, a_referral(CHILD)))
    assert send(week(WEEK_1)).unexplained_leavers == 1
    assert figures(WEEK_1)["open"] == 9
    put_back = send(replace(week(WEEK_1, a_referral(CHILD)), manifest=True))
    assert (put_back.outcome, leavers_now(store), figures(WEEK_1)["open"]) == ("accepted", 0, 10)


def test_a_child_whose_row_is_set_aside_is_on_the_list_all_the_same(send: Send, store: Store, figures: Figures) -> None:
    """A wrong birth date is not a departure: the last good version stays (trust: I5)."""
    good = week(WEEK_1, a_referral(CHILD), a_referral(CHILD + 1))
    send(replace(good, contacts=[a_contact(CHILD + 1)]))
    conflict = [a_referral(CHILD + 1, gender="1"), a_referral(CHILD + 1, gender="2")]
    spoilt = week(WEEK_2, a_referral(CHILD, birth_date="2031-01-01"), *conflict)
    verdict = send(replace(spoilt, contacts=[a_contact(CHILD + 1)]))
    assert (verdict.outcome, verdict.rows.quarantined, verdict.unexplained_leavers) == ("partial", 4, 0)
    assert (leavers_now(store), figures(WEEK_2)["open"]) == (0, 10)
    assert [versions_of(store, f"NE{child:06}") for child in (CHILD, CHILD + 1)] == [[(1, None)]] * 2
    assert send(week(WEEK_3)).unexplained_leavers == 2


def test_a_leaver_whose_row_returns_spoilt_has_returned(send: Send, store: Store) -> None:
    left(send)
    send(week(WEEK_3, a_referral(CHILD, gender="?")))
    assert leavers_now(store) == 0


def test_a_leaver_of_one_feed_is_no_leaver_of_another(send: Send, store: Store) -> None:
    send(replace(week(WEEK_1, a_referral(CHILD)), provider="RBD"))
    left(send)
    assert leavers_now(store) == 1
    assert send(replace(week(WEEK_2, a_referral(CHILD)), provider="RBD")).unexplained_leavers == 0


@pytest.mark.parametrize(
    ("told_again", "unexplained"),
    [({"closed_date": "2026-09-08"}, 0), ({"closed_date": "2026-09-08", "gender": "?"}, 0), ({}, 1)],
    ids=["as it was", "in a row that is set aside", "without the outcome"],
)
def test_an_outcome_that_a_late_restatement_tells_again_still_explains(
    send: Send, store: Store, told_again: Row, unexplained: int
) -> None:
    """B34, B35: last week's list sent again, after this week's, with another child in it."""
    left(send, closed_date="2026-09-08")
    assert leavers_now(store) == 0
    verdict = send(week(WEEK_1, a_referral(CHILD, **told_again), a_referral(21, closed_date="2026-09-08")))
    assert (verdict.unexplained_leavers, leavers_now(store)) == (unexplained, unexplained)
