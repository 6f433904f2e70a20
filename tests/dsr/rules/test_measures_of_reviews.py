"""Measures of C(E)TRs over many lives: K4 to K6, K10, K13 (section I)."""

from datetime import date

import pytest

from dsr.rules.life import Life
from dsr.rules.measures import measures_of_reviews as measures
from dsr.rules.measures.measures_of_reviews import Protocols
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.reviews import community_reviews, protocol, review_deadlines, review_reports
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life

TERMS = Terms((*review_deadlines.TERMS, *community_reviews.TERMS, *review_reports.TERMS, *protocol.TERMS))
MARCH = Period(date(2027, 3, 1), date(2027, 3, 31))
CHILD = "2012-02-01"
ADULT = "2008-02-01"
LAEP = "happened local-area-emergency-protocol"
FOUR = tuple(f"report-sent r1 {to}" for to in review_reports.BY_LAW)


@pytest.mark.parametrize(
    ("born", "lines", "expected"),
    [
        (CHILD, ("2027-03-01 admitted",), Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-14 held r1"), Ratio(1, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-15 held r1"), Ratio(0, 1)),
        (ADULT, ("2027-03-01 admitted", "2027-03-28 held r1"), Ratio(1, 1)),
        (ADULT, ("2027-03-01 admitted", "2027-03-29 held r1"), Ratio(0, 1)),
        (CHILD, ("2027-02-15 admitted",), Ratio(0, 0)),
        (CHILD, ("2027-02-16 admitted",), Ratio(0, 1)),
        (CHILD, ("2027-03-18 admitted",), Ratio(0, 1)),
        (CHILD, ("2027-03-19 admitted", "2027-03-20 held r1"), Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", "2027-03-14 refused own-consent review"), Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", "2027-03-15 refused own-consent review"), Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-14 discharged"), Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", "2027-03-15 discharged"), Ratio(0, 1)),
        (CHILD, ("2027-03-18 admitted", "2027-03-31 discharged"), Ratio(0, 0)),
        (CHILD, ("2027-03-18 admitted", "2027-03-31 discharged", "2027-04-01 admitted"), Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-10 held r1", "2027-03-12 discharged"), Ratio(1, 1)),
        (CHILD, ("2027-02-20 held c1", "2027-03-01 admitted"), Ratio(0, 0)),
        ("2001-02-28", ("2027-03-01 admitted",), Ratio(0, 0)),
    ],
)
def test_k4_post_admission_reviews_in_time(born: str, lines: tuple[str, ...], expected: Ratio) -> None:
    """K4, R-DSR-73, 76, 77: of those due in the period; who refused or had left by the day is not counted as late."""
    assert measures.post_admission_in_time([a_life(born, *lines)], MARCH, TERMS) == expected


REFUSED = "refused own-consent review"


@pytest.mark.parametrize(
    ("born", "lines", "refused", "due"),
    [
        (CHILD, ("2027-03-01 admitted", f"2027-03-05 {REFUSED}"), 1, Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", f"2027-03-14 {REFUSED}"), 1, Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", f"2027-03-15 {REFUSED}"), 0, Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", f"2027-03-20 {REFUSED}"), 0, Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-05 discharged"), 0, Ratio(0, 0)),
        (CHILD, ("2027-02-01 admitted", f"2027-02-05 {REFUSED}"), 0, Ratio(0, 0)),
        ("2001-03-02", ("2027-03-01 admitted", f"2027-03-05 {REFUSED}"), 1, Ratio(0, 0)),
        ("2001-03-01", ("2027-03-01 admitted", f"2027-03-05 {REFUSED}"), 0, Ratio(0, 0)),
    ],
)
def test_k4_refusals_are_told_beside_it(born: str, lines: tuple[str, ...], refused: int, due: Ratio) -> None:
    """K4, R-DSR-16, 76: of who is under 26 at the admission; after its day a refusal explains no missing review."""
    lives = [a_life(born, *lines)]
    assert measures.missing_but_refused(lives, MARCH, TERMS) == refused
    assert measures.post_admission_in_time(lives, MARCH, TERMS) == due


