"""Who has acted is told again when it becomes red, in the order of one day too (R-DSR-65a, ADR 0072)."""

from datetime import timedelta

import pytest

from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
BORN = "2010-06-01"
OVERDUE = ("2027-01-04 condition autism", "2027-01-04 referred health", "2027-01-04 accepted")  # by 11 January
ACTS, RED = "done escalate-consent", "rated red"
FIRST = "2027-01-12 by 2027-01-13 done 2027-01-18"


def rungs(*lines: str) -> list[str]:
    found = told(every_task(a_life(BORN, *OVERDUE, *lines), POLICY), "escalate-consent")
    return [one.partition(" ")[2] for one in found]


def on_18_january(*words: str) -> tuple[str, ...]:
    return tuple(f"2027-01-18 {word}" for word in words)


@pytest.mark.parametrize(
    ("lines", "again"),
    [
        (on_18_january(ACTS, RED), ["2027-01-18 by 2027-01-19"]),
        (on_18_january(RED, ACTS), []),
        (on_18_january(ACTS, "admitted"), ["2027-01-18 by 2027-01-19"]),
        (on_18_january(ACTS, RED, ACTS), ["2027-01-18 by 2027-01-19 done 2027-01-18"]),
        (on_18_january(RED, ACTS, "rated green", RED), []),
        (on_18_january(ACTS, RED, "rated green"), []),
        (on_18_january(ACTS, RED, "rated green", ACTS, RED), ["2027-01-18 by 2027-01-19 done 2027-01-18"]),
        (
            (*on_18_january(ACTS), f"2027-01-20 {ACTS}", f"2027-01-20 {RED}"),
            ["2027-01-20 by 2027-01-21"],
        ),
        ((*on_18_january(ACTS, RED), f"2027-01-20 {ACTS}"), ["2027-01-18 by 2027-01-19 done 2027-01-20"]),
        ((*on_18_january(ACTS), f"2027-01-20 {RED}"), ["2027-01-20 by 2027-01-21"]),
        (
            (*on_18_january(ACTS), f"2027-01-20 {RED}", f"2027-01-21 {ACTS}", "2027-01-22 rated green"),
            ["2027-01-20 by 2027-01-21 done 2027-01-21"],
        ),
    ],
)
def test_what_was_done_before_it_was_red_does_not_answer_that_it_is(lines: tuple[str, ...], again: list[str]) -> None:
    assert rungs(*lines) == [FIRST, *again]


def test_on_the_very_day_of_the_first_rung() -> None:
    life = a_life(BORN, *OVERDUE, f"2027-01-12 {ACTS}", f"2027-01-12 {RED}")
    for days in range(3):
        on = day("2027-01-12") + timedelta(days=days)
        assert [task.code for task in open_on(life, on, POLICY)].count("escalate-consent") == 1
