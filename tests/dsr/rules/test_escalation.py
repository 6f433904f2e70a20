"""The escalation ladder: who is told, and when, of what was not done (R-DSR-65a)."""

from datetime import date

import pytest

from dsr.rules.key_work import key_workers, key_working
from dsr.rules.rating import escalation, rating_history, rating_reviews
from dsr.rules.rating.escalation import ladder
from dsr.rules.reviews import protocol
from dsr.rules.reviews.protocol import repeats
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.lives import a_life, day, on_the_register
from tests.dsr.rules.telling import told

ALL = (
    *rating_history.TERMS,
    *rating_reviews.TERMS,
    *key_workers.TERMS,
    *key_working.TERMS,
    *protocol.TERMS,
    *escalation.TERMS,
)
TERMS = Terms(ALL)
BORN = "2011-02-01"
FIRST, SECOND = "escalate-review-first", "escalate-review-second"
TOP = "escalate-review-top-commissioner"


@pytest.mark.parametrize(
    ("rating", "lines", "code", "expected"),
    [
        ("red", (), FIRST, ["red 2027-03-13 by 2027-03-15"]),
        ("red", (), SECOND, ["red 2027-03-16 by 2027-03-17"]),
        ("red", (), TOP, ["red 2027-03-19 by 2027-03-22"]),
        ("red", (), "escalate-review-top-council", ["red 2027-03-19 by 2027-03-22"]),
        ("amber", (), FIRST, ["amber 2027-03-20 by 2027-03-22"]),
        ("amber", (), SECOND, ["amber 2027-03-30 by 2027-03-31"]),
        ("amber", (), TOP, []),
        ("green", (), FIRST, ["green 2027-04-03 by 2027-04-05"]),
        ("green", (), SECOND, []),
        ("green", ("2027-03-05 admitted",), FIRST, ["blue 2027-04-03 by 2027-04-05"]),
        ("green", ("2027-03-05 admitted",), SECOND, []),
    ],
)
def test_t19_an_overdue_review_climbs_the_ladder(
    rating: str, lines: tuple[str, ...], code: str, expected: list[str]
) -> None:
    """R-DSR-59a, 65a, T19: after 1 day; then 2 (amber: 5) working days; red after 5 working days at the top.

    Rated on Friday 5 March 2027, red is due on the 12th: the case lead is told on Saturday 13 March. Between 19 and
    30 March lie Good Friday and Easter Monday.
    """
    life = on_the_register(BORN, "2027-03-05", rating, *lines)
    assert told(ladder(life, TERMS, rating_reviews.tasks(life, TERMS)), code) == expected


