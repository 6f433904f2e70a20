"""Week bands and banded percentiles, against published edges and figures (R-WAIT-12, 13, 19, 21)."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diis.definitions.banded_percentiles import BandedPercentile, banded_percentile
from diis.definitions.rtt import BANDS, OPEN_BAND, OVER_WEEKS, WITHIN_18_WEEKS, week_band

ORACLES = Path(__file__).parents[2] / "oracles"


def oracle(name: str) -> list[dict[str, str]]:
    with (ORACLES / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


EDGES = list(enumerate(oracle("rtt_band_day_edges")))


def test_there_are_104_closed_bands_and_an_open_one() -> None:
    assert len(EDGES) == BANDS == 105


@pytest.mark.parametrize(("band", "edge"), EDGES)
def test_both_edges_of_a_band_are_inside_it(band: int, edge: dict[str, str]) -> None:
    days = [int(edge["first_day"]), int(edge["last_day"] or 10_000)]
    assert [week_band(day) for day in days] == [band, band]


@pytest.mark.parametrize(("band", "edge"), EDGES)
def test_within_18_weeks_is_the_bands_that_are_published_so(band: int, edge: dict[str, str]) -> None:
    assert (band in WITHIN_18_WEEKS) == (edge["within_18_weeks"] == "Y")


@pytest.mark.parametrize(("weeks", "first_day"), [(52, 365), (65, 456), (78, 547), (104, 729)])
def test_over_so_many_weeks_begins_on_the_day_after_the_last_of_them(weeks: int, first_day: int) -> None:
    assert weeks in OVER_WEEKS
    assert (week_band(first_day - 1), week_band(first_day)) == (weeks - 1, weeks)


def test_a_wait_shorter_than_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter than 0 days"):
        week_band(-1)


@pytest.mark.parametrize("case", [case for case in oracle("percentile_bands_peer_tests") if case["case"] != "e"])
def test_the_percentile_agrees_with_the_peer_package(case: dict[str, str]) -> None:
    counts = [0 if count == "NA" else int(count) for count in case["band_counts"].split("|")]
    nobody_in_the_open_band = [*counts, 0]
    assert banded_percentile(nobody_in_the_open_band, float(case["p"])).weeks == float(case["expected"])


def test_an_empty_list_has_no_percentile_where_the_peer_package_says_0() -> None:
    assert banded_percentile([0] * BANDS, 0.5) == BandedPercentile(weeks=None, more_than_weeks=None)


@pytest.mark.parametrize(
    ("bands", "share", "weeks", "note"),
    [
        ({0: 92, 104: 8}, 0.92, 1.0, ""),
        ({0: 91, 104: 9}, 0.92, None, "more than 104 weeks"),
        ({104: 1}, 0.5, None, "more than 104 weeks"),
        ({103: 1}, 1.0, 104.0, ""),
        ({10: 55, 90: 45}, 0.55, 11.0, ""),  # 55 of 100 exactly: not a hair into the next band
        ({3: 8}, 0.92, 3.92, ""),
        ({5: 1, 7: 1}, 0.0, 5.0, ""),
    ],
)
def test_a_percentile_is_a_number_of_weeks_or_in_the_open_band_none(
    bands: dict[int, int], share: float, weeks: float | None, note: str
) -> None:
    found = banded_percentile([bands.get(band, 0) for band in range(BANDS)], share)
    assert (found.weeks, found.note) == (weeks, note)


def test_february_2021_gives_more_than_52_weeks_as_its_press_notice_does() -> None:
    published = {row["metric"]: row["value"] for row in oracle("rtt_england_history") if row["period"] == "2021-02"}
    over_52 = int(published["over 52 weeks"])
    closed, beyond = divmod(round(float(published["total"]) * 1_000_000) - over_52, 52)
    bands = [closed] * 51 + [closed + beyond, over_52]
    assert published["p92"] == "greater than 52"
    assert banded_percentile(bands, 0.92).note == "more than 52 weeks"


@given(
    counts=st.lists(st.integers(0, 10_000), min_size=OPEN_BAND, max_size=OPEN_BAND),
    share=st.sampled_from([0.5, 0.92, 0.95]),
)
def test_the_share_of_pathways_up_to_the_percentile_is_the_share_asked_for(counts: list[int], share: float) -> None:
    found = banded_percentile([*counts, 0], share).weeks
    if found is None:
        assert sum(counts) == 0
        return
    whole = int(found)
    up_to = sum(counts[:whole]) + (counts[whole] * (found - whole) if whole < OPEN_BAND else 0)
    assert up_to == pytest.approx(float(Fraction(str(share)) * sum(counts)), rel=1e-9)
