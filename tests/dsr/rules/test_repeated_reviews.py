"""By when a C(E)TR is held again while a stay or a detention goes on (R-DSR-78, 79)."""

from datetime import date

import pytest

from dsr.rules.reviews import community_reviews, review_deadlines
from dsr.rules.reviews.deadlines import Deadline, Regime, Step
from dsr.rules.terms import Agreed, Section, Terms
from tests.dsr.rules.found_tasks import state, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = (*review_deadlines.TERMS, *community_reviews.TERMS)
LAW = Terms(TERMS, in_force={Section.CHILD_REVIEWS: date(2027, 1, 1), Section.ADULT_REVIEWS: date(2027, 1, 1)})
CHILD = "2012-02-01"
ADULT = "2007-02-01"
PLAN = "2026-09-01 plan maintained"
DETAINED = (
    "2026-01-10 condition autism",
    "2026-01-10 consent own-consent",
    "2027-03-01 admitted",
    "2027-03-01 detained 3",
)


def repeats(born: str, *lines: str, regime: Regime, terms: Terms = LAW) -> list[Deadline]:
    found = review_deadlines.deadlines(a_life(born, *lines), terms)
    return [one for one in found if one.regime is regime and one.step is Step.REPEAT]


def due(born: str, *lines: str, regime: Regime = Regime.POLICY, terms: Terms = LAW) -> list[str]:
    return [str(one.due_on) for one in repeats(born, *lines, regime=regime, terms=terms)]


@pytest.mark.parametrize(
    ("born", "admitted", "held", "expected"),
    [
        (CHILD, "camhs", "2027-03-10", "2027-06-10"),
        (CHILD, "camhs medium-secure", "2027-03-10", "2027-06-10"),
        (CHILD, "camhs", "2027-11-30", "2028-02-29"),
        (CHILD, "camhs", "2028-11-30", "2029-02-28"),
        (CHILD, "camhs", "2027-03-28", "2027-06-28"),
        (ADULT, "adult", "2027-03-10", "2027-09-10"),
        (ADULT, "camhs", "2027-03-10", "2027-09-10"),
        (ADULT, "adult psychiatric-intensive-care", "2027-03-10", "2027-09-10"),
        (ADULT, "adult low-secure", "2027-03-10", "2028-03-10"),
        (ADULT, "learning-disability medium-secure", "2027-03-10", "2028-03-10"),
        (ADULT, "adult high-secure", "2028-02-29", "2029-02-28"),
        (ADULT, "adult", "2027-08-31", "2028-02-29"),
    ],
)
def test_three_months_for_a_child_six_for_an_adult_twelve_in_a_secure_bed(
    born: str, admitted: str, held: str, expected: str
) -> None:
    """R-DSR-78, T7: on the same day of the month, or its last; a weekend or a bank holiday shifts nothing."""
    assert due(born, f"2027-03-01 admitted {admitted}", f"{held} held r1") == [expected]


@pytest.mark.parametrize(
    ("admitted", "expected"),
    [
        ("camhs", "2027-06-10"),
        ("camhs low-secure", "2027-06-10"),
        ("adult", "2027-09-10"),
        ("adult low-secure", "2028-03-10"),
    ],
)
def test_from_18_on_with_a_plan_the_bed_decides(admitted: str, expected: str) -> None:
    """R-DSR-79."""
    assert due(ADULT, PLAN, f"2027-03-01 admitted {admitted}", "2027-03-10 held r1") == [expected]


