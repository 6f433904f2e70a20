"""What a key worker carries, who waits for one, and where the cases of a leaver go (R-DSR-100, 103, 107)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.rules.key_work import caseloads, key_workers, key_working
from dsr.rules.key_work.allocation_queue import queue
from dsr.rules.key_work.caseloads import Fit, if_rated, state, total, weight, with_another
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.key_work.reallocation import Move, moves
from dsr.rules.life import Life
from dsr.rules.rating import rating_history
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

TERMS = Terms((*rating_history.TERMS, *key_workers.TERMS, *key_working.TERMS, *caseloads.TERMS))
BORN = "2011-02-01"
TODAY = day("2027-03-31")


def case(rating: str, worker: str | None = None, since: str = "2027-03-01") -> Life:
    named = (f"{since} key-worker {worker}",) if worker else ()
    return on_the_register(BORN, since, rating, *named)


def cases(**counts: int) -> dict[str, Life]:
    """`cases(anna_red=2)`: two persons, each rated red, whose key worker is Anna."""
    split = ((name.rsplit("_", 1), count) for name, count in counts.items())
    return {
        f"{worker}-{rating}-{number}": case(rating, worker)
        for (worker, rating), count in split
        for number in range(count)
    }


def loads(lives: dict[str, Life]) -> dict[str, float]:
    """What each key worker carries who carries anybody."""
    workers = {worker for life in lives.values() if (worker := key_worker_on(life, TODAY))}
    mine = {one: [life for life in lives.values() if key_worker_on(life, TODAY) == one] for one in workers}
    return {worker: total(weight(life, TODAY, TERMS) for life in found) for worker, found in mine.items()}


def moved(lives: dict[str, Life], leaver: str, staying: list[str]) -> tuple[Move, ...]:
    """Where the cases of a leaver go."""
    cases_ = {one: weight(life, TODAY, TERMS) for one, life in lives.items() if key_worker_on(life, TODAY) == leaver}
    return moves(cases_, {one: loads(lives).get(one, 0.0) for one in staying if one != leaver}, TODAY, TERMS)


@pytest.mark.parametrize(
    ("rating", "lines", "expected"),
    [
        ("red", (), 1.0),
        ("amber", (), 0.8),
        ("green", (), 0.3),
        ("green", ("2027-03-31 admitted",), 1.0),
        ("green", ("2027-04-01 admitted",), 0.3),
        ("amber", ("2027-03-31 acute",), 1.0),
        ("red", ("2027-03-31 removed moved-away",), 0.3),
    ],
)
def test_what_a_case_weighs(rating: str, lines: tuple[str, ...], expected: float) -> None:
    """R-DSR-103: red and blue 1.0, amber 0.8, step-down 0.3."""
    assert weight(on_the_register(BORN, "2027-03-01", rating, *lines), TODAY, TERMS) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"anna_red": 1}, {"anna": 1.0}),
        ({"anna_red": 2, "anna_amber": 3, "anna_green": 1}, {"anna": 4.7}),
        ({"anna_amber": 1, "ben_green": 1}, {"anna": 0.8, "ben": 0.3}),
        ({"anna_green": 3}, {"anna": 0.9}),
        ({}, {}),
    ],
)
def test_caseloads_are_added_exactly(counts: dict[str, int], expected: dict[str, float]) -> None:
    """R-DSR-103: three times 0.3 is 0.9 and not a little less."""
    assert loads(cases(**counts)) == expected


@pytest.mark.parametrize(
    ("load", "expected"),
    [(0.0, Fit.FITS), (9.9, Fit.FITS), (10.0, Fit.WARNED), (15.0, Fit.WARNED), (15.1, Fit.BLOCKED)],
)
def test_a_caseload_is_warned_of_at_10_and_too_heavy_above_15(load: float, expected: Fit) -> None:
    """R-DSR-103."""
    assert state(load, TODAY, TERMS) is expected


@pytest.mark.parametrize(
    ("load", "rating", "expected"),
    [
        (9.0, 1.0, Fit.WARNED),
        (9.0, 0.8, Fit.FITS),
        (14.0, 1.0, Fit.WARNED),
        (14.2, 0.8, Fit.WARNED),
        (14.3, 0.8, Fit.BLOCKED),
        (14.7, 0.3, Fit.WARNED),
        (15.0, 0.3, Fit.BLOCKED),
    ],
)
def test_another_case_that_goes_above_15_needs_an_override(load: float, rating: float, expected: Fit) -> None:
    """R-DSR-103: exactly 15 is the last that fits."""
    assert with_another(load, rating, TODAY, TERMS) is expected


@pytest.mark.parametrize(
    ("rating", "expected"),
    [("green", 1.3), ("amber", 1.8), ("red", 2.0), ("blue", 2.0)],
)
def test_what_if_the_rating_were_another(rating: str, expected: float) -> None:
    """R-DSR-103: Anna has one red and one amber case; the amber one is asked about."""
    lives = cases(anna_red=1, anna_amber=1)
    assert loads(lives) == {"anna": 1.8}
    assert if_rated(1.8, lives["anna-amber-0"], Rating(rating), TODAY, TERMS) == expected


def test_the_queue_has_the_reddest_first_and_of_these_who_waits_longest() -> None:
    """R-DSR-100, 107: at the same rating and day the groups that the programme puts first."""
    lives = {
        "amber-old": case("amber", since="2027-01-04"),
        "red-new": case("red", since="2027-03-30"),
        "red-old": case("red", since="2027-03-10"),
        "blue": a_life(BORN, "2027-02-01 condition autism", "2027-02-01 admitted"),
        "amber-new": case("amber", since="2027-03-30"),
        "amber-new-in-care": on_the_register(BORN, "2027-03-30", "amber", "2027-03-30 factor 16"),
        "green": case("green"),
        "has-one": case("red", "anna"),
        "declined": on_the_register(BORN, "2027-03-01", "red", "2027-03-02 refused own-consent key-worker"),
    }
    assert [one.person for one in queue(lives, TODAY, TERMS)] == [
        "red-old",
        "red-new",
        "blue",
        "amber-old",
        "amber-new-in-care",
        "amber-new",
    ]


@pytest.mark.parametrize(
    ("lines", "need", "since", "due_on"),
    [
        ((), "amber", "2027-03-01", "2027-03-08"),
        (("2027-03-30 rated red",), "red", "2027-03-01", "2027-03-31"),
        (("2027-03-02 key-worker anna", "2027-03-30 key-worker-left"), "amber", "2027-03-30", "2027-04-06"),
        (("2027-03-10 rated green", "2027-03-30 rated amber"), "amber", "2027-03-30", "2027-04-06"),
    ],
)
def test_somebody_waits_since_there_was_no_key_worker(
    lines: tuple[str, ...], need: str, since: str, due_on: str
) -> None:
    """R-DSR-100, 102: another rating does not begin the wait anew, a key worker in between or a time at green does."""
    (one,) = queue({"one": on_the_register(BORN, "2027-03-01", "amber", *lines)}, TODAY, TERMS)
    assert (one.need.value, one.since, one.due_on) == (need, day(since), day(due_on))


@pytest.mark.parametrize(
    ("counts", "staying", "expected"),
    [
        ({"anna_red": 1}, ["ben"], [("anna-red-0", "ben", False)]),
        ({"anna_red": 1}, [], [("anna-red-0", None, False)]),
        ({"ben_red": 1}, ["ben"], []),
        ({"anna_red": 1, "ben_red": 1}, ["ben", "cas"], [("anna-red-0", "cas", False)]),
        (
            {"anna_amber": 1, "anna_red": 1, "ben_green": 1},
            ["ben", "cas"],
            [("anna-red-0", "cas", False), ("anna-amber-0", "ben", False)],
        ),
        ({"anna_red": 1, "ben_red": 14}, ["ben"], [("anna-red-0", "ben", False)]),
        ({"anna_red": 1, "ben_red": 15}, ["ben"], [("anna-red-0", "ben", True)]),
        ({"anna_red": 1, "ben_red": 16, "cas_red": 15}, ["ben", "cas"], [("anna-red-0", "cas", True)]),
        (
            {"anna_red": 1, "anna_green": 1, "ben_red": 14, "ben_green": 2},
            ["ben"],
            [("anna-green-0", "ben", False), ("anna-red-0", "ben", True)],
        ),
        ({"anna_red": 1}, ["anna", "ben"], [("anna-red-0", "ben", False)]),
    ],
)
def test_where_the_cases_of_a_leaver_go(
    counts: dict[str, int], staying: list[str], expected: list[tuple[str, str | None, bool]]
) -> None:
    """R-DSR-100, 103: the heaviest first, each to whom carries least; what fits nobody is told as an override."""
    found = moved(cases(**counts), "anna", staying)
    assert [(move.person, move.to, move.override) for move in found] == expected


@given(
    red=st.integers(0, 20),
    amber=st.integers(0, 6),
    green=st.integers(0, 6),
    others=st.lists(st.integers(0, 16), max_size=4),
)
def test_nobody_is_dropped_and_no_caseload_goes_above_15_unasked(
    red: int, amber: int, green: int, others: list[int]
) -> None:
    """R-DSR-100, 103."""
    counts = {"anna_red": red, "anna_amber": amber, "anna_green": green}
    staying = [f"worker{number}" for number in range(len(others))]
    lives = cases(**counts, **{f"{worker}_red": count for worker, count in zip(staying, others, strict=True)})
    found = moved(lives, "anna", staying)
    assert sorted(move.person for move in found) == sorted(one for one in lives if one.startswith("anna"))
    for worker, count in zip(staying, others, strict=True):
        taken = [move.weight for move in found if move.to == worker and not move.override]
        assert not taken or count + sum(taken) <= 15.000001
    assert all((move.to is None) is (not staying) for move in found)
