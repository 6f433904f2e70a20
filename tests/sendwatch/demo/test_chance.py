"""Draws follow their weights and quantiles, and repeat with their key."""

from collections import Counter
from datetime import date

import pytest

from sendwatch.demo.chance import CARDS, Chance, mix, spread
from sendwatch.demo.days import birthday, working_day


def test_a_mix_deals_values_by_weight() -> None:
    assert Counter(mix({"a": 3, "b": 1}).cards) == {"a": CARDS * 3 // 4, "b": CARDS // 4}


def test_a_spread_passes_through_its_quantiles() -> None:
    days = sorted(spread({0: 10, 0.5: 20, 1: 100}).cards)
    assert days[0] == 10
    assert days[-1] == 100
    assert days[CARDS // 2 - 1] == 20
    assert 58 <= days[CARDS * 3 // 4] <= 62


def test_the_same_key_draws_the_same_and_another_key_differently() -> None:
    deck = mix(dict.fromkeys(range(100), 1))
    draws = []
    for key in (1, 1, 2):
        chance = Chance(key)
        draws.append([(chance.draw(deck), chance.between(1, 1_000), chance.happens(0.5)) for _ in range(20)])
    assert draws[0] == draws[1] != draws[2]


def test_between_reaches_both_ends() -> None:
    chance = Chance(7)
    assert {chance.between(3, 6) for _ in range(500)} == {3, 4, 5, 6}


def test_a_weekend_becomes_the_monday_or_tuesday_after() -> None:
    friday = 5
    assert [working_day(friday + more) - friday for more in range(4)] == [0, 3, 4, 3]


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
        (date(2007, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_eighteenth_birthday_is_a_day_of_the_calendar(born: date, adult: date) -> None:
    assert birthday(born.toordinal(), 18) == adult.toordinal()