@pytest.mark.parametrize(
    ("lines", "code", "expected"),
    [
        (("2027-03-12 reviewed red",), FIRST, ["red 2027-03-20 by 2027-03-22"]),
        (("2027-03-13 reviewed red",), FIRST, ["red 2027-03-20 by 2027-03-22"]),
        (
            ("2027-03-14 reviewed red",),
            FIRST,
            ["red 2027-03-13 by 2027-03-15 done 2027-03-14", "red 2027-03-20 by 2027-03-22"],
        ),
        (("2027-03-16 reviewed red",), SECOND, ["red 2027-03-25 by 2027-03-30"]),
        (
            ("2027-03-17 reviewed red",),
            SECOND,
            ["red 2027-03-16 by 2027-03-17 done 2027-03-17", "red 2027-03-30 by 2027-03-31"],
        ),
        (("2027-03-18 rated green",), SECOND, ["red 2027-03-16 by 2027-03-17 ceased 2027-03-18"]),
        (("2027-03-19 rated green",), TOP, []),
        (("2027-03-16 done escalate-review-second",), SECOND, ["red 2027-03-16 by 2027-03-17 done 2027-03-16"]),
        (("2027-03-15 done escalate-review-second",), SECOND, ["red 2027-03-16 by 2027-03-17"]),
        (
            ("2027-03-20 done escalate-review-top-council",),
            TOP,
            ["red 2027-03-19 by 2027-03-22"],
        ),
    ],
)
def test_a_rung_ends_when_the_review_is_held_or_its_owner_has_acted(
    lines: tuple[str, ...], code: str, expected: list[str]
) -> None:
    """R-DSR-65a: commissioner and council each act for themselves; what ends before its rung never reaches it.

    After a review of 16 March the next is due on the 23rd, after one of the 17th on the 24th: two working days on are
    25 and 30 March, since Good Friday and Easter Monday are none.
    """
    life = on_the_register(BORN, "2027-03-05", "red", *lines)
    assert told(ladder(life, TERMS, rating_reviews.tasks(life, TERMS)), code) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["2027-04-03 by 2027-04-05"]),
        (("2027-04-02 rated amber",), []),
        (("2027-04-03 rated amber",), []),
        (("2027-04-04 rated amber",), ["2027-04-03 by 2027-04-05 ceased 2027-04-04"]),
        (("2027-03-20 rated amber", "2027-03-20 rated red"), ["2027-04-03 by 2027-04-05"]),
        (("2027-03-20 rated amber", "2027-03-21 rated red"), ["2027-04-19 by 2027-04-20"]),
        (("2027-04-06 done escalate-red-long-commissioner",), ["2027-04-03 by 2027-04-05 done 2027-04-06"]),
        (("2027-03-20 admitted",), []),
    ],
)
def test_red_for_more_than_28_days(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-65a: red since 5 March, the 28th day after it is 2 April, and more than 28 begins on 3 April."""
    life = on_the_register(BORN, "2027-03-05", "red", *lines)
    assert told(ladder(life, TERMS, ()), "escalate-red-long-commissioner") == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2027-01-04",), []),
        (("2027-01-04", "2027-01-04"), []),
        (("2027-01-04", "2027-04-04"), ["2027-04-04 by 2027-04-05"]),
        (("2027-01-04", "2027-04-05"), []),
        (("2028-01-04", "2028-04-03"), ["2028-04-03 by 2028-04-04"]),
        (("2028-01-04", "2028-04-04"), []),
        (("2027-01-04", "2027-02-01", "2027-03-01"), ["2027-02-01 by 2027-02-02", "2027-03-01 by 2027-03-02"]),
    ],
)
def test_the_emergency_protocol_twice_in_90_days(days: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-65a: up to the 90th day after the first; in 2028 that is a day earlier, since there is a 29 February."""
    life = a_life(BORN, *(f"{on} happened local-area-emergency-protocol" for on in days))
    assert told(ladder(life, TERMS, ()), "escalate-laep-again-council") == expected


CALL, MET = "happened local-area-emergency-protocol", "laep-convened"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"2027-03-10 {MET}", f"2027-04-12 {MET}"), ["2027-04-12 by 2027-04-13"]),
        ((f"2027-03-10 {MET}", f"2027-04-12 {CALL}", f"2027-04-13 {MET}"), ["2027-04-12 by 2027-04-13"]),
        ((f"2027-03-10 {CALL}", f"2027-03-11 {CALL}"), []),
        ((f"2027-03-10 {CALL}", f"2027-03-11 {CALL}", f"2027-03-11 {MET}"), []),
        ((f"2027-03-10 {CALL}", f"2027-03-11 {CALL}", f"2027-04-12 {CALL}"), ["2027-04-12 by 2027-04-13"]),
        ((f"2027-03-10 {MET}",), []),
        (
            (f"2027-01-04 {CALL}", "2027-01-05 admitted", f"2027-04-12 {MET}", f"2027-04-30 {CALL}"),
            ["2027-04-30 by 2027-05-04"],
        ),
    ],
)
def test_a_protocol_counts_once_however_it_was_told(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-65a, K13: a meeting that nobody called is one, and a call that was told again while it was in time is not.

    The meeting of another emergency is not that of a call which an admission settled. The protocols are those that K13
    counts.
    """
    life = a_life(BORN, *lines)
    assert told(ladder(life, TERMS, ()), "escalate-laep-again-council") == expected
    assert len(repeats(life, TERMS)) == len(expected)


def test_how_many_protocols_are_told_can_be_agreed() -> None:
    """R-DSR-65a."""
    days = ("2027-01-04", "2027-02-01", "2027-03-01")
    life = a_life(BORN, *(f"{on} happened local-area-emergency-protocol" for on in days))
    thrice = Terms(ALL, [Agreed("escalate-laep-times", date(2027, 1, 1), 3)])
    assert told(ladder(life, thrice, ()), "escalate-laep-again-council") == ["2027-03-01 by 2027-03-02"]


@pytest.mark.parametrize(
    ("done_on", "ceased_on", "expected"),
    [
        (None, None, ["2027-03-15 by 2027-03-16"]),
        ("2027-03-14", None, []),
        ("2027-03-15", None, []),
        ("2027-03-16", None, ["2027-03-15 by 2027-03-16 done 2027-03-16"]),
        (None, "2027-03-20", ["2027-03-15 by 2027-03-16 ceased 2027-03-20"]),
    ],
)
def test_a_missed_day_of_a_cetr(done_on: str | None, ceased_on: str | None, expected: list[str]) -> None:
    """R-DSR-65a: every task whose code begins with cetr, from the day after its due day."""
    task = Task(
        code="cetr-post-admission",
        rule="R-DSR-73",
        opens_on=day("2027-03-01"),
        due_on=day("2027-03-14"),
        owner=Owner.REVIEW_COORDINATOR,
        why="",
        done_on=day(done_on) if done_on else None,
        ceased_on=day(ceased_on) if ceased_on else None,
    )
    assert told(ladder(a_life(BORN), TERMS, [task]), "escalate-cetr-commissioner") == expected


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("red", (), ["red 2027-03-09 by 2027-03-10"]),
        ("red", ("2027-03-08 key-worker anna",), []),
        ("red", ("2027-03-10 key-worker anna",), ["red 2027-03-09 by 2027-03-10 done 2027-03-10"]),
        ("amber", (), []),
        ("amber", ("2027-03-08 rated red",), ["red 2027-03-10 by 2027-03-11"]),
    ],
)
def test_no_key_worker_at_red_after_the_target(rating: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-65a, 102: rated red on Friday 5 March, the target is Monday 8 March."""
    life = on_the_register(BORN, "2027-03-05", rating, *lines)
    assert told(ladder(life, TERMS, key_workers.tasks(life, TERMS)), "escalate-no-key-worker-council") == expected


CONCERN, RESOLVED = "2027-03-05 happened unresolved-safety-concern", "happened safety-concern-resolved"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((CONCERN,), ["2027-03-05 by 2027-03-08"]),
        ((CONCERN, CONCERN), ["2027-03-05 by 2027-03-08"]),
        ((CONCERN, f"2027-03-05 {RESOLVED}"), []),
        ((f"2027-03-05 {RESOLVED}", CONCERN), ["2027-03-05 by 2027-03-08"]),
        ((CONCERN, f"2027-03-05 {RESOLVED}", CONCERN), ["2027-03-05 by 2027-03-08"]),
        ((CONCERN, f"2027-03-09 {RESOLVED}"), ["2027-03-05 by 2027-03-08 done 2027-03-09"]),
        ((f"2027-03-04 {RESOLVED}", CONCERN), ["2027-03-05 by 2027-03-08"]),
    ],
)
def test_a_concern_about_safety_is_the_oversight_panels(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-65a: at once, until somebody says that it is resolved; once resolved, a new one is a new one."""
    tasks = list(ladder(a_life(BORN, *lines), TERMS, ()))
    assert told(tasks, "escalate-safety") == expected
    assert {task.owner for task in tasks} <= {Owner.OVERSIGHT_PANEL}


@pytest.mark.parametrize(
    ("code", "owner"),
    [
        (FIRST, Owner.CASE_LEAD),
        (SECOND, Owner.REGISTER_LEAD),
        (TOP, Owner.COMMISSIONER),
        ("escalate-review-top-council", Owner.HEAD_OF_SERVICE),
        ("escalate-red-long-commissioner", Owner.COMMISSIONER),
        ("escalate-red-long-council", Owner.HEAD_OF_SERVICE),
    ],
)
def test_each_rung_has_its_owner(code: str, owner: Owner) -> None:
    """R-DSR-65a."""
    life = on_the_register(BORN, "2027-03-05", "red")
    rungs = ladder(life, TERMS, rating_reviews.tasks(life, TERMS))
    assert [task.owner for task in rungs if task.code == code] == [owner]
