"""What a death ends, and what is owed still: it can be recorded that it is done (R-DSR-22, 31, 65a, 72, 87 to 91)."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.after_death import OWED
from dsr.rules.due import TERMS as EVERY_TERM
from dsr.rules.due import open_on
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.tasks import Task
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact, a_life, day
from tests.dsr.rules.telling import codes

TERMS = Terms(EVERY_TERM)
ACT = Terms(EVERY_TERM, in_force={section: day("2026-06-10") for section in Section})
BORN = "2012-02-01"
LONG_AFTER = day("2028-07-20")
ACCEPTED = (
    "2026-06-01 referred health",
    "2026-06-01 condition autism",
    "2026-06-01 area local",
    "2026-06-01 limb condition holds",
    "2026-06-01 limb risk holds",
    "2026-06-02 triaged",
    "2026-06-02 accepted",
)
ACTIVE = (*ACCEPTED, "2026-06-02 capacity no", "2026-06-02 consent parental-responsibility", "2026-06-02 rated red")
HELD = ("2026-06-20 admitted", "2026-06-25 held r1", "2026-06-25 recommended r1 1 2026-07-10")
DIED = "2026-06-28 died"
CLOSES: dict[str, Callable[[str], str]] = {
    "close-withdrawn": lambda _: "removed consent-withdrawn",
    "tell-withdrawal": lambda about: f"withdrawal-told {about.split()[0]}",
    "tell-family": lambda _: "told family",
    "tell-referrer": lambda _: "told referrer",
    "root-cause-analysis": lambda about: f"causes {about}",
    "inadequate-told": lambda about: f"inadequate-told {about.split('/')[1]}",
    "review-report": lambda about: f"report-sent {about.replace('/', ' ')}",
    "recommendation-answer": lambda about: f"answered {about.replace('/', ' ')} accepted",
    "escalate-safety": lambda _: "done escalate-safety",
}
"""What is recorded, of each task that no death ends, by what the task is about."""


def still_open(life: Life, on: date = LONG_AFTER, terms: Terms = TERMS) -> list[Task]:
    return list(open_on(life, on, terms))


def is_closed(task: Task, life: Life, on: date, terms: Terms) -> bool:
    """Whether a fact of a day says that a task is done, and may be recorded."""
    fact = a_fact(f"{on} {CLOSES[task.code](task.about)}")
    after = Life.of(life.birth_on, (*life.facts, fact))
    left = {(one.code, one.about) for one in still_open(after, on, terms)}
    return why_not(fact, life, on, terms) is None and (task.code, task.about) not in left


def test_what_is_owed_is_told_of_each() -> None:
    assert set(CLOSES) == set(OWED)


@pytest.mark.parametrize("begun", [ACCEPTED, ACTIVE])
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["tell-family", "tell-referrer"]),
        (HELD, ["review-report", "root-cause-analysis", "tell-family", "tell-referrer"]),
        (
            (*HELD, "2026-06-26 report-sent r1 home-council"),
            ["recommendation-answer", "review-report", "root-cause-analysis", "tell-family", "tell-referrer"],
        ),
        (("2026-06-25 held r1",), ["review-report", "tell-family", "tell-referrer"]),
        (
            ("2026-06-20 admitted inadequate",),
            ["inadequate-told", "root-cause-analysis", "tell-family", "tell-referrer"],
        ),
        (
            ("2026-06-20 happened unresolved-safety-concern",),
            ["escalate-safety", "tell-family", "tell-referrer"],
        ),
        (
            (
                "2026-06-10 happened local-area-emergency-protocol",
                "2026-06-20 happened local-area-emergency-protocol",
                "2026-06-20 review-planned r1 2026-07-20",
                "2026-06-20 acute",
                "2026-06-20 admission-planned 2026-07-20",
            ),
            ["tell-family", "tell-referrer"],
        ),
    ],
)
def test_what_others_are_owed_stays_and_all_else_ends(
    begun: tuple[str, ...], lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-22, 65a, 72, 87, 88, 91: at home or in hospital, on the register or on the way to it."""
    life = a_life(BORN, *begun, *lines, DIED)
    asked = still_open(life)
    assert codes(asked) == expected
    assert all(is_closed(task, life, LONG_AFTER, TERMS) for task in asked)


