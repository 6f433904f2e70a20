"""Which councils and boards are known without being named: all there are, and none that is gone."""

import pytest

from dsr.rules.organisations import BOARDS, COUNCILS


@pytest.mark.parametrize(("country", "many"), [("E", 153), ("W", 22), ("S", 32), ("N", 11)])
def test_every_council_of_a_country_is_known(country: str, many: int) -> None:
    """R-DSR-07: of two tiers the county answers for care, so districts of England are not among them."""
    assert sum(code.startswith(country) for code in COUNCILS) == many


@pytest.mark.parametrize(
    "gone",
    ["E06000028", "E06000048", "E08000016", "E07000049", "E10000009", "W06000007", "S12000015", "N09000012"],
)
def test_a_code_that_is_gone_or_of_no_council_with_care_is_not(gone: str) -> None:
    assert gone not in COUNCILS


def test_boards_of_2022_and_those_that_began_in_2026_are_known() -> None:
    """R-DSR-11: twelve of 42 merged into six, and one grew; the former stay for what is recorded late."""
    assert (len(BOARDS), {"QVV", "QMJ", "Z9B2Z", "S0E4D"} <= BOARDS) == (48, True)
