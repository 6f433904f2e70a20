"""When the next review is due, and what a review must hold (R-DSR-59, 59a, 61)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dsr.rules.facts.rating import Reviewed
from dsr.rules.rating import rating_history, rating_reviews
from dsr.rules.rating.complete_reviews import Part, missing
from dsr.rules.rating.rating_reviews import REVIEW, latest_next
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register
from tests.dsr.rules.telling import told

ALL = (*rating_history.TERMS, *rating_reviews.TERMS)
TERMS = Terms(ALL)
STRICTER = Terms(ALL, [Agreed("review-red", date(2027, 4, 1), 3)])
QUARTERLY = Terms(ALL, [Agreed("review-green", date(2027, 1, 1), 91)])
BORN = "2011-02-01"


@pytest.mark.parametrize(
    ("rating", "since", "due_on"),
    [
        ("red", "2027-03-05", "2027-03-12"),
        ("amber", "2027-03-05", "2027-03-19"),
        ("green", "2027-03-05", "2027-04-02"),
        ("blue", "2027-03-05", "2027-04-02"),
        ("red", "2027-03-06", "2027-03-12"),
        ("red", "2027-03-07", "2027-03-12"),
        ("red", "2027-03-19", "2027-03-25"),
        ("red", "2027-03-22", "2027-03-25"),
        ("red", "2027-03-23", "2027-03-30"),
        ("amber", "2027-03-15", "2027-03-25"),
        ("green", "2027-03-01", "2027-03-25"),
        ("red", "2026-12-18", "2026-12-24"),
        ("red", "2026-12-21", "2026-12-24"),
        ("red", "2026-12-22", "2026-12-29"),
        ("green", "2028-02-01", "2028-02-29"),
        ("green", "2027-02-01", "2027-03-01"),
        ("red", "2028-02-25", "2028-03-03"),
        ("red", "2027-10-29", "2027-11-05"),
    ],
)
def test_t19_the_last_day_for_the_next_review(rating: str, since: str, due_on: str) -> None:
    """R-DSR-59, 59a, T19: 7, 14, 28 and 28 days; a day on which offices are shut moves back to the working day before.

    2 April 2027 and 26 March 2027 are Fridays; the second is Good Friday, and Monday 29 March is a holiday too. The
    clocks change on 28 March and 31 October 2027, which moves no day.
    """
    assert latest_next(Rating(rating), day(since), TERMS) == day(due_on)


FIRST = "red 2027-03-05 by 2027-03-12"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), [FIRST]),
        (("2027-03-12 reviewed red",), [f"{FIRST} done 2027-03-12", "red 2027-03-12 by 2027-03-19"]),
        (("2027-03-13 reviewed red",), [f"{FIRST} done 2027-03-13", "red 2027-03-13 by 2027-03-19"]),
        (
            ("2027-03-12 reviewed red", "2027-03-12 reviewed red"),
            [f"{FIRST} done 2027-03-12", "red 2027-03-12 by 2027-03-19"],
        ),
        (("2027-03-12 reviewed red incomplete",), [FIRST]),
        (("2027-03-05 reviewed red",), [FIRST]),
        (("2027-03-04 reviewed red",), [FIRST]),
        (("2027-03-10 rated red",), [FIRST]),
        (("2027-03-10 rated amber",), [f"{FIRST} ceased 2027-03-10", "amber 2027-03-10 by 2027-03-24"]),
        (
            ("2027-03-10 reviewed amber", "2027-03-10 rated amber"),
            [f"{FIRST} done 2027-03-10", "amber 2027-03-10 by 2027-03-24"],
        ),
        (
            ("2027-03-10 rated amber", "2027-03-10 reviewed amber"),
            [f"{FIRST} done 2027-03-10", "amber 2027-03-10 by 2027-03-24"],
        ),
        (("2027-03-10 rated amber", "2027-03-10 rated red"), [FIRST]),
        (("2027-03-10 admitted",), [f"{FIRST} ceased 2027-03-10", "blue 2027-03-10 by 2027-04-07"]),
        (
            ("2027-03-20 discharged", "2027-03-10 admitted"),
            [
                f"{FIRST} ceased 2027-03-10",
                "blue 2027-03-10 by 2027-04-07 ceased 2027-03-20",
                "red 2027-03-20 by 2027-03-25",
            ],
        ),
        (("2027-03-10 removed moved-away",), [f"{FIRST} ceased 2027-03-10"]),
        (("2027-03-10 died",), [f"{FIRST} ceased 2027-03-10"]),
        (
            ("2027-03-10 removed moved-away", "2027-06-01 accepted", "2027-06-01 rated red"),
            [f"{FIRST} ceased 2027-03-10", "red 2027-06-01 by 2027-06-08"],
        ),
    ],
)
def test_the_reviews_of_somebody_red_since_5_march(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-59, 61: from the last complete review, or anew from the day of another rating."""
    life = on_the_register(BORN, "2027-03-05", "red", *lines)
    assert told(rating_reviews.tasks(life, TERMS), REVIEW) == expected


