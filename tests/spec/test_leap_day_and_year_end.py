"""Waits over 29 February and the end of a year are days of the calendar, no more and no less (F16; R-WAIT-86)."""

import pytest

from tests.spec.measuring import Spec, a_referral

ND = "nd-first-contact"
GATEWAY = "gateway-decision"


@pytest.mark.parametrize(
    ("received", "as_at", "days"),
    [
        ("2024-02-28", "2024-02-29", 1),
        ("2024-02-28", "2024-03-01", 2),
        ("2023-02-28", "2023-03-01", 1),
        ("2024-02-29", "2025-02-28", 365),
        ("2024-02-29", "2025-03-01", 366),
        ("2023-12-31", "2024-12-31", 366),
        ("2024-12-31", "2025-12-31", 365),
        ("2025-12-31", "2026-01-01", 1),
    ],
)
def test_a_leap_day_is_a_day_waited_and_a_new_year_is_not_more_than_one(
    spec: Spec, received: str, as_at: str, days: int
) -> None:
    spec.check(ND, [a_referral(received)], as_at, open=1, open_median_days=days)


@pytest.mark.parametrize(
    ("received", "last_within", "first_over"),
    [
        ("2024-02-01", "2024-02-29", "2024-03-01"),
        ("2024-02-29", "2024-03-28", "2024-03-29"),
        ("2023-02-01", "2023-03-01", "2023-03-02"),
        ("2025-12-03", "2025-12-31", "2026-01-01"),
        ("2025-12-31", "2026-01-28", "2026-01-29"),
    ],
)
def test_the_28_days_of_a_decision_end_on_the_day_of_the_table(
    spec: Spec, received: str, last_within: str, first_over: str
) -> None:
    row = a_referral(received, pathway="camhs-gateway", provider="RDY")
    spec.check(GATEWAY, [row], last_within, open=1, open_over_standard=0)
    spec.check(GATEWAY, [row], first_over, open=1, open_over_standard=1)


@pytest.mark.parametrize(
    ("as_at", "first_counted", "last_left_out"),
    [
        ("2024-02-29", "2024-02-02", "2024-02-01"),
        ("2024-03-01", "2024-02-03", "2024-02-02"),
        ("2023-03-01", "2023-02-02", "2023-02-01"),
        ("2025-12-31", "2025-12-04", "2025-12-03"),
        ("2026-01-01", "2025-12-05", "2025-12-04"),
    ],
)
def test_the_window_of_28_days_counts_back_over_them(
    spec: Spec, as_at: str, first_counted: str, last_left_out: str
) -> None:
    spec.check(ND, [a_referral(first_counted), a_referral(last_left_out), a_referral(as_at)], as_at, received=2)
