"""Suppression of the register: 0 to 7 is one band, and no part of it can be worked out from the rest (R-DSR-117)."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diis.definitions.part_whole import Tally, Told, tell
from diis.definitions.suppression import banded_count, banded_statistic

BAND = range(8)


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, None), (1, None), (7, None), (8, 10), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (102, 100)],
)
def test_a_count_is_the_band_or_the_nearest_5(count: int, told: int | None) -> None:
    assert banded_count(count) == told


@pytest.mark.parametrize(
    ("value", "behind", "told"), [(12.4, 8, 12), (12.5, 8, 13), (12.0, 7, None), (None, 9, None), (0, 8, 0)]
)
def test_a_median_is_whole_and_has_more_than_7_behind_it(value: float | None, behind: int, told: int | None) -> None:
    assert banded_statistic(value, behind) == told


def told_of(cuts: list[dict[str, int]], total: int) -> Told:
    """Of people: each counts once."""
    return tell([{part: Tally(n, n) for part, n in parts.items()} for parts in cuts], Tally(total, total))


@pytest.mark.parametrize(("count", "people", "told"), [(40, 7, None), (40, 8, 40), (8, 8, 10)])
def test_events_count_by_the_people_they_happened_to(count: int, people: int, told: int | None) -> None:
    assert Tally(count, people).told == told


@pytest.mark.parametrize(
    ("cuts", "total", "told"),
    [
        ([], 7, Told(None, (), ())),
        ([], 23, Told(25, (), ())),
        ([{"red": 12, "amber": 38}], 50, Told(50, ({"red": 10, "amber": 40},), (False,))),
        # A total beside a small part would be its other half.
        ([{"red": 3, "amber": 47}], 50, Told(None, ({"red": None, "amber": 45},), (False,))),
        ([{"red": 0, "amber": 0}], 0, Told(None, ({"red": None, "amber": None},), (False,))),
        # Another cut that tells everybody is as good as a total: here red could not be 7, so its cut is withheld.
        (
            [{"red": 0, "amber": 43}, {"girls": 22, "boys": 21}],
            43,
            Told(None, ({"red": None, "amber": None}, {"girls": 20, "boys": 20}), (True, False)),
        ),
        # With a small part in each nobody is sure of the total.
        (
            [{"red": 3, "amber": 47}, {"girls": 46, "boys": 4}],
            50,
            Told(None, ({"red": None, "amber": 45}, {"girls": 45, "boys": None}), (False, False)),
        ),
    ],
)
def test_what_is_told_of_a_group(cuts: list[dict[str, int]], total: int, told: Told) -> None:
    assert told_of(cuts, total) == told


def test_parts_that_do_not_add_up_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="add up"):
        told_of([{"red": 1}], 2)


@given(st.integers(0, 300), st.sampled_from(BAND), st.sampled_from(BAND))
def test_whoever_is_in_a_small_part_the_same_is_told(others: int, one: int, another: int) -> None:
    """Trust, P1."""
    before = told_of([{"small": one, "rest": others}], others + one)
    assert told_of([{"small": another, "rest": others}], others + another) == before


def counts_of(parts: int) -> st.SearchStrategy[list[int]]:
    small_or_not = st.one_of(st.sampled_from(BAND), st.integers(8, 40))
    return st.lists(small_or_not, min_size=parts, max_size=parts)


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[dict[str, int]], int]:
    """A group cut in two ways, as an attacker may find it: the last part of the second makes the two add up."""
    first = draw(counts_of(draw(st.integers(2, 3))))
    second = draw(counts_of(draw(st.integers(1, 2))))
    total = max(sum(first), sum(second))
    cuts = [[*first, total - sum(first)], [*second, total - sum(second)]]
    return [{f"part {at}": count for at, count in enumerate(cut)} for cut in cuts], total


@given(groups())
def test_an_attacker_with_everything_that_is_told_leaves_each_small_part_all_of_its_values(
    group: tuple[list[dict[str, int]], int],
) -> None:
    """Trust, P2: a solver of its own, which adds up all that the parts can be."""
    cuts, total = group
    told = told_of(cuts, total)
    for at, parts in enumerate(cuts):
        for part, count in parts.items():
            if banded_count(count) is None:
                possible = {value for value in BAND if is_possible(told, at, part, value)}
                assert possible == set(BAND)


def is_possible(told: Told, at: int, part: str, value: int) -> bool:
    """Whether there is a total that all cuts can add up to while one part has a value."""
    totals = None if told.total is None else set(range(told.total - 2, told.total + 3))
    for number, parts in enumerate(told.cuts):
        if told.withheld[number]:
            continue
        sums = {0}
        for name, count in parts.items():
            low, high = (0, 7) if count is None else (count - 2, count + 2)
            values = [value] if (number, name) == (at, part) else range(low, high + 1)
            sums = {one + another for one, another in product(sums, values)}
        totals = sums if totals is None else totals & sums
    return totals is None or bool(totals)


@given(groups(), st.data())
def test_one_child_more_moves_one_part_of_a_cut_and_no_further_than_rounding_does(
    group: tuple[list[dict[str, int]], int], data: st.DataObject
) -> None:
    """Trust, P3: by one step, from the band to 10 or by 5; and what is withheld depends on what is told alone."""
    cuts, total = group
    joined = [data.draw(st.sampled_from(sorted(parts))) for parts in cuts]
    more = [{**parts, part: parts[part] + 1} for parts, part in zip(cuts, joined, strict=True)]
    for parts, grown, part in zip(cuts, more, joined, strict=True):
        before, after = banded(parts), banded(grown)
        assert after == before | {part: after[part]}
        assert after[part] in (before[part], (before[part] or 5) + 5)
    if list(map(banded, cuts)) == list(map(banded, more)):
        assert told_of(cuts, total).cuts == told_of(more, total + 1).cuts


def banded(parts: Mapping[str, int]) -> dict[str, int | None]:
    return {part: banded_count(count) for part, count in parts.items()}
