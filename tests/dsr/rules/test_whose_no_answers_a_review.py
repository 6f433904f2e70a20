"""Only the no of who decides answers a C(E)TR; what others take back is asked for still (R-DSR-27, 29, 31, 73, 76)."""

import pytest

from dsr.rules.consent.consent import may_hold_review
from dsr.rules.due import TERMS, open_on
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_reviews import missing_but_refused, post_admission_in_time
from dsr.rules.measures.measuring import Period
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

POLICY = Terms(TERMS)
LAW = Terms(TERMS, in_force={section: day("2026-01-01") for section in Section})
BORN = "2011-03-01"  # 16 on 1 March 2027
PARENT, TEAM, OWN = "parental-responsibility", "best-interests", "own-consent"
ALL = "entry sharing review key-worker"
STAY = ("2027-02-20 admitted", "2027-02-20 detained 3")
FIRST = "cetr-post-admission"
BY_LAW = "cetr-agreement-by-law"


def in_hospital(*lines: str) -> Life:
    """A parent agreed to everything at 15; detained on 20 February, so that a CETR is due on 5 March."""
    return on_the_register(BORN, "2027-01-05", "red", *STAY, *lines, basis=PARENT)


def asked(life: Life, on: str, terms: Terms = POLICY) -> dict[str, str]:
    """The open tasks about C(E)TRs of a day."""
    told = {task.code: str(task.due_on) for task in open_on(life.until(day(on)), day(on), terms)}
    return {code: due for code, due in told.items() if code.startswith(("cetr-", "review-date"))}


@pytest.mark.parametrize("scopes", [ALL, "review"])
@pytest.mark.parametrize(
    ("lines", "no", "is_answer"),
    [
        ((), f"2027-03-03 withdrawn {PARENT}", False),
        ((), f"2027-02-25 withdrawn {PARENT}", True),
        ((), f"2027-03-03 withdrawn {OWN}", True),
        ((), f"2027-02-25 withdrawn {OWN}", True),
        (("2027-02-24 capacity yes",), f"2027-02-25 withdrawn {PARENT}", False),
        (("2027-02-24 capacity no",), f"2027-02-25 withdrawn {PARENT}", True),
        (("2027-02-24 capacity no",), f"2027-02-25 withdrawn {OWN}", False),
        (("2027-03-02 capacity no",), f"2027-03-03 withdrawn {OWN}", False),
        (("2027-03-02 capacity no",), f"2027-03-03 withdrawn {TEAM}", True),
    ],
)
def test_the_no_of_who_decides_alone_answers(lines: tuple[str, ...], no: str, is_answer: bool, scopes: str) -> None:
    """R-DSR-27, 31, 73: nobody holds the review without a consent, and who decides is asked before its day."""
    life = in_hospital(*lines, f"{no} {scopes}")
    assert not may_hold_review(life, day("2027-03-04"), POLICY) or TEAM in no
    expected = {} if is_answer else {FIRST: "2027-03-05", "review-date": "2027-02-26"}
    assert asked(life, "2027-03-04") == expected


@pytest.mark.parametrize("given", ["entry sharing", "entry sharing review"])
def test_the_day_stays_when_the_young_person_then_agrees(given: str) -> None:
    """R-DSR-29, 73: to the entry alone, or to the review too: it was due by 5 March and is overdue from the 6th."""
    life = in_hospital(f"2027-03-03 withdrawn {PARENT} {ALL}", f"2027-03-05 consent {OWN} {given}")
    assert asked(life, "2027-03-08")[FIRST] == "2027-03-05"
    assert "escalate-cetr-commissioner" in {task.code for task in open_on(life, day("2027-03-08"), POLICY)}


def test_who_was_never_asked_and_whose_parent_took_it_back_are_asked_alike() -> None:
    """R-DSR-76: neither has refused."""
    never = a_life(BORN, "2027-01-04 condition autism", *STAY)
    assert asked(never, "2027-03-04") == asked(in_hospital(f"2027-03-03 withdrawn {PARENT} {ALL}"), "2027-03-04")


def test_what_is_planned_is_prepared_until_who_decides_refuses() -> None:
    """R-DSR-31, 80, 81: who agrees in time has the meeting that was planned, with its panel."""
    plan = "2027-02-22 review-planned r1 2027-03-05"
    for no, expected in ((PARENT, {"review-notice", "review-panel"}), (OWN, set())):
        life = in_hospital(plan, f"2027-03-03 withdrawn {no} {ALL}")
        codes = {task.code for task in open_on(life, day("2027-03-04"), POLICY)}
        assert codes & {"review-notice", "review-panel"} == expected


def test_figures_call_refused_what_was_refused() -> None:
    """R-DSR-76, K4: of the young person it is explained; after a parent's word alone nobody held it in time."""
    march = Period(day("2027-03-01"), day("2027-03-31"))
    for no, refused, due in ((OWN, 1, 0), (PARENT, 0, 1)):
        lives = [in_hospital(f"2027-03-03 withdrawn {no} {ALL}")]
        assert missing_but_refused(lives, march, POLICY) == refused
        assert post_admission_in_time(lives, march, POLICY).denominator == due


@pytest.mark.parametrize(
    ("lines", "on", "due"),
    [
        ((f"2027-02-25 withdrawn {PARENT} {ALL}",), "2027-02-28", "2027-02-26"),
        ((f"2027-02-25 refused {PARENT} review",), "2027-02-28", "2027-02-26"),
        (("2027-02-25 refused board-best-interests review",), "2027-02-28", None),
        (("2027-02-22 consent board-best-interests review",), "2027-02-28", None),
        (
            ("2027-02-22 consent board-best-interests review", f"2027-02-25 withdrawn {OWN} review"),
            "2027-02-28",
            "2027-03-04",
        ),
        (
            (
                "2027-02-22 consent board-best-interests review",
                f"2027-02-25 withdrawn {OWN} review",
                "2027-02-26 consent board-best-interests review",
            ),
            "2027-02-28",
            None,
        ),
        (
            (
                "2027-02-22 consent board-best-interests review",
                "2027-02-24 detention-ended",
                f"2027-02-25 withdrawn {OWN} review",
            ),
            "2027-02-28",
            None,
        ),
    ],
)
def test_under_the_act_no_parent_answers_and_the_board_is_asked_again(
    lines: tuple[str, ...], on: str, due: str | None
) -> None:
    """R-DSR-28, 76: a child who cannot decide; a parent's no is evidence, and so is the child's own."""
    unable = ("2027-01-05 capacity no", "2027-01-05 best-interests yes board")
    assert asked(in_hospital(*unable, *lines), on, LAW).get(BY_LAW) == due
