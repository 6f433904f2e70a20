"""The clocks that stop on a date of the referral, and the further figures of the Gateway decision (section 13 b)."""

import pytest

from tests.spec.measuring import Spec, a_referral

GATEWAY = "gateway-decision"


def test_the_clock_runs_until_the_assessment_is_completed(spec: Spec) -> None:
    rows = [
        a_referral("2025-09-01", "5 2025-10-01"),
        a_referral("2025-09-01", assessed="2026-08-31"),
        a_referral("2025-09-01", assessed="2026-09-01"),
    ]
    spec.check("nd-assessment-complete", rows, "2026-08-31", open=2, open_over_standard=0, stopped=1)
    spec.check("nd-assessment-complete", rows, "2026-09-01", open=1, open_over_standard=1, stopped=2)


def test_an_outcome_that_was_shared_stops_the_clock_and_an_assessment_does_not(spec: Spec) -> None:
    rows = [a_referral("2026-01-01", assessed="2026-08-31"), a_referral("2026-01-01", shared="2026-09-10")]
    spec.check("nd-outcome-shared", rows, "2026-09-30", open=1, stopped=1, stopped_median_days=252)


@pytest.mark.parametrize("limit", [7, 14])
def test_gateway_decisions_are_counted_within_one_and_two_weeks(spec: Spec, limit: int) -> None:
    rows = [
        a_referral(f"2026-09-{30 - days:02}", pathway="camhs-gateway", decision="advice 2026-09-30")
        for days in (limit, limit + 1)
    ]
    spec.check(GATEWAY, rows, "2026-09-30", stopped=2, **{f"stopped_within_{limit}_days": 1})


@pytest.mark.parametrize(
    ("received", "on", "days"),
    [
        ("2026-09-14", "2026-09-14", 0),
        ("2026-09-14", "2026-09-15", 1),
        ("2026-09-11", "2026-09-14", 1),
        ("2026-09-12", "2026-09-13", 0),
        ("2026-08-28", "2026-09-01", 1),
        ("2025-12-24", "2026-01-02", 4),
        ("2031-12-24", "2032-01-02", 7),
    ],
    ids=["same day", "next day", "over a weekend", "inside one", "bank holiday", "Christmas", "beyond the table"],
)
def test_working_days_leave_out_weekends_and_bank_holidays(spec: Spec, received: str, on: str, days: int) -> None:
    row = a_referral(received, pathway="camhs-gateway", decision=f"redirected {on}")
    spec.check(GATEWAY, [row], on, stopped=1, stopped_median_working_days=days, stopped_p90_working_days=days)


def test_the_90th_percentile_of_decisions_is_told_in_days_of_both_kinds(spec: Spec) -> None:
    rows = [
        a_referral(f"2026-09-{received:02}", pathway="camhs-gateway", decision="accepted 2026-09-30")
        for received in (16, 21, 28)
    ]
    spec.check(GATEWAY, rows, "2026-09-30", stopped_median_days=9, stopped_median_working_days=7)
    values = spec.values(GATEWAY, rows, "2026-09-30")
    assert values["stopped-p90-days"] == pytest.approx(13)
    assert values["stopped-p90-working-days"] == pytest.approx(9.4)