@pytest.mark.parametrize(
    ("born", "lines", "expected"),
    [
        ("2009-05-01", ("2027-03-01 admitted", "2027-03-10 held r1"), ["2027-06-10"]),
        ("2009-05-01", ("2027-03-01 admitted", "2027-03-10 held r1", "2027-06-08 held r2"),
         ["2027-06-10", "2027-12-08"]),
        (ADULT, (PLAN, "2027-03-01 admitted", "2027-03-10 held r1", "2027-04-10 plan ceased"), ["2027-06-10"]),
        (ADULT, ("2027-03-01 admitted", "2027-03-10 held r1", "2027-04-10 plan maintained"), ["2027-06-10"]),
        (ADULT, ("2027-03-01 admitted", "2027-03-10 held r1", "2027-08-01 plan maintained"), ["2027-08-14"]),
        (ADULT, ("2027-03-01 admitted", "2027-03-10 held r1", "2027-09-05 plan maintained"), ["2027-09-10"]),
        (ADULT, ("2027-03-01 admitted adult low-secure", "2027-03-20 held r1", "2027-06-01 admitted adult"),
         ["2027-09-20"]),
        (ADULT, ("2027-03-01 admitted adult low-secure", "2027-03-20 held r1", "2027-12-01 admitted adult"),
         ["2027-12-28"]),
        (ADULT, ("2027-03-01 admitted adult", "2027-03-20 held r1", "2027-06-01 admitted adult low-secure"),
         ["2027-09-20"]),
        (ADULT, ("2027-03-01 admitted adult low-secure", "2027-03-20 held r1", "2027-06-01 discharged",
                 "2027-08-01 admitted adult"), ["2028-03-20"]),
    ],
)  # fmt: skip
def test_a_change_in_the_middle_brings_a_review_forward_and_never_puts_it_off(
    born: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-43, 66, 78, 79: birthday, plan, ward; with the days that there are after an admission, at least."""
    assert due(born, *lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["2027-06-05"]),
        (("2027-03-20 consent own-consent review",), ["2027-04-02"]),
        (("2027-03-05 consent own-consent review",), ["2027-03-18"]),
        (("2027-06-01 consent own-consent review",), ["2027-06-05"]),
        (("2027-03-20 consent own-consent review", "2027-03-30 held r1"), ["2027-04-02", "2027-06-30"]),
        (("2027-06-02 refused own-consent review",), ["2027-06-05", "2027-09-02"]),
    ],
)
def test_who_refused_is_asked_again_and_who_then_agrees_has_a_review_soon(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-76, 78: three months after the refusal, or 14 days from the day of an agreement."""
    assert due(CHILD, "2027-03-01 admitted", "2027-03-05 refused own-consent review", *lines) == expected


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-05-12", "ahead"),
        ((), "2027-05-13", "open"),
        ((), "2027-06-10", "open"),
        ((), "2027-06-11", "overdue"),
        (("2027-06-10 held r2",), "2027-06-11", "done"),
        (("2027-04-01 held r2",), "2027-05-13", "done"),
        (("2027-05-20 discharged",), "2027-05-20", "ceased"),
        (("2027-05-20 discharged", "2027-05-21 admitted"), "2027-06-11", "overdue"),
        (("2027-05-20 refused own-consent review",), "2027-06-11", "ceased"),
        (("2027-05-20 died",), "2027-06-11", "ceased"),
        (("2027-03-10 held r1",), "2027-06-11", "overdue"),
    ],
)
def test_a_repeat_is_on_the_list_four_weeks_ahead(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-78: and the same review recorded twice was held once."""
    life = a_life(CHILD, "2027-03-01 admitted", "2027-03-10 held r1", *lines)
    assert state(with_code(review_deadlines.tasks(life, LAW), "cetr-repeat")[0], on) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), []),
        (("2027-03-10 held r1",), [("2027-03-10", "2028-03-09")]),
        (("2027-03-10 held r1", "2027-06-10 held r2"), [("2027-03-10", "2028-03-09"), ("2028-03-10", "2029-03-09")]),
        (("2027-03-10 held r1", "2028-03-09 held r2"), [("2027-03-10", "2028-03-09"), ("2028-03-10", "2029-03-09")]),
        (("2027-03-10 held r1", "2028-03-10 held r2"), [("2027-03-10", "2028-03-09"), ("2029-03-10", "2030-03-09")]),
        (("2028-02-29 held r1",), [("2028-02-29", "2029-02-28")]),
        (("2028-02-29 held r1", "2029-02-28 held r2"), [("2028-02-29", "2029-02-28"), ("2029-03-01", "2030-02-28")]),
        (("2027-03-10 held r1", "2027-12-01 detention-ended"), [("2027-03-10", "2028-03-09")]),
        (("2027-03-10 held r1", "2027-12-01 refused own-consent review", "2028-06-01 consent own-consent"),
         [("2027-03-10", "2028-03-09"), ("2028-03-10", "2029-03-09")]),
        (("2027-03-10 held r1", "2027-12-01 refused own-consent review"), [("2027-03-10", "2028-03-09")]),
    ],
)  # fmt: skip
def test_the_law_asks_for_a_meeting_in_each_twelve_months_from_the_first_on(
    lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """R-DSR-78, T7: a meeting that came late is that of the later period too."""
    found = repeats(CHILD, *DETAINED, *lines, regime=Regime.LAW)
    assert [(str(one.begins_on), str(one.due_on)) for one in found] == expected


@pytest.mark.parametrize(
    ("lines", "on", "overdue"),
    [
        ((), "2028-03-09", False),
        ((), "2028-03-10", True),
        (("2028-03-09 held r2",), "2028-03-10", False),
        (("2028-03-10 held r2",), "2028-03-10", False),
        (("2027-12-01 detention-ended",), "2028-03-10", False),
        (("2027-12-01 refused own-consent review",), "2028-03-10", False),
        (("2027-12-01 refused own-consent review", "2028-01-05 consent own-consent review"), "2028-03-10", True),
    ],
)
def test_the_twelve_months_bind_while_detention_and_agreement_last(
    lines: tuple[str, ...], on: str, overdue: bool
) -> None:
    """R-DSR-76, 78, T7."""
    found = repeats(CHILD, *DETAINED, "2027-03-10 held r1", *lines, regime=Regime.LAW)
    assert any(one.is_overdue(day(on)) for one in found) is overdue


def test_both_days_are_shown_side_by_side() -> None:
    """R-DSR-78, T7."""
    life = a_life(CHILD, *DETAINED, "2027-03-10 held r1")
    told = {one.code: (str(one.due_on), one.why) for one in review_deadlines.tasks(life, LAW) if one.done_on is None}
    by_policy = (
        "A C(E)TR was last held on 10 March 2027, and under 18 it is held every 3 months. So it is due by 10 June 2027."
    )
    by_law = (
        "The first meeting was held on 10 March 2027: the Act asks for another in the 12 months that end on "
        "9 March 2028."
    )
    assert told == {
        "cetr-repeat": ("2027-06-10", by_policy),
        "cetr-repeat-by-law": ("2028-03-09", by_law),
    }


def test_an_interval_that_was_agreed_on_later_begins_with_the_next_review() -> None:
    """R-DSR-78."""
    terms = Terms(TERMS, [Agreed("repeat-child", day("2027-04-01"), 2)])
    lines = ("2027-03-01 admitted", "2027-03-10 held r1", "2027-06-01 held r2")
    assert due(CHILD, *lines, terms=terms) == ["2027-06-10", "2027-08-01"]
