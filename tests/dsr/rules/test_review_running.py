"""A C(E)TR from its plan to its end: notice, panel of three, completion (R-DSR-80, 81)."""

import pytest

from dsr.rules.facts.reviews import Role
from dsr.rules.reviews import review_reports, review_running
from dsr.rules.terms import Terms
from tests.dsr.rules.found_tasks import state, the_one
from tests.dsr.rules.lives import a_life, day

TERMS = Terms((*review_running.TERMS, *review_reports.TERMS))
BORN = "2012-02-01"
PLANNED = "2027-03-01 review-planned r1 2027-03-22"
PANEL = tuple(f"2027-03-05 panel r1 {role}" for role in Role)
HELD = "2027-03-22 held r1"
REPORTS = tuple(f"2027-03-25 report-sent r1 {to}" for to in review_reports.BY_LAW)


@pytest.mark.parametrize(
    ("lines", "due", "on", "expected"),
    [
        ((PLANNED,), "2027-03-08", "2027-03-08", "open"),
        ((PLANNED,), "2027-03-08", "2027-03-09", "overdue"),
        ((PLANNED, "2027-03-08 review-notice r1"), "2027-03-08", "2027-03-09", "done"),
        ((PLANNED, "2027-03-08 review-notice r2"), "2027-03-08", "2027-03-09", "overdue"),
        (("2027-03-15 review-planned r1 2027-03-22",), "2027-03-15", "2027-03-15", "open"),
        (("2027-03-15 review-planned r1 2027-03-22",), "2027-03-15", "2027-03-16", "overdue"),
        ((PLANNED, "2027-03-05 review-planned r1 2027-04-12"), "2027-03-29", "2027-03-29", "open"),
        ((PLANNED, "2027-03-05 review-cancelled r1"), "2027-03-08", "2027-03-09", "ceased"),
        ((PLANNED, "2027-03-05 refused own-consent review"), "2027-03-08", "2027-03-09", "ceased"),
        ((PLANNED, "2027-03-05 withdrawn own-consent"), "2027-03-08", "2027-03-09", "ceased"),
        ((PLANNED, "2027-03-05 died"), "2027-03-08", "2027-03-09", "ceased"),
        ((PLANNED, HELD), "2027-03-08", "2027-03-22", "ceased"),
    ],
)
def test_the_person_is_told_two_weeks_ahead(lines: tuple[str, ...], due: str, on: str, expected: str) -> None:
    """R-DSR-76, 81: at once where it is sooner; a refused, cancelled or held review needs no notice."""
    notice = the_one(review_running.tasks(a_life(BORN, *lines), TERMS), "review-notice")
    assert notice.due_on == day(due)
    assert state(notice, on) == expected


