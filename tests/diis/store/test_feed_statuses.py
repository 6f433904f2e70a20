"""What the ledger says of feeds: expected ones, and lists that came without an agreed timetable."""

from dataclasses import replace
from datetime import date

import pytest

from diis.feeds import FEEDS
from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store
from diis.store.ledger import feed_statuses
from diis.store.readings import FeedStatus
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, a_referral, some_referrals
from tests.diis.monthly_builder import a_community_referral, a_community_submission, a_submission
from tests.diis.monthly_builder import a_referral as monthly_referral

WEEK_1, WEEK_2, WEEK_3 = "2026-09-09", "2026-09-16", "2026-09-23"
UNSCHEDULED = AnExtract(some_referrals(9), provider="RDY", census=WEEK_1)


def unscheduled(store: Store) -> list[FeedStatus]:
    return feed_statuses(store, FEEDS)[len(FEEDS) :]


def test_expected_feeds_come_first_and_nothing_else_while_nothing_else_came(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(9)))
    assert [status.feed for status in feed_statuses(store, FEEDS)] == [feed.name for feed in FEEDS]


def test_a_list_without_a_timetable_has_a_status_of_its_own(send: Send, store: Store) -> None:
    send(UNSCHEDULED)
    [status] = unscheduled(store)
    assert (status.feed, status.provider, status.pathway) == ("rdy-neurodevelopmental", "RDY", "neurodevelopmental")
    assert (status.census_on, status.rows_accepted) == (date(2026, 9, 9), 9)


def test_its_leavers_and_held_lists_are_counted_once(send: Send, store: Store) -> None:
    send(UNSCHEDULED)
    send(replace(UNSCHEDULED, referrals=some_referrals(8), census=WEEK_2))
    send(replace(UNSCHEDULED, referrals=some_referrals(2), census=WEEK_3))
    [status] = unscheduled(store)
    assert (status.unexplained_leavers, status.newest_leaver_on, status.held) == (1, date(2026, 9, 16), 1)


def test_a_list_that_was_only_ever_held_is_seen(send: Send, store: Store) -> None:
    assert send(replace(UNSCHEDULED, referrals=[])).outcome == "held"
    [status] = unscheduled(store)
    assert (status.held, status.census_on) == (1, None)


def test_a_list_that_was_only_ever_refused_is_seen(
    intake: Intake, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = UNSCHEDULED.folder(tmp_path_factory.mktemp("sent"))
    (folder / "referrals.csv").write_text("school\n")
    assert pull(None, folder, intake).outcome == "refused"
    [status] = unscheduled(store)
    assert (status.refused, status.census_on) == (1, None)


def test_the_newest_leaver_is_the_latest_that_is_still_missing(send: Send, store: Store) -> None:
    lists = {WEEK_1: (0, 20, 21), WEEK_2: (0, 21), WEEK_3: (0,), "2026-09-30": (0, 21)}
    newest = []
    for census, children in lists.items():
        more = [a_referral(child) for child in children if child]
        send(AnExtract([*some_referrals(9), *more], census=census))
        newest.append(
            max((one.newest_leaver_on for one in feed_statuses(store, FEEDS) if one.newest_leaver_on), default=None)
        )
    assert newest == [None, date(2026, 9, 16), date(2026, 9, 23), date(2026, 9, 16)]


def test_the_submissions_of_a_provider_are_told_apart_by_data_set(
    intake: Intake, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two feeds under one label would end every scrape."""
    folder = tmp_path_factory.mktemp("sent")
    pull(None, a_submission("RBD", referrals=[monthly_referral(1)]).folder(folder), intake)
    pull(None, a_community_submission("RBD", referrals=[a_community_referral(1)]).folder(folder), intake)
    statuses = feed_statuses(store, FEEDS)
    seen = {(status.provider, status.subject) for status in statuses if status.census_on is not None}
    assert seen == {("RBD", "mhsds-6"), ("RBD", "csds-1.6")}
    every = [(status.provider, status.subject) for status in statuses]
    assert len(set(every)) == len(every)
