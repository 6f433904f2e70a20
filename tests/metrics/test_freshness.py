"""Spec: whose list is how new, and when it is too old to say that a share rises."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from diis.definitions.figures import ALL
from metrics.freshness import is_fresh, newest_lists
from tests.metrics.invented import AS_AT, feeds

PATHWAY = "neurodevelopmental"


@pytest.mark.parametrize(("days", "fresh"), [(-7, True), (0, True), (7, True), (8, False), (28, False)])
def test_a_list_is_fresh_for_a_week(days: int, fresh: bool) -> None:
    assert is_fresh(AS_AT - timedelta(days=days), AS_AT) is fresh


def test_no_list_is_not_fresh() -> None:
    assert not is_fresh(None, AS_AT)


def test_all_together_are_as_new_as_the_oldest_of_them() -> None:
    early = date(2026, 10, 5)
    statuses = [replace(one, census_on=early) if one.feed == "r0d-neurodevelopmental" else one for one in feeds()]
    newest = newest_lists(statuses)
    assert [newest[PATHWAY, provider] for provider in ("RBD", "R0D", ALL)] == [AS_AT, early, early]
    assert newest["camhs-gateway", ALL] == AS_AT


def test_a_feed_that_was_never_seen_and_a_published_aggregate_have_no_list() -> None:
    never = [replace(one, census_on=None) for one in feeds() if one.pathway == PATHWAY]
    aggregates = [one for one in feeds() if one.pathway is None]
    assert aggregates
    assert newest_lists([*never, *aggregates]) == {}