@pytest.mark.parametrize(
    ("told", "full"),
    [("2027-03-08", True), ("2027-03-09", False), (None, None)],
)
def test_short_notice_is_seen(told: str | None, full: bool | None) -> None:
    """R-DSR-81."""
    lines = [f"{told} review-notice r1"] if told else []
    assert review_running.had_full_notice(a_life(BORN, PLANNED, *lines), "r1", TERMS) is full


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (PANEL, ()),
        (PANEL[:2], ("No expert by experience is named.",)),
        ((), ("No chair is named.", "No clinical expert is named.", "No expert by experience is named.")),
        ((*PANEL[:2], "2027-03-05 panel r2 expert-by-experience"), ("No expert by experience is named.",)),
        ((*PANEL[:2], "2027-03-23 panel r1 expert-by-experience"), ("No expert by experience is named.",)),
        ((PANEL[0], "2027-03-05 panel r1 clinical-expert without registered", PANEL[2]),
         ("The clinical expert is not registered.",)),
        ((PANEL[0], PANEL[1], "2027-03-05 panel r1 expert-by-experience without registered"), ()),
        ((PANEL[0], PANEL[1], "2027-03-05 panel r1 expert-by-experience without checked"),
         ("The expert by experience has not been checked.",)),
        ((PANEL[0], "2027-03-05 panel r1 clinical-expert without trained", PANEL[2]),
         ("The clinical expert has not had the training.",)),
        ((PANEL[0], "2027-03-05 panel r1 clinical-expert without declared", PANEL[2]),
         ("The clinical expert has not declared interests.",)),
        (("2027-03-05 panel r1 chair without trained checked", *PANEL[1:]), ()),
        (("2027-03-05 panel r1 chair conflict", *PANEL[1:]), ("The chair has declared a conflict of interest.",)),
        (("2027-03-05 panel r1 chair conflict", *PANEL), ()),
    ],
)  # fmt: skip
def test_a_panel_is_of_three_whose_checks_are_on_record(lines: tuple[str, ...], missing: tuple[str, ...]) -> None:
    """R-DSR-80: whoever has a conflict of interest can be replaced."""
    assert review_running.missing_from_panel(a_life(BORN, PLANNED, *lines), "r1", day("2027-03-22")) == missing


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-03-21", "open"),
        ((), "2027-03-22", "overdue"),
        (PANEL, "2027-03-05", "done"),
        (PANEL[:2], "2027-03-22", "overdue"),
        ((*PANEL[:2], "2027-03-21 panel r1 expert-by-experience"), "2027-03-22", "done"),
        (("2027-03-10 review-cancelled r1",), "2027-03-22", "ceased"),
    ],
)
def test_the_panel_is_complete_by_the_day_before(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-80."""
    life = a_life(BORN, PLANNED, *lines)
    assert state(the_one(review_running.tasks(life, TERMS), "review-panel"), on) == expected


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((PLANNED,), ["It has not been held."]),
        ((PLANNED, *PANEL, *REPORTS), ["It has not been held."]),
        ((PLANNED, "2027-04-02 held r1"), ["It has not been held."]),
        ((PLANNED, *PANEL, HELD, *REPORTS), []),
        ((PLANNED, *PANEL[:2], HELD, *REPORTS), ["No expert by experience is named, and the panel is of three."]),
        ((PLANNED, *PANEL, HELD, *REPORTS[:3]), ["The report has not gone to the home council."]),
        ((PLANNED, *PANEL, HELD, *REPORTS[:3], "2027-04-02 report-sent r1 home-council"),
         ["The report has not gone to the home council."]),
        ((PLANNED, *PANEL, HELD, *REPORTS, "2027-03-22 recommended r1 1 2027-04-30"), []),
        ((PLANNED, *PANEL, HELD, *REPORTS, "2027-03-22 recommended r1 1 2027-04-30 nobody"),
         ["Recommendation 1 has no person who answers for it."]),
        ((PLANNED, *PANEL, HELD, *REPORTS, "2027-03-22 recommended r1 1 2027-04-30 nobody",
          "2027-03-23 recommended r1 1 2027-04-30"), []),
    ],
)  # fmt: skip
def test_a_review_is_completed_after_it_was_held_and_told(lines: tuple[str, ...], missing: list[str]) -> None:
    """R-DSR-80, 86, 87."""
    life = a_life(BORN, *lines)
    assert list(review_running.why_not_complete(life, "r1", day("2027-04-01"))) == missing


@pytest.mark.parametrize(
    ("lines", "completed"),
    [
        (("2027-03-21 review-completed r1",), None),
        (("2027-03-25 review-completed r1",), "2027-03-25"),
        (("2027-03-21 review-completed r1", "2027-03-30 review-completed r1"), "2027-03-30"),
        (("2027-03-30 review-completed r2",), None),
        ((), None),
    ],
)
def test_a_record_of_completion_that_came_too_early_completes_nothing(
    lines: tuple[str, ...], completed: str | None
) -> None:
    """R-DSR-86, 87: a C(E)TR cannot be completed before it is held."""
    found = review_running.completed_on(a_life(BORN, PLANNED, *PANEL, HELD, *REPORTS, *lines), "r1")
    assert (str(found) if found else None) == completed


def test_notice_is_explained_in_a_sentence() -> None:
    """R-DSR-81."""
    told = the_one(review_running.tasks(a_life(BORN, PLANNED), TERMS), "review-notice").why
    just = a_life(BORN, "2027-03-08 review-planned r1 2027-03-22")
    late = a_life(BORN, "2027-03-15 review-planned r1 2027-03-22")
    told_late = the_one(review_running.tasks(late, TERMS), "review-notice").why
    assert told == "The C(E)TR is on 22 March 2027: the person is told 14 days ahead, so by 8 March 2027."
    assert the_one(review_running.tasks(just, TERMS), "review-notice").why == told
    assert told_late == (
        "The C(E)TR is on 22 March 2027, sooner than in 14 days: the person is told at once, so by 15 March 2027, "
        "the day on which it was planned."
    )
