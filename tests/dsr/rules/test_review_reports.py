"""After a C(E)TR: report, recommendations, answers (R-DSR-86 to 88)."""

import pytest

from dsr.rules.facts.reviews import Recipient
from dsr.rules.reviews import review_reports
from dsr.rules.reviews.held import held
from dsr.rules.terms import Terms
from tests.dsr.rules.found_tasks import state, the_one, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = Terms(review_reports.TERMS)
BORN = "2012-02-01"
HELD = "2027-03-10 held r1"
ONE = "2027-03-10 recommended r1 1 2027-04-30"
FOUR = tuple(f"2027-03-23 report-sent r1 {to}" for to in review_reports.BY_LAW)


@pytest.mark.parametrize(
    ("met", "due"),
    [
        ("2027-03-10", "2027-03-23"),
        ("2027-03-15", "2027-03-28"),
        ("2028-02-20", "2028-03-04"),
        ("2027-12-20", "2028-01-02"),
    ],
)
def test_t8_a_report_is_out_within_14_days_that_begin_with_the_meeting(met: str, due: str) -> None:
    """R-DSR-59a, 87, T8: to the four of the law and to the young person; Easter shifts nothing."""
    found = with_code(review_reports.tasks(a_life(BORN, f"{met} held r1"), TERMS), "review-report")
    assert [(task.about, str(task.due_on)) for task in found] == [
        (f"r1/{to}", due)
        for to in (
            "responsible-commissioner",
            "responsible-clinician",
            "aftercare-board",
            "home-council",
            "patient",
        )
    ]


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-03-23", "open"),
        ((), "2027-03-24", "overdue"),
        (("2027-03-23 report-sent r1 home-council",), "2027-03-24", "done"),
        (("2027-03-23 report-sent r1 patient",), "2027-03-24", "overdue"),
        (("2027-03-23 report-sent r2 home-council",), "2027-03-24", "overdue"),
        (("2027-03-20 discharged",), "2027-03-24", "overdue"),
    ],
)
def test_each_recipient_has_a_copy(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-87."""
    found = review_reports.tasks(a_life(BORN, HELD, *lines), TERMS)
    council = [task for task in with_code(found, "review-report") if task.about == "r1/home-council"]
    assert [state(task, on) for task in council] == [expected]


@pytest.mark.parametrize(
    ("lines", "in_time"),
    [
        (FOUR, True),
        (FOUR[:3], False),
        ((*FOUR[:3], "2027-03-24 report-sent r1 home-council"), False),
        ((*FOUR, "2027-03-24 report-sent r1 home-council"), True),
        ((), False),
    ],
)
def test_a_report_is_out_when_all_four_have_it(lines: tuple[str, ...], in_time: bool) -> None:
    """R-DSR-87, K6: a copy sent twice was sent on the first day."""
    life = a_life(BORN, HELD, *lines)
    [review] = held(life)
    assert review_reports.is_out_in_time(life, review, TERMS) is in_time


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-04-30", "open"),
        ((), "2027-05-01", "overdue"),
        (("2027-04-30 recommendation-done r1 1",), "2027-05-01", "done"),
        (("2027-04-30 recommendation-done r1 2",), "2027-05-01", "overdue"),
        (("2027-03-20 recommended r1 1 2027-05-15",), "2027-05-15", "open"),
        (("2027-04-02 died",), "2027-05-01", "ceased"),
    ],
)
def test_a_recommendation_has_a_day_that_the_commissioner_watches(
    lines: tuple[str, ...], on: str, expected: str
) -> None:
    """R-DSR-86: a later record puts the day right."""
    found = review_reports.tasks(a_life(BORN, HELD, ONE, *lines), TERMS)
    assert state(the_one(found, "recommendation"), on) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), {}),
        (FOUR[:1], {"responsible-commissioner": "overdue"}),
        ((FOUR[0], "2027-03-25 answered r1 1 responsible-commissioner accepted"),
         {"responsible-commissioner": "done"}),
        ((FOUR[0], FOUR[3], "2027-03-25 answered r1 1 home-council not-accepted"),
         {"responsible-commissioner": "overdue", "home-council": "done"}),
        (("2027-03-23 report-sent r1 patient",), {}),
        ((FOUR[0], "2027-03-25 answered r1 2 responsible-commissioner accepted"),
         {"responsible-commissioner": "overdue"}),
    ],
)  # fmt: skip
def test_who_has_the_report_answers_to_each_recommendation(lines: tuple[str, ...], expected: dict[str, str]) -> None:
    """R-DSR-88: the four of the law, 28 days after they had it, and nobody before."""
    found = with_code(review_reports.tasks(a_life(BORN, HELD, ONE, *lines), TERMS), "recommendation-answer")
    assert {task.about.split("/")[2]: state(task, "2027-04-21") for task in found} == expected
    assert all(state(task, "2027-04-20") in {"open", "done"} for task in found)


def test_the_latest_answer_holds() -> None:
    """R-DSR-88."""
    council = "answered r1 1 home-council"
    life = a_life(BORN, HELD, ONE, f"2027-03-25 {council} not-accepted", f"2027-03-30 {council} partly")
    [one] = review_reports.recommendations(life, "r1")
    answer = review_reports.answer_of(life, one, Recipient.HOME_COUNCIL)
    assert answer is not None
    assert (answer.on, answer.response.value) == (day("2027-03-30"), "partly")
    assert review_reports.answer_of(life, one, Recipient.AFTERCARE_BOARD) is None


def test_reports_and_answers_are_explained_in_a_sentence() -> None:
    """R-DSR-87, 88."""
    found = list(review_reports.tasks(a_life(BORN, HELD, ONE, FOUR[3]), TERMS))
    assert with_code(found, "review-report")[3].why == (
        "A C(E)TR was held on 10 March 2027: the home council has the report within 14 days, that day counted, so by "
        "23 March 2027."
    )
    assert the_one(found, "recommendation-answer").why == (
        "The home council has had the report since 23 March 2027 and must have regard to what it recommends: the "
        "answer is on record by 20 April 2027."
    )
