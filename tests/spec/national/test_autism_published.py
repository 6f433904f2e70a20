"""The published autism statistics of April 2026: what is divided comes to the printed numbers (R-WAIT-38, 39, 43)."""

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_figures import figures_of
from diis.definitions.national.autism_levels import ADULT, AGE, AGE_BANDS, CHILD, Cell
from diis.definitions.national.autism_measures import AUTISM_MEASURES, COUNT, RATIOS
from diis.definitions.national.autism_populations import ENGLAND, Population, population
from diis.definitions.national.months import month_id

ORACLES = Path(__file__).parents[2] / "oracles"
APRIL = date(2026, 4, 30)


def rows(name: str) -> list[dict[str, str]]:
    with (ORACLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PUBLISHED = {row["metric"]: float(row["value"]) for row in rows("autism_england_apr2026.csv")}
ROUNDED: dict[str, dict[str, float]] = defaultdict(dict)
for one in rows("autism_england_demographic_rounded_apr2026.csv"):
    ROUNDED[one["level"]][one["metric"]] = float(one["value_rounded"])


def divided(cell: Cell, values: dict[str, float]) -> dict[str, Figure]:
    """Every figure of a cell, from the counts among published values."""
    counts = {measure: value for measure, value in values.items() if measure in COUNT}
    return {one.measure: one for one in figures_of({cell: counts}, [cell], month_id(APRIL), ENGLAND, 0)}


@pytest.mark.parametrize("measure", [ratio.id for ratio in RATIOS])
def test_shares_and_rates_come_to_the_published_ones(measure: str) -> None:
    """ASD19 and its suffixes, and the rates ASD16f to ASD16k with England's populations."""
    assert divided(Cell(ALL), PUBLISHED)[measure].value == pytest.approx(PUBLISHED[measure], abs=1e-5)


def test_every_published_measure_has_a_record_and_the_others_are_of_quality() -> None:
    ours = {measure.id for measure in AUTISM_MEASURES}
    assert set(PUBLISHED) < ours
    assert {measure[:5] for measure in ours - set(PUBLISHED)} == {"ASD11", "ASD14", "ASD17"}


def test_people_with_two_referrals_are_in_two_classes() -> None:
    """R-WAIT-39: the parts exceed the whole by 1,316 and by 210."""
    parts = PUBLISHED["ASD18"] + PUBLISHED["ASD18a"] + PUBLISHED["ASD18b"]
    assert parts - PUBLISHED["ASD16a"] == 1316
    assert PUBLISHED["ASD16b"] + PUBLISHED["ASD16d"] - PUBLISHED["ASD16"] == 210


def test_unknown_ages_are_in_the_total_only() -> None:
    """R-WAIT-39: 5 new referrals of unknown age; none among those discharged or first seen."""
    assert PUBLISHED["ASD12"] - PUBLISHED["ASD12a"] - PUBLISHED["ASD12b"] == 5
    assert PUBLISHED["ASD13"] == PUBLISHED["ASD13a"] + PUBLISHED["ASD13b"]
    assert PUBLISHED["ASD26"] == PUBLISHED["ASD26a"] + PUBLISHED["ASD26b"]


def test_the_two_age_groups_of_children_make_the_series_of_children() -> None:
    """R-WAIT-41: each rounded to 5, their sums are within 5 of the exact ones."""
    for measure in ("ASD12", "ASD13", "ASD26"):
        both = ROUNDED["Under 10"][measure] + ROUNDED["10 to 17"][measure]
        assert abs(both - PUBLISHED[f"{measure}a"]) <= 5
    assert {"Under 10", "10 to 17", "18 to 24"} <= {band[0] for band in AGE_BANDS}


@pytest.mark.parametrize("level", ["10 to 17", "Under 10"])
def test_shares_by_age_group_are_shown_as_published(level: str) -> None:
    """R-WAIT-43: whole numbers; recomputed from counts that are themselves rounded."""
    figures = divided(Cell(ALL, AGE, level), ROUNDED[level])
    for measure in ("ASD19", "ASD19a", "ASD19b"):
        assert figures[measure].shown().value == ROUNDED[level][measure]


def test_the_rates_of_the_two_age_groups_fit_the_population_of_children() -> None:
    """The population each rate implies; together that of England's children, to a part in a thousand."""
    implied = sum(
        ROUNDED[level]["ASD16f"] and 1e5 * ROUNDED[level]["ASD16"] / ROUNDED[level]["ASD16f"]
        for level in ("Under 10", "10 to 17")
    )
    assert implied == pytest.approx(population(ENGLAND, CHILD, ALL, ALL, APRIL), rel=1e-3)


def test_a_rate_needs_a_population_in_force() -> None:
    """None before England's estimates are in force, and two at once are refused."""
    assert population(ENGLAND, ADULT, ALL, ALL, date(2026, 3, 31)) is None
    again = (*ENGLAND, Population(ALL, 57_000_000, date(2026, 4, 30)))
    with pytest.raises(ValueError, match="two populations are in force"):
        population(again, ALL, ALL, ALL, APRIL)
    ended = (replace(ENGLAND[0], in_force_to=date(2026, 4, 29)), again[-1])
    assert population(ended, ALL, ALL, ALL, APRIL) == 57_000_000


def test_rates_stand_where_there_is_a_population_and_never_beside_a_provider() -> None:
    local = [Population(ALL, 200, date(2026, 1, 1), breakdown="area", level="11J")]
    cells = [Cell(ALL), Cell("RDY"), Cell(ALL, "area", "11J"), Cell(ALL, "area", "92G")]
    counted = {cell: {"ASD16": 7, "ASD16a": 4} for cell in cells}
    rates = [one for one in figures_of(counted, cells, month_id(APRIL), local, 0) if one.unit == "rate"]
    known = {(one.breakdown, one.level, one.measure): (one.value, one.shown().value) for one in rates if not one.note}
    assert known == {("area", "11J", "ASD16f"): (3500, 3500), ("area", "11J", "ASD16g"): (2000, None)}
    assert [(one.provider, one.level, one.value) for one in rates if one.note] == [(ALL, ALL, None)] * 6


@pytest.mark.parametrize(
    ("counts", "measure", "shown"),
    [
        ({"ASD16": 4}, "ASD16", None),
        ({"ASD16": 0}, "ASD16", None),
        ({"ASD16": 8}, "ASD16", 10),
        ({"ASD16": 252}, "ASD16", 250),
        ({"ASD18": 5, "ASD16a": 40}, "ASD19", 13),
        ({"ASD18": 4, "ASD16a": 4}, "ASD19", None),
        ({"ASD18": 0, "ASD16a": 400}, "ASD19", None),
        ({"ASD25": 103.5, "ASD26": 5}, "ASD25", 104),
        ({"ASD25": 103.5, "ASD26": 4}, "ASD25", None),
    ],
)
def test_what_leaves_the_service(counts: dict[str, float], measure: str, shown: int | None) -> None:
    """R-WAIT-43, 95: counts to 5 and from 5, the rest as whole numbers, halves up, where 5 stand behind."""
    figure = divided(Cell("RDY"), counts)[measure].shown()
    assert (figure.value, figure.suppressed) == (shown, shown is None)
