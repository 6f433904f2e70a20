"""A key worker in time: the answer, the name, the first contact, and no gap on a hand-over (R-DSR-29, 97 to 102)."""

from datetime import date

import pytest

from dsr.rules.key_work import key_workers, key_working
from dsr.rules.key_work.key_workers import ALLOCATE, ASK, FIRST_CONTACT
from dsr.rules.key_work.key_working import answer, comes_back_lightly, key_worker_on
from dsr.rules.key_work.key_working import key_working as times
from dsr.rules.rating import rating_history
from dsr.rules.terms import Agreed, Terms
from tests.dsr.rules.lives import a_life, day, on_the_register
from tests.dsr.rules.telling import codes, told

ALL = (*rating_history.TERMS, *key_workers.TERMS, *key_working.TERMS)
TERMS = Terms(ALL)
BORN = "2011-02-01"
NO_ANSWER = ("2027-03-05 condition autism", "2027-03-05 accepted", "2027-03-05 consent own-consent entry")
AGREED = "consent own-consent key-worker"
DECLINED = "refused own-consent key-worker"
WITHDRAWN = "withdrawn own-consent key-worker"


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("red", (), ["red 2027-03-05 by 2027-03-08"]),
        ("amber", (), ["amber 2027-03-05 by 2027-03-12"]),
        ("green", (), []),
        ("red", ("2027-03-05 key-worker anna",), ["red 2027-03-05 by 2027-03-08 done 2027-03-05"]),
        ("red", ("2027-03-04 key-worker anna",), []),
        ("red", ("2027-03-08 key-worker anna",), ["red 2027-03-05 by 2027-03-08 done 2027-03-08"]),
        ("red", ("2027-03-09 key-worker anna",), ["red 2027-03-05 by 2027-03-08 done 2027-03-09"]),
        (
            "amber",
            ("2027-03-09 rated red",),
            ["amber 2027-03-05 by 2027-03-12 ceased 2027-03-09", "red 2027-03-09 by 2027-03-10"],
        ),
        (
            "red",
            ("2027-03-06 rated amber",),
            ["red 2027-03-05 by 2027-03-08 ceased 2027-03-06", "amber 2027-03-06 by 2027-03-12"],
        ),
        (
            "red",
            ("2027-03-16 rated amber",),
            ["red 2027-03-05 by 2027-03-08 ceased 2027-03-16", "amber 2027-03-16 by 2027-03-16"],
        ),
        (
            "red",
            ("2027-03-08 admitted",),
            ["red 2027-03-05 by 2027-03-08 ceased 2027-03-08", "blue 2027-03-08 by 2027-03-08"],
        ),
        (
            "amber",
            ("2027-03-08 rated red", "2027-03-10 rated amber"),
            [
                "amber 2027-03-05 by 2027-03-12 ceased 2027-03-08",
                "red 2027-03-08 by 2027-03-09 ceased 2027-03-10",
                "amber 2027-03-10 by 2027-03-12",
            ],
        ),
        ("amber", ("2027-03-09 rated green",), ["amber 2027-03-05 by 2027-03-12 ceased 2027-03-09"]),
        ("amber", (f"2027-03-09 {DECLINED}",), ["amber 2027-03-05 by 2027-03-12 ceased 2027-03-09"]),
        ("amber", (f"2027-03-04 {AGREED}", f"2027-03-05 {DECLINED}"), []),
        ("green", ("2027-03-25 acute",), ["acute-stay 2027-03-25 by 2027-03-30"]),
        ("amber", ("2027-03-05 removed moved-away",), []),
    ],
)
def test_a_key_worker_is_named_in_time(rating: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-100, 102: 1 working day at red and blue, 5 at amber, from Friday 5 March 2027.

    Another rating that presses less gives no new time; one that presses more begins its own. Declined, nobody is named.
    """
    life = on_the_register(BORN, "2027-03-05", rating, *lines)
    assert told(key_workers.tasks(life, TERMS), ALLOCATE) == expected


NAMED = "red 2027-03-05 by 2027-03-08 done 2027-03-08"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-10 key-worker-left",), [NAMED, "red 2027-03-10 by 2027-03-11"]),
        (("2027-03-10 key-worker ben",), [NAMED]),
        (("2027-03-10 key-worker-left", "2027-03-10 key-worker ben"), [NAMED]),
        (
            ("2027-03-10 key-worker-left", "2027-03-12 key-worker ben"),
            [NAMED, "red 2027-03-10 by 2027-03-11 done 2027-03-12"],
        ),
        (("2027-03-10 key-worker ben", "2027-03-10 key-worker-left"), [NAMED, "red 2027-03-10 by 2027-03-11"]),
        (("2027-03-10 key-worker anna",), [NAMED]),
        (("2027-03-10 rated amber",), [NAMED]),
        (("2027-03-10 rated green", "2027-03-20 rated red"), [NAMED]),
        ((f"2027-03-10 {WITHDRAWN}",), [NAMED]),
        (
            (f"2027-03-10 {WITHDRAWN}", f"2027-03-15 {AGREED}"),
            [NAMED, "red 2027-03-15 by 2027-03-16"],
        ),
        (("2027-03-10 admitted",), [NAMED]),
    ],
)
def test_a_key_worker_who_leaves_is_replaced(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-100: the allocation of a new one ends that of the old one on the same day; without, the time begins anew.

    Somebody who becomes green keeps the key worker until key working ends.
    """
    life = on_the_register(BORN, "2027-03-05", "red", "2027-03-08 key-worker anna", *lines)
    assert told(key_workers.tasks(life, TERMS), ALLOCATE) == expected


@pytest.mark.parametrize(
    ("lines", "on", "worker"),
    [
        ((), "2027-03-07", None),
        ((), "2027-03-08", "anna"),
        (("2027-03-10 key-worker ben",), "2027-03-09", "anna"),
        (("2027-03-10 key-worker ben",), "2027-03-10", "ben"),
        (("2027-03-10 key-worker-left",), "2027-03-10", None),
        (("2027-03-10 key-working-closed step-down",), "2027-03-09", "anna"),
        (("2027-03-10 key-working-closed step-down",), "2027-03-10", None),
        ((f"2027-03-10 {WITHDRAWN}",), "2027-03-10", None),
        (("2027-03-10 withdrawn own-consent sharing",), "2027-03-10", "anna"),
        (("2027-03-10 died",), "2027-03-10", None),
        (("2027-03-10 died", "2027-03-11 key-worker ben"), "2027-03-11", None),
        (("2027-03-10 died", "2027-03-10 key-worker ben"), "2027-03-10", None),
        (("2027-03-10 admitted",), "2027-03-20", "anna"),
        (("2027-03-10 removed risk-reduced",), "2027-03-09", "anna"),
        (("2027-03-10 removed risk-reduced",), "2027-03-10", None),
        (
            ("2027-03-10 removed entered-in-error", "2027-03-11 referred", "2027-03-12 key-worker ben"),
            "2027-03-12",
            "ben",
        ),
        (("2027-03-09 withdrawn own-consent entry", "2027-03-10 removed consent-withdrawn"), "2027-03-09", "anna"),
        (("2027-03-09 withdrawn own-consent entry", "2027-03-10 removed consent-withdrawn"), "2027-03-10", None),
        (
            (
                "2027-03-09 withdrawn own-consent entry",
                "2027-03-10 referred",
                f"2027-03-10 {AGREED}",
                "2027-03-11 removed consent-withdrawn",
            ),
            "2027-03-11",
            "anna",
        ),
    ],
)
def test_who_is_the_named_key_worker(lines: tuple[str, ...], on: str, worker: str | None) -> None:
    """R-DSR-29, 37, 100: at the end of a day there is one at most, and none of an entry that is closed.

    An entry that is closed late takes nobody from the next one, if that has an agreement to key working by then.
    """
    life = a_life(BORN, "2027-03-08 key-worker anna", *lines)
    assert key_worker_on(life, day(on)) == worker


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), ["red 2027-03-05 by 2027-03-08"]),
        (("2027-03-06 offered",), ["red 2027-03-05 by 2027-03-08"]),
        ((f"2027-03-08 {AGREED}",), ["red 2027-03-05 by 2027-03-08 done 2027-03-08"]),
        ((f"2027-03-08 {DECLINED}",), ["red 2027-03-05 by 2027-03-08 done 2027-03-08"]),
        (("2027-03-08 refused own-consent sharing",), ["red 2027-03-05 by 2027-03-08"]),
        ((f"2027-03-04 {AGREED}",), []),
        (("2027-03-06 rated green",), ["red 2027-03-05 by 2027-03-08 ceased 2027-03-06"]),
    ],
)
def test_the_family_is_asked_on_its_own(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-29, 101: consent to the entry is none to key working; an offer is done when the answer is recorded."""
    life = a_life(BORN, *NO_ANSWER, "2027-03-05 rated red", *lines)
    assert told(key_workers.tasks(life, TERMS), ASK) == expected


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("red", (f"2027-03-05 {AGREED}",), ["red 2027-03-05 by 2027-03-09"]),
        ("amber", (f"2027-03-05 {AGREED}",), ["amber 2027-03-05 by 2027-03-19"]),
        ("red", (), []),
        ("red", (f"2027-03-05 {DECLINED}",), []),
        ("red", (f"2027-03-15 {AGREED}",), ["red 2027-03-15 by 2027-03-17"]),
        ("red", (f"2027-03-25 {AGREED}",), ["red 2027-03-25 by 2027-03-31"]),
        (
            "red",
            (f"2027-03-05 {AGREED}", "2027-03-05 contact"),
            ["red 2027-03-05 by 2027-03-09 done 2027-03-05"],
        ),
        (
            "red",
            (f"2027-03-05 {AGREED}", "2027-03-10 contact"),
            ["red 2027-03-05 by 2027-03-09 done 2027-03-10"],
        ),
        (
            "red",
            (f"2027-03-05 {AGREED}", f"2027-03-08 {WITHDRAWN}"),
            ["red 2027-03-05 by 2027-03-09 ceased 2027-03-08"],
        ),
        (
            "amber",
            (f"2027-03-05 {AGREED}", "2027-03-08 rated red"),
            ["amber 2027-03-05 by 2027-03-19 ceased 2027-03-08", "red 2027-03-08 by 2027-03-10"],
        ),
        (
            "red",
            (f"2027-03-05 {AGREED}", "2027-03-08 contact", "2027-04-01 rated green", "2027-04-20 rated red"),
            ["red 2027-03-05 by 2027-03-09 done 2027-03-08"],
        ),
    ],
)
def test_the_first_contact_waits_for_an_agreement_and_for_nothing_else(
    rating: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-29, 102: 2 working days at red and blue, 10 at amber, from the need, or the agreement if that is later."""
    life = a_life(BORN, *NO_ANSWER, f"2027-03-05 rated {rating}", *lines)
    assert told(key_workers.tasks(life, TERMS), FIRST_CONTACT) == expected


def test_an_inpatient_whom_the_register_does_not_have_gets_a_named_key_worker() -> None:
    """R-DSR-98, 100: in time, though the family has not been asked; they are asked in the same time."""
    life = a_life(BORN, "2027-03-01 condition autism", "2027-03-05 admitted")
    tasks = list(key_workers.tasks(life, TERMS))
    assert codes(tasks) == [ALLOCATE, ASK]
    assert told(tasks, ALLOCATE) == ["blue 2027-03-05 by 2027-03-08"]


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2027-03-31", ["amber 2027-03-31 by 2027-04-07"]), ("2027-04-01", ["amber 2027-04-01 by 2027-04-06"])],
)
def test_a_target_agreed_otherwise_counts_from_its_day(since: str, expected: list[str]) -> None:
    """R-DSR-102."""
    sooner = Terms(ALL, [Agreed("key-worker-allocate-amber", date(2027, 4, 1), 3)])
    assert told(key_workers.tasks(on_the_register(BORN, since, "amber"), sooner), ALLOCATE) == expected


