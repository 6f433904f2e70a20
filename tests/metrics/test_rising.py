"""Spec: the share over the standard is rising when it is more than 5 percentage points up in 28 days."""

import pytest

from metrics.rising import OverStandard, is_rising

# open now, over now, open before, over before, rising
SPEC = [
    (100, 40, 100, 34, True),  # 6 points
    (1000, 351, 1000, 300, True),  # 5.1 points
    (100, 35, 100, 30, False),  # 5 points exactly
    (20, 3, 20, 2, False),  # 5 points exactly, where floating point would say more
    (60, 21, 60, 18, False),  # 5 points exactly
    (1000, 349, 1000, 300, False),  # 4.9 points
    (100, 30, 100, 40, False),  # falling
    (200, 80, 100, 40, False),  # twice as many, same share
    (5, 2, 5, 1, True),  # five open is enough for a share
    (4, 4, 100, 0, False),  # four open now is too few
    (100, 90, 4, 0, False),  # four open before is too few
    (0, 0, 0, 0, False),  # nobody waits
    (50, 10, 50, 0, True),  # from nobody over the standard
]


@pytest.mark.parametrize(("now_open", "now_over", "then_open", "then_over", "rising"), SPEC)
def test_rising_is_more_than_five_points_on_exact_counts(
    now_open: int, now_over: int, then_open: int, then_over: int, rising: bool
) -> None:
    assert is_rising(OverStandard(now_open, now_over), OverStandard(then_open, then_over)) is rising
