"""What a scrape holds, read straight from the collectors."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from math import isnan

import pytest
from prometheus_client.registry import Collector

from diis.definitions.figures import ALL, Figure
from diis.feeds import FEEDS
from diis.store.readings import FeedStatus
from metrics import catalogue
from metrics.catalogue import METRICS
from metrics.collectors import registry_of
from metrics.sources import Sources
from tests.metrics.invented import LAST_SUCCESS, SOURCES, TROUBLED, feeds, figures_now_or_before

DAY = 86_400
RBD = {"measure": "nd-first-contact", "pathway": "neurodevelopmental", "provider": "RBD"}
RDY = {**RBD, "provider": "RDY"}
FEED = {"provider": "RBD", "pathway": "neurodevelopmental"}


def value(sources: Sources, metric: catalogue.Metric, labels: dict[str, str]) -> float | None:
    return registry_of(sources).get_sample_value(metric.name, labels)


def samples(sources: Sources) -> Iterator[tuple[str, tuple[tuple[str, str], ...], float]]:
    registry: Collector = registry_of(sources)
    for family in registry.collect():
        for sample in family.samples:
            yield sample.name, tuple(sorted(sample.labels.items())), sample.value


def with_figures(*extra: Figure) -> Sources:
    return replace(SOURCES, figures=lambda before_days: [*figures_now_or_before(before_days), *extra])


def with_feed(**changes: object) -> Sources:
    def changed() -> list[FeedStatus]:
        return [replace(feed, **changes) if feed.feed == "rbd-neurodevelopmental" else feed for feed in feeds()]  # type: ignore[arg-type]

    return replace(SOURCES, feeds=changed)


def test_every_metric_of_the_catalogue_is_exported_and_no_other() -> None:
    exported = {name for name, _, _ in samples(TROUBLED)}
    assert exported == {metric.name for metric in METRICS}
    assert exported - {name for name, _, _ in samples(SOURCES)} == {catalogue.EXTRACT_NEWEST_LEAVER.name}


def test_no_series_is_exported_twice() -> None:
    series = [(name, labels) for name, labels, _ in samples(TROUBLED)]
    assert len(set(series)) == len(series)


def test_open_waits_are_rounded_to_the_nearest_five() -> None:
    assert value(SOURCES, catalogue.WAITS_OPEN, RBD) == 120  # 122 wait
    assert value(SOURCES, catalogue.WAITS_OPEN_OVER_STANDARD, RBD) == 80  # 79 over 91 days


def test_no_count_of_people_leaves_exact() -> None:
    counting = {metric.name for metric in METRICS if metric.suppressed and metric.unit != "seconds"}
    for source in (SOURCES, TROUBLED):
        counts = [count for name, _, count in samples(source) if name in counting]
        assert all(isnan(count) or (count >= 5 and count % 5 == 0) for count in counts)


def test_a_suppressed_count_is_a_nan_sample_and_not_a_missing_one() -> None:
    suppressed = value(SOURCES, catalogue.WAITS_OPEN, RDY)  # three wait
    assert suppressed is not None
    assert isnan(suppressed)


def test_bands_follow_the_days_waited() -> None:
    assert value(SOURCES, catalogue.WAITS_OPEN_BY_BAND, {**RBD, "band": "29-84"}) == 30  # 31 wait
    assert value(SOURCES, catalogue.WAITS_OPEN_BY_BAND, {**RBD, "band": "729+"}) == 10  # 9 wait


def test_durations_are_whole_days_in_seconds() -> None:
    assert value(SOURCES, catalogue.WAITS_OPEN_MEDIAN, RBD) == 100 * DAY
    assert value(SOURCES, catalogue.WAITS_OPEN_P90, RBD) == 400 * DAY
    assert value(SOURCES, catalogue.WAITS_STOPPED_MEDIAN, RBD) == 40 * DAY
    standard = {"measure": "nd-first-contact", "pathway": "neurodevelopmental"}
    assert value(SOURCES, catalogue.WAITS_STANDARD, standard) == 91 * DAY


def test_a_median_of_fewer_than_five_is_not_shown() -> None:
    median = value(SOURCES, catalogue.WAITS_OPEN_MEDIAN, RDY)
    assert median is not None
    assert isnan(median)


def test_flows_of_the_28_days_are_exported() -> None:
    assert value(SOURCES, catalogue.WAITS_RECEIVED, RBD) == 20
    assert value(SOURCES, catalogue.WAITS_STOPPED, RBD) == 20  # 22 stopped
    assert value(SOURCES, catalogue.WAITS_STOPPED_WITHIN_STANDARD, RBD) == 15  # 13 within 91 days
    removed = value(SOURCES, catalogue.WAITS_REMOVED, RBD)  # 3 removed
    assert removed is not None
    assert isnan(removed)


def test_the_counts_of_28_days_before_stand_beside_those_of_now() -> None:
    assert value(SOURCES, catalogue.WAITS_OPEN_PREVIOUS, RBD) == 115
    assert value(SOURCES, catalogue.WAITS_OPEN_OVER_STANDARD_PREVIOUS, RBD) == 55


def test_a_provider_without_figures_28_days_before_shows_nan_for_them() -> None:
    first_month = replace(SOURCES, figures=lambda before_days: [] if before_days else figures_now_or_before(0))
    previous = value(first_month, catalogue.WAITS_OPEN_PREVIOUS, RBD)
    assert previous is not None
    assert isnan(previous)
    assert value(first_month, catalogue.WAITS_OVER_STANDARD_RISING, RBD) == 0


def test_rising_is_decided_on_exact_counts() -> None:
    assert value(SOURCES, catalogue.WAITS_OVER_STANDARD_RISING, RBD) == 1  # 79 of 122 after 55 of 115
    assert value(SOURCES, catalogue.WAITS_OVER_STANDARD_RISING, {**RBD, "provider": "R0D"}) == 0


@pytest.mark.parametrize(("newest", "rising"), [(date(2026, 11, 9), 1), (date(2026, 11, 8), 0), (None, 0)])
def test_a_share_that_rises_on_an_old_list_is_not_said_to_rise(newest: date | None, rising: int) -> None:
    """The figures are as at 16 November: a week is as old as the provider's own list may be."""
    assert value(with_feed(census_on=newest), catalogue.WAITS_OVER_STANDARD_RISING, RBD) == rising


