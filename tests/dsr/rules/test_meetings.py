"""Which meetings talk about a person, and who is rated below a red suggestion (R-DSR-51, 60)."""

import pytest

from dsr.rules.facts.rating import Rated
from dsr.rules.rating import happenings, meetings, rating_history, rating_reviews
from dsr.rules.rating.meetings import OVERRIDE, is_override, lacks_reason
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register
from tests.dsr.rules.telling import told

TERMS = Terms((*rating_history.TERMS, *rating_reviews.TERMS, *happenings.TERMS, *meetings.TERMS))
BORN = "2011-02-01"
HUDDLE, PANEL, ASSURANCE = "weekly-huddle", "multi-agency-panel", "monthly-assurance"


@pytest.mark.parametrize(
    ("rating", "lines", "on", "lists"),
    [
        ("red", (), "2027-03-05", [HUDDLE, PANEL, ASSURANCE]),
        ("amber", (), "2027-03-05", [HUDDLE, ASSURANCE]),
        ("green", (), "2027-03-05", [ASSURANCE]),
        ("green", (), "2027-03-04", []),
        ("green", ("2027-03-08 admitted",), "2027-03-08", [PANEL, ASSURANCE]),
        ("green", ("2027-03-08 admitted",), "2027-03-07", [ASSURANCE]),
        ("amber", (), "2027-03-19", [HUDDLE, ASSURANCE]),
        ("amber", (), "2027-03-20", [HUDDLE, PANEL, ASSURANCE]),
        ("amber", ("2027-03-19 reviewed amber",), "2027-03-20", [HUDDLE, ASSURANCE]),
        ("amber", ("2027-03-08 happened police-contact",), "2027-03-08", [HUDDLE, PANEL, ASSURANCE]),
        (
            "amber",
            ("2027-03-08 happened police-contact", "2027-03-09 rated amber"),
            "2027-03-09",
            [HUDDLE, ASSURANCE],
        ),
        ("green", ("2027-03-08 happened police-contact",), "2027-03-08", [ASSURANCE]),
        ("red", ("2027-03-08 removed died",), "2027-03-08", []),
        ("red", ("2027-03-08 removed died",), "2027-03-07", [HUDDLE, PANEL, ASSURANCE]),
    ],
)
def test_the_lists_that_a_person_is_on(rating: str, lines: tuple[str, ...], on: str, lists: list[str]) -> None:
    """R-DSR-60: red and amber weekly; red, blue and amber of concern at the panel; everybody monthly.

    Amber is of concern while an event is unanswered or a review is overdue.
    """
    life = on_the_register(BORN, "2027-03-05", rating, *lines)
    assert list(meetings.meetings(life, day(on), TERMS)) == lists


def test_an_inpatient_who_is_not_on_the_register_is_on_no_list() -> None:
    """R-DSR-30: nobody is talked about by name without an entry."""
    assert meetings.meetings(a_life(BORN, "2027-03-01 admitted"), day("2027-03-02"), TERMS) == ()


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("2027-03-08 rated amber prompts", True),
        ("2027-03-08 rated amber against-red", True),
        ("2027-03-08 rated green prompts", True),
        ("2027-03-08 rated red prompts", False),
        ("2027-03-08 rated blue prompts", False),
        ("2027-03-08 rated amber", False),
    ],
)
def test_t15_less_than_red_where_red_was_suggested_is_an_override(line: str, is_one: bool) -> None:
    """R-DSR-49, 51, T15."""
    rated = a_fact(line)
    assert isinstance(rated, Rated)
    assert is_override(rated) is is_one


@pytest.mark.parametrize(
    ("line", "lacks"),
    [("2027-03-08 rated amber prompts no-reason", True), ("2027-03-08 rated amber prompts", False)],
)
def test_t15_an_override_is_allowed_with_a_reason(line: str, lacks: bool) -> None:
    """R-DSR-51, T15."""
    rated = a_fact(line)
    assert isinstance(rated, Rated)
    assert lacks_reason(rated) is lacks


LOOK = "amber 2027-03-08 by 2027-03-22"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-08 rated amber prompts",), [LOOK]),
        (("2027-03-08 rated amber prompts", "2027-03-07 discussed multi-agency-panel"), [LOOK]),
        (("2027-03-08 discussed multi-agency-panel", "2027-03-08 rated amber prompts"), [LOOK]),
        (
            ("2027-03-08 rated amber prompts", "2027-03-08 discussed multi-agency-panel"),
            [f"{LOOK} done 2027-03-08"],
        ),
        (("2027-03-08 rated amber prompts", "2027-03-15 discussed weekly-huddle"), [LOOK]),
        (
            ("2027-03-08 rated amber prompts", "2027-03-15 discussed multi-agency-panel"),
            [f"{LOOK} done 2027-03-15"],
        ),
        (("2027-03-08 rated amber prompts", "2027-03-10 rated green"), [LOOK]),
        (("2027-03-08 rated amber prompts", "2027-03-10 rated red"), [f"{LOOK} ceased 2027-03-10"]),
        (("2027-03-08 rated amber prompts", "2027-03-10 admitted"), [f"{LOOK} ceased 2027-03-10"]),
        (("2027-03-01 admitted", "2027-03-08 rated amber prompts"), []),
        (("2027-03-15 rated amber against-red",), ["amber 2027-03-15 by 2027-03-25"]),
        (("2027-03-08 rated amber prompts", "2027-03-08 rated red"), []),
        (("2027-03-08 rated amber prompts", "2027-03-08 rated amber"), [LOOK]),
        (("2027-03-08 rated amber prompts", "2027-03-08 rated amber prompts"), [LOOK]),
    ],
)
def test_t15_the_next_panel_looks_at_an_override(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-51, T15: until a panel that was recorded later; red or blue needs no look; refused, it never counted."""
    life = on_the_register(BORN, "2027-02-01", "green", *lines)
    assert told(meetings.tasks(life, TERMS), OVERRIDE) == expected


@pytest.mark.parametrize(
    ("rating", "on", "is_on"),
    [("amber", "2027-03-08", True), ("green", "2027-03-08", True), ("green", "2027-03-15", False)],
)
def test_t15_an_override_is_on_the_list_of_the_panel_until_then(rating: str, on: str, is_on: bool) -> None:
    """R-DSR-51, 60, T15."""
    lines = (f"2027-03-08 rated {rating} prompts", "2027-03-15 discussed multi-agency-panel")
    life = on_the_register(BORN, "2027-02-01", "red", *lines)
    assert (PANEL in meetings.meetings(life, day(on), TERMS)) is is_on
