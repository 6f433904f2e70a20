"""Ratings from day to day: what clinicians set, blue on admission, red after discharge (R-DSR-45 to 52, 62, 63)."""

import pytest

from dsr.rules.due import TERMS
from dsr.rules.hospital.spells import spell_on, spells
from dsr.rules.rating.rating_history import history, may_be_rated, rating_on, since, step_down_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

TERMS_OF_TEST = Terms(TERMS)
BORN = "2011-02-01"
IN_AND_OUT = ("2027-03-01 admitted", "2027-05-05 discharged")


@pytest.mark.parametrize(
    ("lines", "on", "rating"),
    [
        ((), "2026-12-31", None),
        ((), "2027-01-04", "amber"),
        (("2027-02-01 rated red",), "2027-01-31", "amber"),
        (("2027-02-01 rated red",), "2027-02-01", "red"),
        (("2027-02-01 rated red", "2027-02-01 rated green"), "2027-02-01", "green"),
        (IN_AND_OUT, "2027-02-28", "amber"),
        (IN_AND_OUT, "2027-03-01", "blue"),
        (IN_AND_OUT, "2027-05-04", "blue"),
        (IN_AND_OUT, "2027-05-05", "red"),
        ((*IN_AND_OUT, "2027-05-12 rated amber"), "2027-05-19", "red"),
        ((*IN_AND_OUT, "2027-05-19 rated amber"), "2027-05-19", "red"),
        ((*IN_AND_OUT, "2027-05-18 reviewed red", "2027-05-18 rated amber"), "2027-05-18", "red"),
        ((*IN_AND_OUT, "2027-05-19 reviewed amber", "2027-05-19 rated amber"), "2027-05-19", "amber"),
        (("2027-03-01 admitted", "2027-03-05 rated amber"), "2027-03-05", "blue"),
        (("2027-03-01 rated blue",), "2027-03-01", "amber"),
        (("2027-03-01 rated green", "2027-03-01 admitted"), "2027-03-01", "blue"),
        (("2027-03-01 happened a-and-e-crisis",), "2027-03-02", "amber"),
        (("2027-03-01 acute",), "2027-03-02", "amber"),
        (("2027-03-01 admitted", "2027-04-01 leave"), "2027-04-02", "blue"),
        (("2027-03-01 admitted", "2027-03-31 admitted", "2027-03-31 discharged"), "2027-04-01", "blue"),
    ],
)
def test_an_entry_has_one_rating_each_day(lines: tuple[str, ...], on: str, rating: str | None) -> None:
    """R-DSR-45, 51, 62, 63, 65; T9: red from discharge, amber on day 14 at the earliest and only after a review."""
    life = on_the_register(BORN, "2027-01-04", "amber", *lines)
    assert rating_on(life, day(on), TERMS_OF_TEST) == rating


AGAIN = ("2027-03-01 removed risk-reduced panel", "2027-04-01 referred self", "2027-04-02 accepted")


@pytest.mark.parametrize(
    ("lines", "on", "rating", "since_"),
    [
        (AGAIN[:1], "2027-03-31", "amber", "2027-01-04"),
        (AGAIN[:2], "2027-04-01", None, None),
        (AGAIN, "2027-05-01", None, None),
        ((*AGAIN, "2027-04-05 rated amber"), "2027-04-05", "amber", "2027-04-05"),
        ((*AGAIN, "2027-04-05 rated amber", "2027-04-20 rated amber"), "2027-05-01", "amber", "2027-04-05"),
        (("2027-02-20 admitted", *AGAIN), "2027-05-01", "blue", "2027-02-20"),
        (("2027-02-01 admitted", "2027-02-20 discharged", *AGAIN), "2027-05-01", None, None),
        (("2027-02-01 admitted", "2027-03-25 discharged", *AGAIN), "2027-05-01", "red", "2027-03-25"),
        (("2027-03-01 referred self",), "2027-05-01", "amber", "2027-01-04"),
        (("2027-03-01 withdrawn own-consent", "2027-04-01 referred self"), "2027-05-01", None, None),
        (
            ("2027-03-01 withdrawn own-consent", "2027-03-02 consent own-consent", "2027-04-01 referred self"),
            "2027-05-01",
            "amber",
            "2027-01-04",
        ),
        (
            ("2027-03-01 referred self", "2027-03-02 declined", "2027-04-01 referred education"),
            "2027-05-01",
            "amber",
            "2027-01-04",
        ),
        (
            ("2027-03-01 withdrawn parental-responsibility", "2027-04-01 referred self"),
            "2027-05-01",
            "amber",
            "2027-01-04",
        ),
        (("2027-03-01 best-interests no", "2027-04-01 referred self"), "2027-05-01", "amber", "2027-01-04"),
        (
            ("2027-03-01 transfer-accepted QUY", "2027-04-01 transfer-received QUY red"),
            "2027-04-01",
            "red",
            "2027-04-01",
        ),
    ],
)
def test_a_new_entry_begins_without_the_rating_of_an_earlier_one(
    lines: tuple[str, ...], on: str, rating: str | None, since_: str | None
) -> None:
    """R-DSR-45, 62, 63: what hospital says goes on; what a clinician said of another time does not."""
    life = on_the_register(BORN, "2027-01-04", "amber", *lines)
    assert rating_on(life, day(on), TERMS_OF_TEST) == rating
    assert since(life, day(on), TERMS_OF_TEST) == (day(since_) if since_ else None)


