"""The community C(E)TR before an admission, and the causes where there was none (R-DSR-69, 71, 72, 77)."""

import pytest

from dsr.rules.hospital import causes
from dsr.rules.reviews import community_reviews
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.found_tasks import due_days, state, the_one, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = Terms((*community_reviews.TERMS, *causes.TERMS))
BORN = "2012-02-01"
PLANNED = "2027-03-01 admission-planned 2027-03-22"


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-03-01", "open"),
        ((), "2027-03-21", "open"),
        ((), "2027-03-22", "overdue"),
        (("2027-03-21 held c1",), "2027-03-22", "done"),
        (("2027-03-22 held c1 before-admission", "2027-03-22 admitted"), "2027-03-22", "done"),
        (("2027-03-22 admitted",), "2027-03-22", "ceased"),
        (("2027-03-10 admission-called-off",), "2027-03-22", "ceased"),
        (("2027-03-10 refused own-consent review",), "2027-03-22", "ceased"),
        (("2027-03-10 died",), "2027-03-22", "ceased"),
        (("2027-03-10 happened local-area-emergency-protocol", "2027-03-11 laep-convened"), "2027-03-22", "overdue"),
        (("2027-03-01 held c1",), "2027-03-01", "done"),
    ],
)
def test_a_community_review_comes_before_a_planned_admission(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-69, 71: on the day before it at the latest."""
    life = a_life(BORN, PLANNED, *lines)
    assert state(the_one(community_reviews.tasks(life, TERMS), "cetr-community"), on) == expected


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        ((PLANNED,), ["2027-03-21"]),
        (("2027-02-22 held c1", PLANNED), []),
        (("2027-02-21 held c1", PLANNED), ["2027-03-21"]),
        ((PLANNED, "2027-03-05 admission-planned 2027-04-01"), ["2027-03-21", "2027-03-31"]),
        (("2027-02-25 held c1", PLANNED, "2027-03-05 admission-planned 2027-04-01"), ["2027-03-31"]),
        (("2027-03-01 admission-planned 2027-03-01",), ["2027-03-01"]),
        (("2027-02-01 admitted", PLANNED), []),
        ((), []),
    ],
)
def test_a_review_of_the_last_28_days_counts_and_a_put_off_admission_may_need_another(
    lines: tuple[str, ...], due: list[str]
) -> None:
    """R-DSR-69, 77."""
    assert due_days(community_reviews.tasks(a_life(BORN, *lines), TERMS), "cetr-community") == due


def test_what_was_planned_first_ceases_when_it_is_put_off() -> None:
    """R-DSR-69."""
    life = a_life(BORN, PLANNED, "2027-03-05 admission-planned 2027-04-01", "2027-03-25 held c1")
    first, second = with_code(community_reviews.tasks(life, TERMS), "cetr-community")
    assert [state(first, "2027-03-22"), state(second, "2027-03-22"), state(second, "2027-03-25")] == [
        "ceased",
        "open",
        "done",
    ]


@pytest.mark.parametrize(
    ("lines", "due"),
    [
        (("2027-03-01 admitted",), ["2027-03-31"]),
        (("2027-02-01 held c1", "2027-03-01 admitted"), []),
        (("2027-01-31 held c1", "2027-03-01 admitted"), ["2027-03-31"]),
        (("2027-03-01 held c1 before-admission", "2027-03-01 admitted"), []),
        (("2027-03-01 held r1", "2027-03-01 admitted"), ["2027-03-31"]),
        (("2027-03-02 held c1 before-admission", "2027-03-01 admitted"), ["2027-03-31"]),
        (("2027-02-28 happened local-area-emergency-protocol", "2027-02-28 laep-convened", "2027-03-01 admitted"),
         ["2027-03-31"]),
        (("2027-02-27 refused own-consent review", "2027-03-01 admitted"), ["2027-03-31"]),
        (("2027-03-01 admitted planned",), ["2027-03-31"]),
        (("2027-03-01 admitted", "2027-03-10 admitted"), ["2027-03-31"]),
        (("2027-03-01 admitted", "2027-04-05 discharged", "2027-06-01 admitted"), ["2027-03-31", "2027-06-29"]),
        (("2026-12-21 admitted",), ["2027-01-21"]),
        (("2027-03-01 acute",), []),
        (("2027-03-01 detained 136",), []),
    ],
)  # fmt: skip
def test_t16_every_admission_without_a_valid_community_review_has_its_causes_analysed(
    lines: tuple[str, ...], due: list[str]
) -> None:
    """R-DSR-71, 72, T16: in 20 working days; also where it was planned, or a review was refused."""
    assert due_days(causes.tasks(a_life(BORN, *lines), TERMS), "root-cause-analysis") == due


@pytest.mark.parametrize(
    ("lines", "states"),
    [
        ((), ["overdue", "overdue"]),
        (("2027-03-20 causes",), ["done", "overdue"]),
        (("2027-06-20 causes",), ["overdue", "done"]),
        (("2027-06-20 causes 2027-03-01",), ["done", "overdue"]),
        (("2027-03-31 causes", "2027-06-20 causes"), ["done", "done"]),
        (("2027-02-20 causes",), ["overdue", "overdue"]),
        (("2027-06-20 causes 2027-03-02",), ["overdue", "overdue"]),
        (("2027-06-05 died",), ["overdue", "overdue"]),
    ],
)
def test_an_analysis_belongs_to_one_admission(lines: tuple[str, ...], states: list[str]) -> None:
    """R-DSR-72: the one it names, or the latest; neither a discharge nor a death answers the question."""
    life = a_life(BORN, "2027-03-01 admitted", "2027-04-05 discharged", "2027-06-01 admitted", *lines)
    found = with_code(causes.tasks(life, TERMS), "root-cause-analysis")
    assert [state(task, "2027-07-01") for task in found] == states


def test_how_long_a_community_review_counts_can_be_agreed_on() -> None:
    """R-DSR-77: by the value of the day on which it was held."""
    terms = Terms((*community_reviews.TERMS, *causes.TERMS), [Agreed("community-review-valid", day("2027-02-15"), 10)])
    early = a_life(BORN, "2027-02-10 held c1", "2027-03-01 admitted")
    late = a_life(BORN, "2027-02-15 held c1", "2027-03-01 admitted")
    assert [causes.without_community_review(life, terms) == () for life in (early, late)] == [True, False]


def test_why_is_told_in_a_sentence() -> None:
    """R-DSR-69, 72."""
    life = a_life(BORN, PLANNED, "2027-03-22 admitted")
    assert the_one(causes.tasks(life, TERMS), "root-cause-analysis").why == (
        "Admitted on 22 March 2027 without a valid community C(E)TR; the person was not on the register "
        "the day before: why that was, and what changes, is on record by "
        "21 April 2027."
    )
    assert the_one(community_reviews.tasks(life, TERMS), "cetr-community").why == (
        "An admission is planned for 22 March 2027, and no community C(E)TR of the 28 days before it is on record: "
        "one is held before, by 21 March 2027."
    )
