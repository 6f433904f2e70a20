"""What each figure counts, on both sides of its edge (design.md section 7; R-WAIT-12, 25, 47, 55, 67)."""

from datetime import date, timedelta

import pytest

from diis.definitions.bands import BANDS
from tests.spec.measuring import Spec, a_referral

AS_AT = date(2026, 9, 30)
PATHWAY = {
    "nd-first-contact": "neurodevelopmental",
    "gateway-decision": "camhs-gateway",
    "paediatrics-first-contact": "community-paediatrics",
}
STANDARD = {"nd-first-contact": 91, "gateway-decision": 28, "paediatrics-first-contact": 126}


def ago(days: int) -> str:
    return (AS_AT - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("measure", STANDARD)
def test_over_the_standard_is_more_than_its_days(spec: Spec, measure: str) -> None:
    days, pathway = STANDARD[measure], PATHWAY[measure]
    on_it, past_it = a_referral(ago(days), pathway=pathway), a_referral(ago(days + 1), pathway=pathway)
    spec.check(measure, [on_it], ago(0), open=1, open_over_standard=0)
    spec.check(measure, [on_it, past_it], ago(0), open=2, open_over_standard=1)


@pytest.mark.parametrize("measure", ["nd-first-contact", "paediatrics-first-contact"])
def test_within_the_standard_is_at_most_its_days(spec: Spec, measure: str) -> None:
    days, pathway = STANDARD[measure], PATHWAY[measure]
    in_time = a_referral(ago(days), f"5 {ago(0)}", pathway=pathway)
    too_late = a_referral(ago(days + 1), f"5 {ago(0)}", pathway=pathway)
    spec.check(measure, [in_time, too_late], ago(0), stopped=2, stopped_within_standard=1)


def test_a_gateway_decision_on_day_28_is_within_four_weeks(spec: Spec) -> None:
    rows = [a_referral(ago(days), pathway="camhs-gateway", decision=f"accepted {ago(0)}") for days in (28, 29)]
    spec.check("gateway-decision", rows, ago(0), stopped=2, stopped_within_standard=1)


@pytest.mark.parametrize("band", BANDS, ids=lambda band: str(band.label))
def test_each_band_holds_its_first_and_last_day_and_no_other(spec: Spec, band: object) -> None:
    assert isinstance(band, type(BANDS[0]))
    last = band.last_day if band.last_day is not None else band.first_day + 5000
    inside = [a_referral(ago(band.first_day)), a_referral(ago(last))]
    outside = [a_referral(ago(last + 1))] if band.last_day is not None else []
    outside += [a_referral(ago(band.first_day - 1))] if band.first_day else []
    values = spec.values("nd-first-contact", [*inside, *outside], AS_AT)
    assert values[f"open-band:{band.label}"] == 2
    assert values["open"] == 2 + len(outside)


def test_the_bands_are_those_of_the_community_return() -> None:
    """R-WAIT-25, with the split of the open band in two (oracle chs_bands_days.csv)."""
    edges = [(band.first_day, band.last_day) for band in BANDS]
    assert edges == [(0, 7), (8, 14), (15, 28), (29, 84), (85, 126), (127, 364), (365, 728), (729, None)]


def test_flows_count_the_28_days_up_to_and_including_the_day(spec: Spec) -> None:
    inside, outside = ago(27), ago(28)
    spec.check("nd-first-contact", [a_referral(inside), a_referral(outside)], ago(0), received=1)
    stops = [a_referral(ago(60), f"5 {day}") for day in (inside, outside)]
    spec.check("nd-first-contact", stops, ago(0), stopped=1, stopped_median_days=33)
    ends = [a_referral(ago(60), closed=day) for day in (inside, outside)]
    spec.check("nd-first-contact", ends, ago(0), removed=1)


def test_percentiles_interpolate_between_neighbours(spec: Spec) -> None:
    """1 to 10 days: the median is 5.5 and the 90th percentile 9.1 (oracle rule_boundary_cases.csv)."""
    rows = [a_referral(ago(days)) for days in range(1, 11)]
    values = spec.values("nd-first-contact", rows, AS_AT)
    assert values["open-median-days"] == 5.5
    assert values["open-p90-days"] == pytest.approx(9.1, abs=1e-9)


def test_a_figure_over_nothing_is_null_and_a_count_of_nothing_is_zero(spec: Spec) -> None:
    values = spec.values("nd-first-contact", [], AS_AT)
    percentiles = {"open-median-days", "open-p90-days", "stopped-median-days"}
    assert {name for name, value in values.items() if value is None} == percentiles
    assert {value for name, value in values.items() if name not in percentiles} == {0}


def test_figures_of_all_providers_are_the_sum_of_theirs(spec: Spec) -> None:
    rows = [a_referral(ago(10), provider="RBD"), a_referral(ago(20)), a_referral(ago(30))]
    spec.check("nd-first-contact", rows, ago(0), open=3, open_median_days=20)
