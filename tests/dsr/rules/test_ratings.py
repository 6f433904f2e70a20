"""What the facts suggest of a rating (R-DSR-45, 46, 49)."""

from itertools import product

import pytest

from dsr.rules.rating.ratings import Rating, RedPrompt, suggested_rating


def test_there_are_four_ratings() -> None:
    assert [rating.value for rating in Rating] == ["blue", "red", "amber", "green"]


@pytest.mark.parametrize("answers", list(product([True, False], repeat=4)))
def test_only_four_times_yes_suggests_red(answers: tuple[bool, bool, bool, bool]) -> None:
    expected = Rating.RED if answers == (True, True, True, True) else None
    assert suggested_rating(inpatient=False, prompt=RedPrompt(*answers)) is expected


@pytest.mark.parametrize("answers", [(True, True, True, True), (False, False, False, False)])
def test_an_inpatient_is_blue_whatever_the_answers(answers: tuple[bool, bool, bool, bool]) -> None:
    assert suggested_rating(inpatient=True, prompt=RedPrompt(*answers)) is Rating.BLUE
