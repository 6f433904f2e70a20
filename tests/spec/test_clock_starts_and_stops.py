"""When a local clock starts, stops and ends without its stop (design.md section 7; R-WAIT-77, 86, 130)."""

import pytest

from tests.spec.measuring import Spec, a_referral

ND = "nd-first-contact"
GATEWAY = "gateway-decision"
PAEDIATRICS = "paediatrics-first-contact"


def test_a_clock_is_open_from_the_day_the_referral_is_received(spec: Spec) -> None:
    spec.check(ND, [a_referral("2026-09-30")], "2026-09-30", open=1, open_median_days=0, received=1)
    spec.check(ND, [a_referral("2026-10-01")], "2026-09-30", open=0, open_median_days=None, received=0)


def test_days_waited_do_not_count_the_first_day(spec: Spec) -> None:
    spec.check(ND, [a_referral("2026-02-01")], "2026-02-28", open_median_days=27)
    spec.check(ND, [a_referral("2016-02-29")], "2017-03-01", open_median_days=366)


@pytest.mark.parametrize("attendance", ["5", "6"])
@pytest.mark.parametrize("mechanism", ["01", "02", "04", "05", "09", "10", "11", "12", "13", "98"])
def test_an_attended_contact_by_any_means_stops_the_clock(spec: Spec, attendance: str, mechanism: str) -> None:
    rows = [a_referral("2026-09-01", f"{attendance} 2026-09-20 {mechanism}")]
    spec.check(ND, rows, "2026-09-30", open=0, stopped=1, stopped_median_days=19, removed=0)


@pytest.mark.parametrize("attendance", ["2", "3", "4", "7"])
def test_a_contact_that_was_not_attended_stops_nothing(spec: Spec, attendance: str) -> None:
    spec.check(ND, [a_referral("2026-09-01", f"{attendance} 2026-09-20")], "2026-09-30", open=1, stopped=0)


def test_the_first_attended_contact_counts_whatever_came_before_or_after(spec: Spec) -> None:
    rows = [a_referral("2026-08-01", "3 2026-08-10", "5 2026-09-25", "5 2026-09-15", "6 2026-09-29")]
    spec.check(ND, rows, "2026-09-30", stopped=1, stopped_median_days=45)


def test_a_contact_on_the_day_stops_and_one_the_day_after_does_not(spec: Spec) -> None:
    spec.check(ND, [a_referral("2026-09-01", "5 2026-09-30")], "2026-09-30", open=0, stopped=1)
    spec.check(ND, [a_referral("2026-09-01", "5 2026-10-01")], "2026-09-30", open=1, stopped=0)


@pytest.mark.parametrize(
    "end",
    [
        {"closed": "2026-09-20"},
        {"transferred": "2026-09-20"},
        {"decision": "rejected 2026-09-20"},
        {"missing": "2026-09-20"},
    ],
)
def test_closure_rejection_transfer_and_leaving_the_list_each_end_the_wait(spec: Spec, end: dict[str, str]) -> None:
    row = a_referral("2026-09-01", **end)
    spec.check(ND, [row], "2026-09-19", open=1, removed=0)
    spec.check(ND, [row], "2026-09-20", open=0, removed=1, stopped=0)


@pytest.mark.parametrize("decision", ["accepted", "redirected", "advice"])
def test_another_decision_than_rejected_does_not_end_a_wait_for_contact(spec: Spec, decision: str) -> None:
    spec.check(ND, [a_referral("2026-09-01", decision=f"{decision} 2026-09-20")], "2026-09-30", open=1, removed=0)


def test_on_the_same_day_the_stop_wins(spec: Spec) -> None:
    rows = [
        a_referral("2026-09-01", "5 2026-09-20", closed="2026-09-20"),
        a_referral("2026-09-01", "5 2026-09-20", decision="rejected 2026-09-20"),
        a_referral("2026-09-01", "5 2026-09-20", transferred="2026-09-20"),
    ]
    spec.check(ND, rows, "2026-09-30", stopped=3, removed=0)


def test_a_contact_after_the_end_is_no_stop(spec: Spec) -> None:
    row = a_referral("2026-09-01", "5 2026-09-21", closed="2026-09-20")
    spec.check(ND, [row], "2026-09-30", stopped=0, removed=1)


def test_the_earliest_of_several_ends_counts(spec: Spec) -> None:
    row = a_referral("2026-08-01", closed="2026-09-25", transferred="2026-09-10", missing="2026-09-30")
    spec.check(ND, [row], "2026-09-09", open=1)
    spec.check(ND, [row], "2026-09-10", open=0, removed=1)


def test_a_child_received_and_seen_on_one_day_waited_no_days(spec: Spec) -> None:
    row = a_referral("2026-09-20", "5 2026-09-20")
    spec.check(ND, [row], "2026-09-30", stopped=1, stopped_median_days=0, received=1)


@pytest.mark.parametrize("decision", ["accepted", "redirected", "advice", "rejected"])
def test_every_gateway_decision_stops_its_clock_also_a_rejection(spec: Spec, decision: str) -> None:
    row = a_referral("2026-09-01", pathway="camhs-gateway", decision=f"{decision} 2026-09-15")
    spec.check(GATEWAY, [row], "2026-09-14", open=1)
    spec.check(GATEWAY, [row], "2026-09-15", open=0, stopped=1, stopped_median_days=14, removed=0)


def test_a_contact_does_not_stop_the_gateway_clock(spec: Spec) -> None:
    row = a_referral("2026-09-01", "5 2026-09-10", pathway="camhs-gateway")
    spec.check(GATEWAY, [row], "2026-09-30", open=1, stopped=0)


def test_each_measure_counts_its_own_pathway_only(spec: Spec) -> None:
    rows = [
        a_referral("2026-09-01"),
        a_referral("2026-09-01", pathway="community-paediatrics"),
        a_referral("2026-09-02", pathway="community-paediatrics"),
    ]
    spec.check(ND, rows, "2026-09-30", open=1)
    spec.check(PAEDIATRICS, rows, "2026-09-30", open=2)
    spec.check(GATEWAY, rows, "2026-09-30", open=0)


def test_a_child_referred_twice_is_counted_twice_as_the_unit_is_the_referral(spec: Spec) -> None:
    spec.check(ND, [a_referral("2026-09-01"), a_referral("2026-09-01")], "2026-09-30", open=2)