def test_the_newest_list_is_the_providers_own_and_of_all_the_oldest() -> None:
    old = with_feed(census_on=date(2026, 10, 19))
    october = datetime(2026, 10, 19, tzinfo=UTC).timestamp()
    november = datetime(2026, 11, 16, tzinfo=UTC).timestamp()
    providers = {"RBD": october, "R0D": november, ALL: october}
    for provider, expected in providers.items():
        assert value(old, catalogue.WAITS_NEWEST_LIST, {**RBD, "provider": provider}) == expected
        assert value(old, catalogue.WAITS_AS_AT, {**RBD, "provider": provider}) == november


def test_a_list_that_is_not_in_the_figures_yet_does_not_make_them_look_newer() -> None:
    unrefreshed = with_feed(census_on=date(2026, 11, 23))
    assert value(unrefreshed, catalogue.WAITS_NEWEST_LIST, RBD) == value(SOURCES, catalogue.WAITS_AS_AT, RBD)


def test_the_as_at_day_is_midnight_utc() -> None:
    assert value(SOURCES, catalogue.WAITS_AS_AT, RBD) == datetime(2026, 11, 16, tzinfo=UTC).timestamp()


def test_a_provider_outside_the_catalogue_is_left_out_and_counted() -> None:
    stray = figures_now_or_before(0)[0]._replace(provider="RXX")
    assert value(with_figures(stray), catalogue.WAITS_LEFT_OUT, {}) == 1
    assert value(SOURCES, catalogue.WAITS_LEFT_OUT, {}) == 0


@pytest.mark.parametrize(
    "change", [{"breakdown": "age", "level": "10-15"}, {"measure": "rtt-incomplete", "published": True}]
)
def test_breakdowns_and_published_aggregates_are_not_exported(change: dict[str, object]) -> None:
    extra = figures_now_or_before(0)[0]._replace(**change)  # type: ignore[arg-type]
    assert list(map(str, samples(with_figures(extra)))) == list(map(str, samples(SOURCES)))


def test_a_feed_is_expected_before_it_is_seen() -> None:
    never = with_feed(census_on=None, last_success_at=None)
    assert value(never, catalogue.EXTRACT_INFO, FEED) == 1
    assert value(never, catalogue.EXTRACT_CENSUS, FEED) is None
    assert value(never, catalogue.EXTRACT_LAST_SUCCESS, FEED) is None


def test_feeds_are_expected_even_when_the_ledger_knows_none() -> None:
    empty = replace(SOURCES, feeds=list)
    expected = [labels for name, labels, _ in samples(empty) if name == catalogue.EXTRACT_INFO.name]
    assert len(expected) == len(FEEDS)