@pytest.mark.parametrize(
    ("born", "lines", "expected"),
    [
        (CHILD, ("2027-03-18 admitted",), Ratio(1, 1)),
        (CHILD, ("2027-03-17 admitted",), Ratio(0, 1)),
        (CHILD, ("2026-12-20 admitted", "2026-12-31 held r1"), Ratio(1, 1)),
        (CHILD, ("2026-12-20 admitted", "2026-12-30 held r1"), Ratio(0, 1)),
        (ADULT, ("2026-12-20 admitted", "2026-12-30 held r1"), Ratio(1, 1)),
        (ADULT, ("2026-02-01 admitted adult low-secure", "2026-03-31 held r1"), Ratio(1, 1)),
        (ADULT, ("2026-02-01 admitted adult low-secure", "2026-03-30 held r1"), Ratio(0, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-05 refused own-consent review"), Ratio(1, 1)),
        (CHILD, ("2027-03-01 admitted", "2027-03-31 discharged"), Ratio(0, 0)),
        (CHILD, ("2027-03-01 admitted", "2027-03-31 discharged", "2027-04-01 admitted"), Ratio(0, 1)),
        (CHILD, (), Ratio(0, 0)),
    ],
)
def test_k5_inpatients_whose_review_is_in_date(born: str, lines: tuple[str, ...], expected: Ratio) -> None:
    """K5, R-DSR-78: 3, 6 or 12 months, on the last day of the period."""
    assert measures.inpatient_reviews_in_date([a_life(born, *lines)], MARCH, TERMS) == expected


@pytest.mark.parametrize(
    ("held", "sent", "expected"),
    [
        ("2027-03-10", ("2027-03-23",) * 4, Ratio(1, 1)),
        ("2027-03-10", ("2027-03-23",) * 3, Ratio(0, 1)),
        ("2027-03-10", ("2027-03-23", "2027-03-23", "2027-03-23", "2027-03-24"), Ratio(0, 1)),
        ("2027-03-18", (), Ratio(0, 1)),
        ("2027-03-19", (), Ratio(0, 0)),
        ("2027-02-15", ("2027-02-20",) * 4, Ratio(0, 0)),
    ],
)
def test_k6_reports_that_all_four_had_in_time(held: str, sent: tuple[str, ...], expected: Ratio) -> None:
    """K6, R-DSR-87, T8: of those due in the period, community C(E)TRs too."""
    lines = [f"{on} {line}" for on, line in zip(sent, FOUR, strict=False)]
    assert measures.reports_in_time([a_life(CHILD, f"{held} held r1", *lines)], MARCH, TERMS) == expected


def test_k10_what_boards_are_asked_about_inpatients() -> None:
    """K10, T12: a valid community C(E)TR counts, a review of an earlier stay does not."""
    lives = [
        a_life(CHILD, "2027-03-01 admitted", "2027-03-05 held r1", "2027-03-06 checklist enquiry-standard-7.5"),
        a_life(CHILD, "2027-02-20 held c1", "2027-03-01 admitted"),
        a_life(CHILD, "2027-01-01 admitted", "2027-01-08 held r1", "2027-01-20 discharged", "2027-03-01 admitted"),
        a_life(CHILD, "2027-03-01 admitted", "2027-04-01 checklist enquiry-standard-7.5", "2027-04-01 held r1"),
        a_life(CHILD, "2027-03-01 admitted", "2027-03-10 discharged"),
        a_life(CHILD, "2027-03-01 admitted", "2027-03-06 held r1", "2027-03-31 discharged", "2027-04-01 admitted"),
        a_life("2001-01-01", "2027-03-01 admitted"),
    ]

    def has_key_worker(life: Life, on: date) -> bool:
        return len(life.facts) > 1

    found = measures.questions_about_inpatients(lives, MARCH, TERMS, has_key_worker)
    assert (found.with_review, found.with_key_worker, found.with_long_term_plan) == (
        Ratio(3, 5),
        Ratio(4, 5),
        Ratio(1, 5),
    )


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        ([], Protocols(0, 0)),
        ([(CHILD, f"2027-03-01 {LAEP}"), (CHILD, f"2027-03-31 {LAEP}")], Protocols(2, 0)),
        ([(CHILD, f"2027-02-28 {LAEP}"), (CHILD, f"2027-04-01 {LAEP}")], Protocols(0, 0)),
        ([(CHILD, f"2027-01-10 {LAEP}", f"2027-03-10 {LAEP}")], Protocols(1, 1)),
        ([(CHILD, f"2026-12-10 {LAEP}", f"2027-03-10 {LAEP}")], Protocols(1, 1)),
        ([(CHILD, f"2026-12-09 {LAEP}", f"2027-03-10 {LAEP}")], Protocols(1, 0)),
        ([(CHILD, f"2026-11-01 {LAEP}", "2027-03-01 laep-convened", f"2027-03-20 {LAEP}")], Protocols(2, 1)),
    ],
)
def test_k13_emergency_protocols_and_repeats(lives: list[tuple[str, ...]], expected: Protocols) -> None:
    """K13, R-DSR-65a, 71: a repeat counts in the period in which it was called."""
    assert measures.emergency_protocols([a_life(*life) for life in lives], MARCH, TERMS) == expected