LAST = "2027-02-01 withdrawn own-consent"
ANEW = ("2027-02-01 referred red", "2027-02-01 removed consent-withdrawn")


@pytest.mark.parametrize(
    ("lines", "rating"),
    [
        (("2027-01-31 rated green", LAST, *ANEW), None),
        (("2027-02-01 rated green", LAST, *ANEW), None),
        (("2027-02-01 rated green", LAST, *ANEW, "2027-02-01 rated red"), "red"),
        ((LAST, *ANEW, "2027-02-01 rated green"), "green"),
        (("2027-02-01 transfer-received Devon red", LAST, *ANEW), None),
        (("2027-02-01 transfer-received Devon red", LAST, *ANEW, "2027-02-01 rated amber"), "amber"),
        ((LAST, "2027-02-01 transfer-received Devon red"), "red"),
        (("2027-02-01 admitted", LAST, *ANEW), "blue"),
    ],
)
def test_of_the_day_on_which_the_next_entry_begins_its_own_rating_counts(
    lines: tuple[str, ...], rating: str | None
) -> None:
    """R-DSR-39, 45, 51: of one day the order of the facts says to which entry a rating belongs."""
    life = on_the_register("2009-02-01", "2027-01-04", "amber", *lines)
    assert rating_on(life, day("2027-02-01"), TERMS_OF_TEST) == rating
    assert rating_on(life, day("2027-02-03"), TERMS_OF_TEST) == rating


def test_t9_the_earliest_step_down_is_told() -> None:
    """R-DSR-63, T9."""
    life = on_the_register(BORN, "2027-01-04", "amber", *IN_AND_OUT)
    assert step_down_on(life, day("2027-05-06"), TERMS_OF_TEST) == day("2027-05-19")
    assert step_down_on(life, day("2027-05-04"), TERMS_OF_TEST) is None


@pytest.mark.parametrize(
    ("lines", "rating", "on", "allowed"),
    [
        ((), "red", "2027-02-01", True),
        ((), "blue", "2027-02-01", False),
        (("2027-03-01 admitted",), "red", "2027-03-01", False),
        (("2027-03-01 admitted",), "blue", "2027-03-01", True),
        (IN_AND_OUT, "red", "2027-05-05", True),
        (IN_AND_OUT, "amber", "2027-05-18", False),
        (IN_AND_OUT, "amber", "2027-05-19", False),
        ((*IN_AND_OUT, "2027-05-10 reviewed red"), "amber", "2027-05-18", False),
        ((*IN_AND_OUT, "2027-05-10 reviewed red"), "amber", "2027-05-19", True),
        ((*IN_AND_OUT, "2027-04-10 reviewed blue"), "amber", "2027-05-19", False),
        ((*IN_AND_OUT, "2027-05-19 reviewed amber incomplete"), "amber", "2027-05-19", False),
        ((*IN_AND_OUT, "2027-05-19 reviewed"), "amber", "2027-05-19", False),
    ],
)
def test_a_rating_that_cannot_be_is_refused_with_its_rule(
    lines: tuple[str, ...], rating: str, on: str, allowed: bool
) -> None:
    """R-DSR-62, 63."""
    life = on_the_register(BORN, "2027-01-04", "amber", *lines)
    refusal = may_be_rated(life, Rating(rating), day(on), TERMS_OF_TEST)
    assert (refusal is None) is allowed
    assert allowed or any(rule in str(refusal) for rule in ("R-DSR-62", "R-DSR-63"))


CAME = "2027-03-01 transfer-received Kent amber"


