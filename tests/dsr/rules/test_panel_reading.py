"""Which C(E)TR somebody on a panel is told of, and how long they read its pack."""

import pytest

from dsr.rules.days import days_after
from dsr.rules.facts.reviews import Role
from dsr.rules.reviews.panel_reading import Seat, is_told, reads_until, why_over
from dsr.rules.reviews.review_reports import BY_LAW
from dsr.rules.reviews.review_reports import TERMS as OF_REPORTS
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day

TERMS = Terms(OF_REPORTS)
BORN = "2012-02-01"
PLANNED = "2027-03-01 review-planned r1 2027-03-22"
COMPLETED = (
    *(f"2027-03-21 panel r1 {role}" for role in Role),
    "2027-03-22 held r1",
    *(f"2027-03-24 report-sent r1 {to}" for to in BY_LAW),
    "2027-03-25 review-completed r1",
)


@pytest.mark.parametrize(
    ("lines", "expert", "chair"),
    [
        ((), "2027-03-22", "2027-04-04"),
        (("2027-03-22 held r1",), "2027-03-22", "2027-04-04"),
        (("2027-03-20 held r1",), "2027-03-20", "2027-04-02"),
        (("2027-03-24 held r1",), "2027-03-24", "2027-04-06"),
        (("2027-03-10 review-planned r1 2027-03-30",), "2027-03-30", "2027-04-12"),
        (("2027-03-02 review-planned r2 2027-05-30", "2027-03-20 held r2"), "2027-03-22", "2027-04-04"),
        (("2027-03-22 held r1", "2027-03-25 review-completed r1"), "2027-03-22", "2027-04-04"),
        (COMPLETED, "2027-03-22", "2027-03-25"),
    ],
)
def test_a_panel_reads_until_the_meeting_and_its_chair_until_the_report(
    lines: tuple[str, ...], expert: str, chair: str
) -> None:
    """R-DSR-87, 110: experts see a pack for limited time; whoever writes the report has the 14 days of the report."""
    life = a_life(BORN, PLANNED, *lines)
    for chairs, until in ((False, expert), (True, chair)):
        assert reads_until(life, "r1", chairs=chairs, terms=TERMS) == day(until)
        seats = [Seat(review="r1", chairs=chairs), Seat(review="r9", chairs=True)]
        assert why_over(life, "r1", seats, day(until), TERMS) is None
        assert "R-DSR-110" in str(why_over(life, "r1", seats, days_after(day(until), 1), TERMS))


@pytest.mark.parametrize(
    ("lines", "on", "expert", "chair"),
    [
        ((), "2027-03-22", True, True),
        ((), "2027-03-23", False, True),
        (("2027-03-22 held r1",), "2027-04-04", False, True),
        (("2027-03-22 held r1",), "2027-04-05", False, False),
        (COMPLETED, "2027-03-25", False, True),
        (COMPLETED, "2027-03-26", False, False),
        (("2027-03-10 review-cancelled r1",), "2027-03-11", False, False),
        (("2027-03-10 review-planned r1 2027-03-30",), "2027-03-25", True, True),
    ],
)
def test_whoever_is_named_for_no_review_is_told_those_still_to_come(
    lines: tuple[str, ...], on: str, expert: bool, chair: bool
) -> None:
    """R-DSR-110: so it is with roles of before a review was named; one that is named is told, and no other."""
    life = a_life(BORN, PLANNED, *lines)
    for chairs, told in ((False, expert), (True, chair)):
        assert is_told(life, "r1", [Seat(review=None, chairs=chairs)], day(on), TERMS) is told
        assert is_told(life, "r1", [Seat(review="r1", chairs=chairs)], day(on), TERMS)
        assert not is_told(life, "r1", [Seat(review="r2", chairs=chairs)], day(on), TERMS)
    assert not is_told(life, "r1", [], day(on), TERMS)