def test_what_only_the_person_could_be_given_ends_with_the_death() -> None:
    """R-DSR-22, 87: the telling of the person and their copy of the report; also of a review on the day of death."""
    life = a_life(BORN, *ACTIVE, *HELD, "2026-06-28 held r2", DIED)
    before, after = (still_open(life, day(on)) for on in ("2026-06-27", "2026-06-28"))
    assert {"tell-person"} <= set(codes(before))
    assert "tell-person" not in codes(after)
    assert [task.about for task in before if "patient" in task.about] == ["r1/patient"]
    assert sorted({task.about[:3] for task in after if task.code == "review-report"}) == ["r1/", "r2/"]
    assert not [task for task in after if "patient" in task.about]


@pytest.mark.parametrize(
    "line",
    [
        "told person",
        "report-sent r1 patient",
        "report-sent r1 advocate",
        "done escalate-review-first",
        "done refresh-plans",
        "rated red",
        "recommendation-done r1 1",
        "transfer-escalated",
    ],
)
def test_nothing_else_is_of_a_day_after_the_death(line: str) -> None:
    """R-DSR-87: a copy for others is by a consent, which ended (ADR 0074)."""
    life = a_life(BORN, *ACTIVE, *HELD, DIED)
    reason = why_not(a_fact(f"2026-07-06 {line}"), life, LONG_AFTER, TERMS)
    assert reason == "The person died on 28 June 2026."


def test_a_referral_of_the_person_themself_is_answered_to_nobody_else() -> None:
    """R-DSR-22: who referred themself was to be told as the person; the family is told still."""
    life = a_life(BORN, "2026-06-01 referred self", "2026-06-02 accepted", DIED)
    assert codes(still_open(life)) == ["tell-family"]


HAPPENINGS = (
    "referred health",
    "referred police red",
    "referred self",
    "referred family",
    "triaged",
    "accepted",
    "declined no-risk",
    "condition autism",
    "area local",
    "area elsewhere",
    "limb risk holds",
    "capacity yes",
    "capacity no",
    "consent own-consent",
    "consent parental-responsibility",
    "consent parental-responsibility review",
    "consent own-consent key-worker",
    "best-interests yes board",
    "parents-disagree",
    "withdrawn own-consent",
    "withdrawn parental-responsibility",
    "refused parental-responsibility",
    "agency school",
    "rated red",
    "rated amber prompts",
    "rated green",
    "reviewed green",
    "happened a-and-e-crisis",
    "happened crisis-team-episode",
    "happened local-area-emergency-protocol",
    "laep-convened",
    "happened unresolved-safety-concern",
    "admitted",
    "admitted inadequate",
    "discharged",
    "detained 2",
    "acute",
    "review-planned r1 2027-01-20",
    "held r1",
    "recommended r1 1 2027-04-30",
    "report-sent r1 home-council",
    "admission-planned 2027-01-20",
    "key-worker anna",
    "contact",
    "lives Devon residential-school Dorset",
    "transfer-sent Devon",
    "transfer-received Devon red",
    "removed risk-reduced panel",
    "removed entered-in-error",
    "died",
)
LIVES = st.lists(st.tuples(st.integers(0, 120), st.sampled_from(HAPPENINGS)), max_size=14)


@settings(deadline=None, max_examples=200)
@given(LIVES, st.sampled_from([TERMS, ACT]))
def test_whatever_is_open_after_a_death_can_be_closed(chosen: list[tuple[int, str]], terms: Terms) -> None:
    """R-DSR-72, 87, 22: no task stays open for ever because nothing may be recorded any more."""
    first = day("2026-06-01")
    told = [a_fact(f"{first + timedelta(days=days)} {what}") for days, what in chosen]
    begun = [a_fact(line) for line in ACTIVE]
    life = Life.of(day(BORN), (*begun, *told, a_fact(f"{first + timedelta(days=120)} died")))
    for task in still_open(life, terms=terms):
        assert is_closed(task, life, LONG_AFTER, terms), task