def test_a_list_that_nobody_expects_has_a_state_and_no_limit() -> None:
    unscheduled = {"provider": "R0D", "pathway": "camhs-gateway"}
    assert value(TROUBLED, catalogue.EXTRACT_HELD, unscheduled) == 1
    assert value(TROUBLED, catalogue.EXTRACT_LEAVERS_PRESENT, unscheduled) == 0
    assert value(TROUBLED, catalogue.EXTRACT_INFO, unscheduled) is None
    assert value(TROUBLED, catalogue.EXTRACT_LATE_AFTER, unscheduled) is None


def test_the_feed_of_a_provider_outside_the_catalogue_does_not_fail_the_scrape() -> None:
    stray = replace(SOURCES, feeds=lambda: [*feeds(), replace(feeds()[0], provider="RXX")])
    assert list(map(str, samples(stray))) == list(map(str, samples(SOURCES)))


def test_a_published_aggregate_is_a_feed_of_all_pathways() -> None:
    assert value(SOURCES, catalogue.EXTRACT_LATE_AFTER, {"provider": "RBD", "pathway": ALL}) == 75 * DAY


def test_a_feed_shows_when_it_was_seen_and_what_it_held() -> None:
    seen = with_feed(census_on=date(2026, 11, 9), held=2, refused=1, rows_duplicate=7)
    assert value(seen, catalogue.EXTRACT_CENSUS, FEED) == datetime(2026, 11, 9, tzinfo=UTC).timestamp()
    assert value(seen, catalogue.EXTRACT_LAST_SUCCESS, FEED) == LAST_SUCCESS.replace(tzinfo=UTC).timestamp()
    assert value(seen, catalogue.EXTRACT_HELD, FEED) == 2
    assert value(seen, catalogue.EXTRACT_REFUSED, FEED) == 1
    assert value(seen, catalogue.EXTRACT_ROWS, {**FEED, "outcome": "accepted"}) == 1235  # 1,234 rows
    assert value(seen, catalogue.EXTRACT_ROWS, {**FEED, "outcome": "quarantined"}) == 10  # 12 rows
    assert value(seen, catalogue.EXTRACT_ROWS, {**FEED, "outcome": "duplicate"}) == 5  # 7 rows


@pytest.mark.parametrize(("leavers", "present"), [(0, 0), (1, 1), (4, 1), (60, 1)])
def test_one_unexplained_leaver_is_enough_for_yes(leavers: int, present: int) -> None:
    source = with_feed(unexplained_leavers=leavers)
    assert value(source, catalogue.EXTRACT_LEAVERS_PRESENT, FEED) == present


@pytest.mark.parametrize(("rows", "present"), [(0, 0), (1, 1), (4, 1), (60, 1)])
def test_one_quarantined_row_is_enough_for_yes(rows: int, present: int) -> None:
    assert value(with_feed(rows_quarantined=rows), catalogue.EXTRACT_QUARANTINED_PRESENT, FEED) == present


def test_a_second_leaver_moves_the_date_while_the_first_is_missing() -> None:
    first, second = (with_feed(unexplained_leavers=n, newest_leaver_on=date(2026, 11, 2 + 7 * n)) for n in (1, 2))
    assert value(first, catalogue.EXTRACT_NEWEST_LEAVER, FEED) == datetime(2026, 11, 9, tzinfo=UTC).timestamp()
    assert value(second, catalogue.EXTRACT_NEWEST_LEAVER, FEED) == datetime(2026, 11, 16, tzinfo=UTC).timestamp()
    assert value(SOURCES, catalogue.EXTRACT_NEWEST_LEAVER, FEED) is None


def test_the_number_of_unexplained_leavers_is_shown_rounded_or_not_at_all() -> None:
    few = value(with_feed(unexplained_leavers=4), catalogue.EXTRACT_LEAVERS, FEED)
    assert few is not None
    assert isnan(few)
    assert value(with_feed(unexplained_leavers=7), catalogue.EXTRACT_LEAVERS, FEED) == 5


def test_instants_are_utc_wherever_the_exporter_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        assert value(SOURCES, catalogue.EXTRACT_LAST_SUCCESS, FEED) == LAST_SUCCESS.replace(tzinfo=UTC).timestamp()
        assert value(SOURCES, catalogue.WAITS_AS_AT, RBD) == datetime(2026, 11, 16, tzinfo=UTC).timestamp()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_each_scrape_reads_anew() -> None:
    asked: list[int] = []

    def counted(before_days: int) -> list[Figure]:
        asked.append(before_days)
        return figures_now_or_before(before_days)

    registry = registry_of(replace(SOURCES, figures=counted))
    assert asked == []
    for _ in range(2):
        list(registry.collect())
    assert asked == [0, 28, 0, 28]