@pytest.mark.parametrize(
    ("lines", "rating", "on", "allowed"),
    [
        ((CAME,), "green", "2027-03-01", False),
        ((CAME,), "green", "2027-03-31", False),
        ((CAME,), "amber", "2027-03-02", True),
        ((CAME,), "red", "2027-03-02", True),
        ((CAME, "2027-03-02 rated red"), "amber", "2027-03-03", True),
        ((CAME, "2027-03-03 reviewed green"), "green", "2027-03-02", False),
        ((CAME, "2027-03-03 reviewed green"), "green", "2027-03-03", True),
        ((CAME, "2027-03-03 reviewed green incomplete"), "green", "2027-03-03", False),
        ((CAME, "2027-03-03 reviewed"), "green", "2027-03-03", False),
        (("2027-02-20 reviewed green", CAME), "green", "2027-03-02", False),
        ((CAME, "2027-03-10 removed moved-away", "2027-06-01 referred self"), "green", "2027-06-02", True),
        (("2027-02-01 transfer-received Devon red", CAME), "amber", "2027-03-02", True),
    ],
)
def test_the_rating_that_a_sending_area_gave_is_not_lowered_before_a_review_here(
    lines: tuple[str, ...], rating: str, on: str, allowed: bool
) -> None:
    """R-DSR-39, 61: it is kept until the first complete review; more risk is told at once (R-DSR-51)."""
    life = a_life(BORN, *lines)
    refusal = may_be_rated(life, Rating(rating), day(on), TERMS_OF_TEST)
    assert (refusal is None) is allowed
    assert allowed or "R-DSR-39" in str(refusal)
    held = rating_on(a_life(BORN, *lines, f"{on} rated {rating}"), day(on), TERMS_OF_TEST)
    assert (held == rating) is allowed


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        (("2027-03-01 admitted",), [("2027-03-01", None)]),
        (("2027-03-01 admitted", "2027-03-31 discharged"), [("2027-03-01", "2027-03-31")]),
        (("2027-03-01 admitted", "2027-03-31 discharged", "2027-04-01 admitted"), [("2027-03-01", None)]),
        (("2027-03-01 admitted", "2027-03-31 discharged", "2027-03-31 admitted"), [("2027-03-01", None)]),
        (
            ("2027-03-01 admitted", "2027-03-31 discharged", "2027-04-02 admitted"),
            [("2027-03-01", "2027-03-31"), ("2027-04-02", None)],
        ),
        (("2027-03-01 admitted", "2027-03-15 admitted", "2027-04-02 discharged"), [("2027-03-01", "2027-04-02")]),
        (("2027-03-31 discharged",), []),
        (("2027-03-01 admitted", "2027-03-31 admitted", "2027-03-31 discharged"), [("2027-03-01", None)]),
        (
            ("2027-03-01 admitted", "2027-03-31 admitted", "2027-03-31 discharged", "2027-03-31 discharged"),
            [("2027-03-01", None)],
        ),
        (
            ("2027-03-01 admitted", "2027-03-31 discharged", "2027-03-31 admitted", "2027-03-31 discharged"),
            [("2027-03-01", "2027-03-31")],
        ),
        (("2027-03-31 admitted", "2027-03-31 discharged"), [("2027-03-31", "2027-03-31")]),
        (
            ("2027-03-01 admitted", "2027-03-30 discharged", "2027-03-31 admitted", "2027-03-31 discharged"),
            [("2027-03-01", "2027-03-31")],
        ),
    ],
)
def test_t12_wards_are_joined_into_one_stay(lines: tuple[str, ...], stays: list[tuple[str, str | None]]) -> None:
    """R-DSR-93, T12: from ward to ward on the same or the next day it is one stay, and at the month's end too.

    Of one day either ward may tell first: a discharge on a day that began in hospital is from the ward of that morning.
    """
    found = spells(a_life(BORN, *lines))
    assert [(str(one.admitted_on), str(one.discharged_on) if one.discharged_on else None) for one in found] == stays


def test_t12_between_two_wards_at_the_end_of_a_month_the_person_is_an_inpatient() -> None:
    """R-DSR-93, T12."""
    life = a_life(BORN, "2027-03-01 admitted", "2027-03-31 discharged", "2027-04-01 admitted")
    stay = spell_on(life, day("2027-03-31"))
    assert stay is not None
    assert stay.days(day("2027-04-10")) == 40


def test_each_change_is_told_with_its_reason() -> None:
    """R-DSR-52."""
    life = on_the_register(BORN, "2027-01-04", "amber", *IN_AND_OUT, "2027-01-20 rated amber")
    told = [(str(held.on), held.rating.value, held.automatic, held.why) for held in history(life, TERMS_OF_TEST)]
    assert told == [
        ("2027-01-04", "amber", False, ""),
        ("2027-03-01", "blue", True, "R-DSR-62"),
        ("2027-05-05", "red", True, "R-DSR-63"),
    ]
    assert since(life, day("2027-06-01"), TERMS_OF_TEST) == day("2027-05-05")