def test_green_is_asked_about_from_the_day_on_which_it_was_agreed() -> None:
    """R-DSR-99, 102: with the target of amber."""
    with_green = Terms(ALL, [Agreed("key-worker-green", date(2027, 4, 1), 1)])
    life = on_the_register(BORN, "2027-03-05", "green")
    assert told(key_workers.tasks(life, with_green), ALLOCATE) == ["green 2027-04-01 by 2027-04-08"]


STEPPED_DOWN = ("2027-03-01 key-worker anna", "2027-08-31 key-working-closed step-down reviewed plan")


@pytest.mark.parametrize(
    ("lines", "on", "said", "lightly"),
    [
        ((), "2027-08-31", "agreed", True),
        ((), "2028-02-29", "agreed", True),
        ((), "2028-03-01", "not asked or not answered", False),
        ((f"2027-09-10 {WITHDRAWN}",), "2027-09-10", "declined", False),
        (("2028-02-29 key-worker ben",), "2028-03-01", "agreed", False),
        (("2028-03-01 key-worker ben",), "2028-03-02", "not asked or not answered", False),
        ((f"2028-03-05 {AGREED}",), "2028-03-05", "agreed", False),
        (("2027-09-15 removed risk-reduced",), "2027-09-20", "agreed", True),
    ],
)
def test_who_stepped_down_comes_back_lightly_for_six_months(
    lines: tuple[str, ...], on: str, said: str, lightly: bool
) -> None:
    """R-DSR-105: from 31 August the sixth month ends on 29 February 2028, a leap day; until then nobody asks anew."""
    life = on_the_register(BORN, "2027-01-04", "green", *STEPPED_DOWN, *lines)
    assert answer(life, day(on), TERMS) == said
    assert comes_back_lightly(life, day(on), TERMS) is lightly


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        (("2028-02-29 rated red", "2028-02-29 key-worker ben"), []),
        (("2028-03-01 rated red",), ["red 2028-03-01 by 2028-03-02"]),
    ],
)
def test_after_that_the_family_is_asked_anew(lines: tuple[str, ...], asked: list[str]) -> None:
    """R-DSR-105: somebody who is red again within the six months only needs a name."""
    life = on_the_register(BORN, "2027-01-04", "green", *STEPPED_DOWN, *lines, f"2028-03-20 {AGREED}")
    tasks = [task for task in key_workers.tasks(life, TERMS) if task.opens_on > day("2027-09-01")]
    assert [line.partition(" done")[0] for line in told(tasks, ASK)][:1] == asked
    assert [task.about for task in tasks if task.code == ALLOCATE][:1] == ["red"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-01 key-worker anna",), [("2027-03-01", None)]),
        (("2027-03-01 key-worker anna", "2027-03-05 key-worker ben"), [("2027-03-01", None)]),
        (
            ("2027-03-01 key-worker anna", "2027-03-05 key-worker-left", "2027-03-09 key-worker ben"),
            [("2027-03-01", None)],
        ),
        (
            (
                "2027-03-01 key-worker anna",
                "2027-03-05 key-working-closed moved-away",
                "2027-03-09 key-worker ben",
            ),
            [("2027-03-01", "2027-03-05"), ("2027-03-09", None)],
        ),
        (("2027-03-05 key-working-closed step-down",), []),
        (("2027-03-01 key-worker anna", f"2027-03-05 {DECLINED}"), [("2027-03-01", "2027-03-05")]),
    ],
)
def test_from_when_to_when_there_was_key_working(
    lines: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    """R-DSR-100, 105: whoever the key worker is."""
    found = [(str(one.since), str(one.until) if one.until else None) for one in times(a_life(BORN, *lines))]
    assert found == expected


@pytest.mark.parametrize(("on", "said"), [("2027-03-10", "agreed"), ("2027-03-11", "not asked or not answered")])
def test_an_agreement_to_key_working_ends_with_the_entry(on: str, said: str) -> None:
    """R-DSR-29, 37: who comes back later is asked anew."""
    life = on_the_register(BORN, "2027-01-04", "green", "2027-03-01 key-worker anna", "2027-03-10 removed moved-away")
    assert answer(life, day(on), TERMS) == said
