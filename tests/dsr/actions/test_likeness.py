"""Whose names tell one child from a twin, who has the birth date and the family name too (H2, B63)."""

from collections.abc import Mapping

import pytest

from dsr.actions.likeness import Likeness, likeness, tells_one_from_a_twin

ONE = [
    ("Joseph", "JOSEPH"),
    ("Zo\u00eb", "Zoe"),
    ("Anna", "Anna-Maria"),
    ("Anna", "Anna Maria"),
    ("Anna", "Anna\u2010Maria"),
    ("Anna", "Anna \u2013 Maria"),
    ("Anna", "Anna\u00a0Maria"),
    ("Anna", "Anna\u2212Maria"),
    ("Anna-Maria", "Annamaria"),
    ("Annamaria", "Anna Maria Luise"),
    ("Rowan Lee", "Rowan Lee Kim"),
    ("Jo", "Jo"),
    ("Jo", "Jo-Anne"),
    ("Jo-Anne", "Joanne"),
    ("Li", "LI"),
    ("\u4f1f", "\u4f1f"),
]
"""Equal as names are compared, or one is cut at a blank or hyphen of the other."""

TWINS = [
    ("Joseph", "Josephine"),
    ("Daniel", "Daniella"),
    ("Louis", "Louise"),
    ("Gabriel", "Gabriella"),
    ("Sam", "Samantha"),
    ("Sam", "Samuel"),
    ("Samuel", "Samantha"),
    ("Joe", "Joseph"),
    ("Jo", "Joseph"),
    ("Jo", "Joanne"),
    ("Anna", "Annamaria"),
    ("Ann", "Anna-Maria"),
    ("Anna-Lena", "Anna-Maria"),
    ("Maria", "Anna-Maria"),
    ("Anna", "Anna'Maria"),
    ("Li", "Lian"),
    ("\u4f1f", "\u4f1f\u660e"),
    ("R.", "Rowan"),
    ("R.", "R. Lee"),
    ("R", "R-Lee"),
    ("", "Rowan"),
    ("-", " Rowan"),
    ("?", "?"),
]
"""One begins the other, or is an initial of it: a twin's may too. Whoever is one for all that is looked at."""


def given(name: str, called: str = "") -> Mapping[str, str]:
    return {"given-name": name, "preferred-name": called} if called else {"given-name": name}


@pytest.mark.parametrize(("one", "other"), ONE)
def test_an_equal_name_and_one_cut_at_a_blank_or_hyphen_are_of_one_child(one: str, other: str) -> None:
    assert tells_one_from_a_twin(given(one), given(other))
    assert tells_one_from_a_twin(given(other), given(one))


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_a_name_that_begins_the_others_is_not_surely_of_one_child(one: str, other: str) -> None:
    assert not tells_one_from_a_twin(given(one), given(other))
    assert not tells_one_from_a_twin(given(other), given(one))


@pytest.mark.parametrize(
    ("one", "other", "tells"),
    [
        (given("Robert", "Rowan"), given("Rowan"), True),
        (given("Yusuf", "Joe"), given("Joseph", "Joe"), True),
        (given("Samantha", "Sam"), given("Sam"), True),
        (given("Samantha", "Sam"), given("Samuel"), False),
        (given("Joseph", "Jo"), given("Joanna"), False),
        (given("Joseph", "Jo"), given("Jo-Anne"), False),
        (given("Robert", "Rowan"), given("Rowan Lee"), False),
    ],
)
def test_how_somebody_is_called_counts_as_it_is_whole(
    one: Mapping[str, str], other: Mapping[str, str], tells: bool
) -> None:
    assert tells_one_from_a_twin(one, other) is tells
    assert tells_one_from_a_twin(other, one) is tells


@pytest.mark.parametrize(
    ("name", "comes_to"),
    [("Joseph", Likeness.SAME), ("Joseph Li", Likeness.SAME), ("Josephine", Likeness.UNSURE), ("Ash", Likeness.UNSURE)],
)
def test_of_one_number_it_is_the_given_name_that_says_whether_they_are_one(name: str, comes_to: Likeness) -> None:
    number = {"nhs-number": "9990000018", "address": "1 Invented Lane"}
    assert likeness({**number, **given("Joseph")}, {**number, **given(name)}) is comes_to
