"""What prepares a C(E)TR follows the plan that stands, refused, cancelled or moved as it was (R-DSR-80 to 84)."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.life import Life
from dsr.rules.reviews import packs, review_running
from dsr.rules.reviews.held import plan_of
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day

TERMS = Terms((*review_running.TERMS, *packs.TERMS))
BORN = date(2012, 2, 1)
PLANNED, TOLD, VERIFIED = "2027-03-02 review-planned r1 2027-03-22", "2027-03-02 review-notice r1", "pack-consent r1"
REFUSED, WITHDRAWN = "2027-03-05 refused own-consent review", "2027-03-05 withdrawn own-consent review"
CANCELLED, AGREED = "2027-03-05 review-cancelled r1", "2027-03-08 consent own-consent review"
AS_PLANNED = (PLANNED, TOLD, f"2027-03-03 {VERIFIED}")
NOTICE, CONSENT, PACK, PANEL = "review-notice", "pack-consent", "pack-sent", "review-panel"


def tasks(life: Life) -> list[Task]:
    return [*review_running.tasks(life, TERMS), *packs.tasks(life, TERMS)]


def asked(life: Life, on: str) -> dict[str, str]:
    """What is to be done on a day, by the day on which it is due."""
    return {task.code: str(task.due_on) for task in tasks(life) if task.is_open(day(on))}


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-03-04", {PACK: "2027-03-21", PANEL: "2027-03-21"}),
        ((REFUSED,), "2027-03-05", {}),
        ((REFUSED,), "2027-03-20", {}),
        ((REFUSED, AGREED), "2027-03-07", {}),
        ((REFUSED, AGREED), "2027-03-08", {CONSENT: "2027-03-21", PACK: "2027-03-21", PANEL: "2027-03-21"}),
        ((WITHDRAWN, AGREED), "2027-03-08", {CONSENT: "2027-03-21", PACK: "2027-03-21", PANEL: "2027-03-21"}),
        ((REFUSED, AGREED, f"2027-03-09 {VERIFIED}"), "2027-03-09", {PACK: "2027-03-21", PANEL: "2027-03-21"}),
        ((REFUSED, AGREED, "2027-03-10 refused own-consent review"), "2027-03-10", {}),
        ((REFUSED, "2027-03-25 consent own-consent review"), "2027-03-25",
         {CONSENT: "2027-03-25", PACK: "2027-03-25", PANEL: "2027-03-25"}),
        ((WITHDRAWN, CANCELLED, AGREED), "2027-03-08", {}),
        ((WITHDRAWN, CANCELLED, AGREED, "2027-03-09 review-planned r1 2027-03-30"), "2027-03-09",
         {NOTICE: "2027-03-16", CONSENT: "2027-03-29", PACK: "2027-03-29", PANEL: "2027-03-29"}),
        ((REFUSED, "2027-03-09 review-planned r1 2027-03-22"), "2027-03-09",
         {CONSENT: "2027-03-21", PACK: "2027-03-21", PANEL: "2027-03-21"}),
        ((CANCELLED, "2027-03-09 review-planned r1 2027-03-30"), "2027-03-06", {}),
        ((REFUSED, AGREED, "2027-03-22 held r1"), "2027-03-22", {}),
        ((REFUSED, AGREED, "2027-03-10 died"), "2027-03-10", {}),
        (("2027-03-22 held r1", "2027-03-25 refused own-consent review", "2027-03-26 consent own-consent review"),
         "2027-03-27", {}),
    ],
)  # fmt: skip
def test_a_plan_that_stands_is_prepared_though_it_was_refused_before(
    lines: tuple[str, ...], on: str, expected: dict[str, str]
) -> None:
    """R-DSR-31, 80, 82, 84: the consent is verified again, and nobody meets before a locked pack without being told."""
    life = a_life(str(BORN), *AS_PLANNED, *lines)
    assert asked(life, on) == expected
    assert asked(life.until(day(on)), on) == expected


@pytest.mark.parametrize(
    ("lines", "on", "due", "full"),
    [
        ((PLANNED,), "2027-03-02", "2027-03-08", None),
        ((PLANNED, TOLD), "2027-03-02", None, True),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-31"), "2027-03-04", None, True),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-31"), "2027-03-05", "2027-03-17", None),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-11"), "2027-03-05", "2027-03-05", None),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-22"), "2027-03-05", None, True),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-31", "2027-03-06 review-notice r1"), "2027-03-06",
         None, True),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-31", "2027-03-18 review-notice r1"), "2027-03-18",
         None, False),
        ((PLANNED, TOLD, "2027-03-05 review-planned r1 2027-03-31", "2027-03-06 review-planned r1 2027-03-22"),
         "2027-03-06", "2027-03-08", None),
        ((PLANNED, "2027-03-09 review-planned r1 2027-03-12"), "2027-03-09", "2027-03-09", None),
        ((PLANNED, TOLD, CANCELLED, "2027-03-06 review-planned r1 2027-03-22"), "2027-03-06", "2027-03-08", None),
        ((PLANNED, CANCELLED, "2027-03-20 review-planned r1 2027-04-12"), "2027-03-20", "2027-03-29", None),
        ((PLANNED, TOLD, REFUSED, AGREED), "2027-03-08", None, True),
        (("2027-03-01 review-notice r1", PLANNED), "2027-03-02", None, True),
        ((PLANNED, TOLD, "2027-03-05 review-planned r2 2027-03-31", "2027-03-05 review-notice r2"), "2027-03-05",
         None, True),
    ],
)  # fmt: skip
def test_the_person_is_told_the_day_that_stands(
    lines: tuple[str, ...], on: str, due: str | None, full: bool | None
) -> None:
    """R-DSR-81: notice is of a day; who was told another has not been told."""
    life = a_life(str(BORN), *lines)
    assert asked(life, on).get(NOTICE) == due
    assert review_running.had_full_notice(life.until(day(on)), "r1", TERMS) is full


def test_what_is_asked_for_again_when_its_day_is_past_says_since_when() -> None:
    """R-DSR-59a."""
    life = a_life(str(BORN), PLANNED, REFUSED, "2027-03-25 consent own-consent review")
    told = [task.why for task in tasks(life) if task.code == PANEL and task.is_open(day("2027-03-25"))]
    assert [why.partition("21 March 2027.")[2] for why in told] == [
        " It is asked for again since 25 March 2027, so it is due on that day."
    ]


WORDS = (
    "review-planned r1 2027-03-22",
    "review-planned r1 2027-04-12",
    "review-cancelled r1",
    "review-notice r1",
    "pack-consent r1",
    "pack-sent r1",
    "pack-item r1 planner",
    "pack-item r1 crisis-plan",
    "refused own-consent review",
    "withdrawn own-consent",
    "consent own-consent review",
    "consent parental-responsibility review",
    "withdrawn parental-responsibility review",
    "held r1",
)
lives = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(WORDS)), max_size=12).map(
    lambda chosen: Life.of(BORN, [a_fact(f"{date(2027, 3, 1) + timedelta(days=on)} {what}") for on, what in chosen])
)


@settings(deadline=None, max_examples=200)
@given(lives)
def test_whoever_prepares_a_meeting_is_told_that_its_pack_is_locked(life: Life) -> None:
    """R-DSR-84: on every day, whatever happened; and once it is unlocked nobody is asked."""
    for on in {fact.on for fact in life.facts}:
        known = life.until(on)
        is_asked = CONSENT in asked(known, str(on))
        is_prepared = any(begin <= on and (end is None or on < end) for begin, end in times(known))
        assert is_asked == (is_prepared and not packs.is_unlocked(known, "r1", on))
        assert not is_prepared or plan_of(known, "r1") is not None


def times(life: Life) -> list[tuple[date, date | None]]:
    planned = "r1" in review_running.names(life)
    return list(review_running.prepared(life, "r1")) if planned else []


@settings(deadline=None, max_examples=200)
@given(lives)
def test_what_was_to_be_prepared_on_a_day_does_not_change_by_what_happens_later(life: Life) -> None:
    """H13: what is asked for again is another task, and the one before it stays ended."""
    for on in {fact.on for fact in life.facts}:
        later = {(task.code, task.about) for task in tasks(life) if task.is_open(on)}
        assert later == {(task.code, task.about) for task in tasks(life.until(on)) if task.is_open(on)}
    told = [(task.code, task.about) for task in tasks(life)]
    assert len(told) == len(set(told))
