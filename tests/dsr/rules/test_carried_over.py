"""Whom another register had: what their state asks for stays due, what was begun there counts from here (ADR 0073)."""

import pytest

from dsr.rules import due
from dsr.rules.carried_over import ASKED_HERE, NOT_ASKED, kept_since
from dsr.rules.due import FAMILIES, open_on
from dsr.rules.life import Life
from dsr.rules.measures.all_measures import Everybody, groups, times
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.measures.measuring import Period
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day

TERMS = Terms(due.TERMS)
BORN, IMPORTED = "2011-06-01", "2027-03-01"
SHEET = (
    "2026-11-02 condition autism",
    "2026-11-02 area local",
    "2026-11-02 referred health",
    "2026-11-02 consent parental-responsibility entry sharing:CAMHS review",
    "2026-11-05 key-worker kw-01",
)


def imported(rating: str = "red", *lines: str, accepted: str = f"accepted before {IMPORTED}") -> Life:
    return a_life(BORN, *SHEET, f"2026-11-04 {accepted}", f"2026-11-05 rated {rating}", *lines)


def open_tasks(life: Life, on: str = IMPORTED) -> dict[str, Task]:
    return {task.code: task for task in open_on(life, day(on), TERMS)}


@pytest.mark.parametrize(
    ("rating", "code", "due_on"),
    [
        ("red", "review", "2026-11-12"),
        ("red", "avoid-admission", "2027-03-02"),
        ("red", "refresh-plans", "2027-03-08"),
        ("red", "key-worker-ask", "2027-03-02"),
        ("green", "keep-plans", "2027-03-31"),
        ("green", "review", "2026-12-03"),
        ("green", "key-worker-closing-review", "2027-03-15"),
    ],
)
def test_what_was_begun_before_counts_from_the_day_since_which_it_is_kept_here(
    rating: str, code: str, due_on: str
) -> None:
    """R-DSR-57, 59, 105: a review is due by the state of somebody, the rest has its working days anew."""
    task = open_tasks(imported(rating))[code]
    assert str(task.due_on) == due_on
    assert task.is_overdue(day(IMPORTED)) is (code == "review")
    assert ("Kept here since 1 March 2027" in task.why) is (code != "review")


def test_a_survey_of_a_time_before_is_not_asked_and_a_later_one_is() -> None:
    """R-DSR-106."""
    assert "key-worker-outcomes" not in open_tasks(imported())
    later = imported("red", "2027-03-01 key-worker kw-02", "2027-03-03 key-working-closed declined")
    assert open_tasks(later, "2027-03-04")["key-worker-outcomes"].about == "close"


def test_of_an_inpatient_review_and_visit_stay_overdue_and_the_checklist_counts_from_here() -> None:
    """R-DSR-72, 73, 90, 96."""
    found = open_tasks(imported("amber", "2026-11-10 admitted", "2026-11-10 detained 3"))
    overdue = {code for code, task in found.items() if task.is_overdue(day(IMPORTED))}
    assert {"cetr-post-admission", "commissioner-visit", "review"} <= overdue
    assert overdue.isdisjoint({"discharge-checklist", "root-cause-analysis", "plan-discharge", "escalate-cetr-council"})
    assert str(found["root-cause-analysis"].due_on) == "2027-03-31"


@pytest.mark.parametrize(
    ("on", "rungs"),
    [
        (IMPORTED, {"escalate-red-long-commissioner", "escalate-red-long-council"}),
        ("2027-03-02", {"escalate-review-first"}),
        ("2027-03-03", {"escalate-review-second"}),
        ("2027-03-08", {"escalate-review-top-commissioner", "escalate-review-top-council"}),
    ],
)
def test_the_ladder_counts_from_the_day_since_which_it_is_kept_here(on: str, rungs: set[str]) -> None:
    """R-DSR-65a: nobody is spared a rung, and nobody could climb one before."""
    tasks = open_tasks(imported(), on)
    found = {code for code, task in tasks.items() if code.startswith("escalate") and task.opens_on == day(on)}
    assert found == rungs
    assert all("Kept here since 1 March 2027" in tasks[code].why for code in rungs)


def test_a_concern_about_safety_waits_for_nothing() -> None:
    """R-DSR-65a."""
    found = open_tasks(imported("red", "2026-12-01 happened unresolved-safety-concern"))
    assert str(found["escalate-safety"].due_on) == "2026-12-02"


@pytest.mark.parametrize(
    ("accepted", "since"),
    [("accepted before 2027-03-01", "2027-03-01"), ("accepted before", "None"), ("accepted", "None")],
)
def test_only_an_entry_that_another_register_had_is_kept_since_a_day(accepted: str, since: str) -> None:
    assert str(kept_since(imported(accepted=accepted))) == since


def test_who_was_taken_on_here_before_has_the_clocks_of_here() -> None:
    """Such as where an imported record is merged into one that was worked with."""
    life = imported("red", "2026-12-01 accepted")
    assert kept_since(life) is None
    assert open_tasks(life)["avoid-admission"].is_overdue(day(IMPORTED))


@pytest.mark.parametrize(
    ("accepted", "second", "since"),
    [
        ("accepted before 2026-12-01", "2026-11-03 accepted before 2027-03-01", "2026-12-01"),
        ("accepted before 2027-03-01", "2026-11-03 accepted before 2026-12-01", "2026-12-01"),
        ("accepted before", "2026-11-03 accepted before 2027-03-01", "None"),
        ("accepted before 2027-03-01", "2026-11-20 accepted before", "None"),
    ],
)
def test_of_two_records_that_were_carried_over_the_longest_kept_here_counts(
    accepted: str, second: str, since: str
) -> None:
    """H02: a merge must not put off what was overdue here; an import of old told no day, and was never put off."""
    life = imported("red", second, accepted=accepted)
    assert str(kept_since(life)) == since
    found = open_tasks(life)
    assert found["avoid-admission"].is_overdue(day(IMPORTED))
    assert "escalate-review-top-commissioner" in found


def test_no_figure_is_bettered_by_it() -> None:
    """K1 to K18."""
    period, people = Period(day("2026-11-01"), day("2027-03-31")), {Band.UNDER_18: Population(145_000, 2024)}
    before, after = (
        Everybody([imported(rating, accepted=said) for rating in ("red", "amber", "green")], period, TERMS, people)
        for said in ("accepted before", f"accepted before {IMPORTED}")
    )
    assert open_tasks(before.lives[0]).keys() != open_tasks(after.lives[0]).keys()
    assert list(groups(before)) == list(groups(after))
    assert list(times(before)) == list(times(after))


def test_every_code_that_the_rule_names_is_one_of_a_family() -> None:
    """A code that was renamed would be overdue again, and nobody would see why."""
    lives = [imported("red"), imported("green"), imported("amber", "2026-11-10 admitted")]
    asked = {task.code for life in lives for family in FAMILIES for task in family.tasks(life, TERMS)}
    assert asked >= ASKED_HERE | NOT_ASKED
