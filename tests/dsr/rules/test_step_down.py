"""How key working ends: when, with what, and how the family found it (R-DSR-105, 106)."""

import pytest

from dsr.rules.facts.key_workers import KeyWorkingClosed
from dsr.rules.key_work import key_worker_needs, key_working, step_down
from dsr.rules.key_work.step_down import CLOSING_REVIEW, SURVEY, may_step_down, missing
from dsr.rules.rating import rating_history
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, day, on_the_register
from tests.dsr.rules.telling import told

TERMS = Terms((*rating_history.TERMS, *key_worker_needs.TERMS, *key_working.TERMS, *step_down.TERMS))
BORN = "2011-02-01"
STAY = ("2027-01-05 admitted", "2027-02-01 discharged", "2027-02-15 reviewed green")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-05 rated green",), ["2027-04-02 by 2027-04-16"]),
        (("2027-03-05 rated green", "2027-04-01 rated amber"), []),
        (("2027-03-05 rated green", "2027-04-02 rated amber"), []),
        (("2027-03-05 rated green", "2027-04-03 rated amber"), ["2027-04-02 by 2027-04-16 ceased 2027-04-03"]),
        (("2027-03-05 rated green", "2027-03-20 rated green"), ["2027-04-02 by 2027-04-16"]),
        (
            ("2027-03-05 rated green", "2027-04-02 key-working-closed step-down"),
            ["2027-04-02 by 2027-04-16 done 2027-04-02"],
        ),
        (
            ("2027-03-05 rated green", "2027-04-20 key-working-closed step-down"),
            ["2027-04-02 by 2027-04-16 done 2027-04-20"],
        ),
        (("2027-03-05 rated green", "2027-04-01 key-working-closed moved-away"), []),
        (
            ("2027-03-05 rated green", "2027-04-05 withdrawn own-consent key-worker"),
            ["2027-04-02 by 2027-04-16 ceased 2027-04-05"],
        ),
        ((*STAY, "2027-02-15 rated green"), ["2027-04-26 by 2027-05-10"]),
        ((*STAY, "2027-04-26 rated green"), ["2027-04-26 by 2027-05-10"]),
        ((*STAY, "2027-04-27 rated green"), ["2027-05-25 by 2027-06-08"]),
        ((*STAY, "2027-02-14 rated green"), []),
        (("2028-02-01 rated green",), ["2028-02-29 by 2028-03-14"]),
    ],
)
def test_when_key_working_can_end(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-105: after 28 days at green; while green, 12 weeks after a discharge (1 February: 26 April) if that holds.

    The first day of green is not one of the 28: 5 March and 28 days are 2 April.
    """
    life = on_the_register(BORN, "2027-01-04", "amber", "2027-01-04 key-worker anna", *lines)
    assert told(step_down.tasks(life, TERMS), CLOSING_REVIEW) == expected


def test_without_a_key_worker_there_is_nothing_to_end() -> None:
    """R-DSR-105."""
    assert told(step_down.tasks(on_the_register(BORN, "2027-03-05", "green"), TERMS), CLOSING_REVIEW) == []


@pytest.mark.parametrize(
    ("lines", "on", "allowed"),
    [
        ((), "2027-03-31", False),
        (("2027-03-05 rated green",), "2027-04-01", False),
        (("2027-03-05 rated green",), "2027-04-02", True),
        (("2027-03-05 rated green", "2027-04-02 rated amber"), "2027-04-02", False),
        (("2027-03-05 rated green", "2027-04-03 rated amber"), "2027-04-02", True),
        ((*STAY, "2027-02-15 rated green"), "2027-04-25", False),
        ((*STAY, "2027-02-15 rated green"), "2027-04-26", True),
    ],
)
def test_a_step_down_that_is_too_early_is_refused_with_its_rule(lines: tuple[str, ...], on: str, allowed: bool) -> None:
    """R-DSR-105."""
    life = on_the_register(BORN, "2027-01-04", "amber", "2027-01-04 key-worker anna", *lines)
    refusal = may_step_down(life, day(on), TERMS)
    assert (refusal is None) is allowed
    assert allowed or "R-DSR-105" in str(refusal)


@pytest.mark.parametrize(
    ("line", "lacks"),
    [
        ("2027-04-02 key-working-closed step-down reviewed plan", ()),
        ("2027-04-02 key-working-closed step-down plan", ("the closing review",)),
        ("2027-04-02 key-working-closed step-down reviewed", ("the plan that the family holds",)),
        ("2027-04-02 key-working-closed moved-away", ()),
    ],
)
def test_a_step_down_says_what_it_lacks(line: str, lacks: tuple[str, ...]) -> None:
    """R-DSR-105."""
    closed = a_fact(line)
    assert isinstance(closed, KeyWorkingClosed)
    assert missing(closed) == lacks


START = "start 2027-01-04 by 2027-01-18"
LATER = "twelve-weeks 2027-03-29 by 2027-04-12"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), [START, LATER]),
        (("2027-01-04 surveyed start",), [f"{START} done 2027-01-04", LATER]),
        (("2027-01-18 surveyed start",), [f"{START} done 2027-01-18", LATER]),
        (("2027-01-03 surveyed start",), [START, LATER]),
        (("2027-01-18 surveyed twelve-weeks",), [START, LATER]),
        (("2027-02-01 key-worker ben",), [START, LATER]),
        (
            ("2027-03-29 key-working-closed step-down",),
            [f"{START} ceased 2027-03-29", "close 2027-03-29 by 2027-04-12"],
        ),
        (
            ("2027-03-30 key-working-closed step-down", "2027-04-01 surveyed close"),
            [
                f"{START} ceased 2027-03-30",
                f"{LATER} ceased 2027-03-30",
                "close 2027-03-30 by 2027-04-13 done 2027-04-01",
            ],
        ),
        (
            (
                "2027-01-04 key-working-closed step-down",
                "2027-01-04 key-worker ben",
                "2027-01-04 key-working-closed step-down",
            ),
            ["close 2027-01-04 by 2027-01-18"],
        ),
        (("2027-02-01 died",), [f"{START} ceased 2027-02-01"]),
    ],
)
def test_child_and_family_are_asked_how_it_is(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-106: at the start, after 12 weeks and at the close; nobody is asked after a death."""
    life = on_the_register(BORN, "2027-01-04", "amber", "2027-01-04 key-worker anna", *lines)
    assert told(step_down.tasks(life, TERMS), SURVEY) == expected