@pytest.mark.parametrize(
    ("terms", "rating", "since", "due_on"),
    [
        (STRICTER, "red", "2027-03-31", "2027-04-07"),
        (STRICTER, "red", "2027-04-01", "2027-04-02"),
        (STRICTER, "amber", "2027-04-01", "2027-04-15"),
        (QUARTERLY, "green", "2027-01-04", "2027-04-05"),
    ],
)
def test_an_interval_agreed_otherwise_counts_for_what_begins_from_then_on(
    terms: Terms, rating: str, since: str, due_on: str
) -> None:
    """R-DSR-59: red within 3 days from 1 April on; or green quarterly. What began before stays due as it was."""
    assert latest_next(Rating(rating), day(since), terms) == day(due_on)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-12 reviewed red next:2027-03-15",), [f"{FIRST} done 2027-03-12", "red 2027-03-12 by 2027-03-15"]),
        (("2027-03-12 reviewed red next:2027-03-31",), [f"{FIRST} done 2027-03-12", "red 2027-03-12 by 2027-03-19"]),
        (("2027-03-12 reviewed red next:2027-03-12",), [FIRST]),
        (("2027-03-05 reviewed red next:2027-03-08",), ["red 2027-03-05 by 2027-03-08"]),
        (("2027-03-04 reviewed red next:2027-03-08",), ["red 2027-03-05 by 2027-03-08"]),
        (("2027-03-04 reviewed amber next:2027-03-08",), [FIRST]),
        (("2027-03-04 reviewed red next:2027-03-05",), [FIRST]),
        (("2027-03-05 reviewed red incomplete next:2027-03-08",), [FIRST]),
        (
            ("2027-03-12 reviewed red next:2027-03-13",),
            [f"{FIRST} done 2027-03-12", "red 2027-03-12 by 2027-03-13"],
        ),
        (
            ("2027-03-10 reviewed amber next:2027-03-17", "2027-03-10 rated amber"),
            [f"{FIRST} done 2027-03-10", "amber 2027-03-10 by 2027-03-17"],
        ),
        (
            ("2027-03-10 reviewed red next:2027-03-12", "2027-03-11 rated amber"),
            [
                f"{FIRST} done 2027-03-10",
                "red 2027-03-10 by 2027-03-12 ceased 2027-03-11",
                "amber 2027-03-11 by 2027-03-25",
            ],
        ),
    ],
)
def test_the_day_agreed_in_a_review_holds_where_it_is_earlier(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-59: the next date is set on saving, the interval is the longest time.

    A rating that another review found, or none, begins the time anew; the rating that the review found keeps its day.
    """
    life = on_the_register(BORN, "2027-03-05", "red", *lines)
    assert told(rating_reviews.tasks(life, TERMS), REVIEW) == expected


def test_no_review_is_due_before_it_begins_even_over_easter() -> None:
    """R-DSR-59a: from Saturday 27 March one day on is a Sunday, and the working day before is Thursday."""
    daily = Terms(ALL, [Agreed("review-red", date(2027, 1, 1), 1)])
    assert latest_next(Rating.RED, day("2027-03-27"), daily) == day("2027-03-27")


def test_an_inpatient_who_is_not_on_the_register_is_not_reviewed_by_it() -> None:
    """R-DSR-25, 30: entry as blue is offered, and begins the reviews on the day of the entry."""
    lines = ("2027-03-01 condition autism", "2027-03-01 admitted")
    assert told(rating_reviews.tasks(a_life(BORN, *lines), TERMS), REVIEW) == []
    entered = a_life(BORN, *lines, "2027-03-08 accepted")
    assert told(rating_reviews.tasks(entered, TERMS), REVIEW) == ["blue 2027-03-08 by 2027-04-05"]


@pytest.mark.parametrize(
    ("emptied", "part"),
    [
        ({"agencies": frozenset()}, Part.AGENCIES),
        ({"rating": None}, Part.RATING),
        ({"rating_reason": " "}, Part.REASON),
        ({"changed": ""}, Part.CHANGE),
        ({"views": ""}, Part.VIEWS),
        ({"actions_checked": False}, Part.CHECKED),
        ({"actions_agreed": False}, Part.AGREED),
        ({"decisions_noted": False}, Part.DECISIONS),
        ({"next_on": None}, Part.NEXT),
        ({"next_on": date(2027, 3, 5)}, Part.NEXT),
    ],
)
def test_a_review_says_what_it_lacks(emptied: dict[str, Any], part: Part) -> None:
    """R-DSR-61."""
    review = a_fact("2027-03-05 reviewed red")
    assert isinstance(review, Reviewed)
    assert missing(review) == ()
    assert missing(replace(review, **emptied)) == (part,)


def test_the_reason_names_the_days() -> None:
    """R-DSR-59."""
    first, second = rating_reviews.tasks(on_the_register(BORN, "2027-03-05", "red", "2027-03-12 reviewed red"), TERMS)
    assert first.why == "Rated red since 5 March 2027: the next review is due within 7 days, by 12 March 2027."
    assert "last reviewed on 12 March 2027" in second.why
    life = on_the_register(BORN, "2027-03-05", "red", "2027-03-05 reviewed red next:2027-03-08")
    (agreed,) = rating_reviews.tasks(life, TERMS)
    assert agreed.why == "Rated red since 5 March 2027: the next review is agreed for 8 March 2027."
