"""The least that is done at each rating (R-DSR-57)."""

import pytest

from dsr.rules.rating import actions_by_rating, rating_history
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import on_the_register
from tests.dsr.rules.telling import codes, told

TERMS = Terms((*rating_history.TERMS, *actions_by_rating.TERMS))
BORN = "2011-02-01"
AMBER = ["coordinate-care", "notify-intensive-support", "refresh-plans"]


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("green", (), ["keep-plans"]),
        ("amber", (), sorted([*AMBER, "consider-community-review"])),
        ("red", (), sorted([*AMBER, "ask-community-review", "avoid-admission", "consider-laep"])),
        ("green", ("2027-03-04 admitted",), ["plan-discharge"]),
    ],
)
def test_what_a_rating_opens(rating: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-57: red has what amber has, where it asks for the community C(E)TR instead of considering it."""
    life = on_the_register(BORN, "2027-03-04", rating, *lines)
    assert codes(actions_by_rating.tasks(life, TERMS)) == expected


@pytest.mark.parametrize(
    ("rating", "code", "due_on"),
    [
        ("red", "avoid-admission", "2027-03-05"),
        ("red", "ask-community-review", "2027-03-05"),
        ("red", "consider-laep", "2027-03-05"),
        ("red", "notify-intensive-support", "2027-03-05"),
        ("red", "refresh-plans", "2027-03-11"),
        ("amber", "coordinate-care", "2027-03-11"),
        ("amber", "consider-community-review", "2027-03-11"),
        ("green", "keep-plans", "2027-04-05"),
    ],
)
def test_when_it_is_due(rating: str, code: str, due_on: str) -> None:
    """R-DSR-57: urgent within 1 working day, otherwise within 5, usual plans within 20 (over Easter)."""
    life = on_the_register(BORN, "2027-03-04", rating)
    assert told(actions_by_rating.tasks(life, TERMS), code) == [f"{rating} 2027-03-04 by {due_on}"]


FIRST = "amber 2027-03-04 by 2027-03-11"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-04 done refresh-plans",), [f"{FIRST} done 2027-03-04"]),
        (("2027-03-12 done refresh-plans",), [f"{FIRST} done 2027-03-12"]),
        (("2027-03-03 done refresh-plans",), [FIRST]),
        (("2027-03-12 done coordinate-care",), [FIRST]),
        (("2027-03-05 done refresh-plans", "2027-03-08 done refresh-plans"), [f"{FIRST} done 2027-03-05"]),
        (("2027-03-08 rated green",), [f"{FIRST} ceased 2027-03-08"]),
        (("2027-03-08 rated amber",), [FIRST]),
        (("2027-03-08 rated red",), [f"{FIRST} ceased 2027-03-08", "red 2027-03-08 by 2027-03-15"]),
        (
            ("2027-03-08 rated red", "2027-03-08 done refresh-plans"),
            [f"{FIRST} ceased 2027-03-08", "red 2027-03-08 by 2027-03-15 done 2027-03-08"],
        ),
        (
            ("2027-03-05 done refresh-plans", "2027-03-08 rated red"),
            [f"{FIRST} done 2027-03-05", "red 2027-03-08 by 2027-03-15"],
        ),
        (("2027-03-08 admitted",), [f"{FIRST} ceased 2027-03-08"]),
        (("2027-03-08 removed transferred",), [f"{FIRST} ceased 2027-03-08"]),
        (("2027-03-04 rated green",), []),
    ],
)
def test_an_action_belongs_to_its_rating(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-57: it ceases with the rating and is asked for anew by the next; what was done before does not count."""
    life = on_the_register(BORN, "2027-03-04", "amber", *lines)
    assert told(actions_by_rating.tasks(life, TERMS), "refresh-plans") == expected
