"""Reviews in time, the flow of ratings, key workers: K11, K12 and K14 (R-DSR-45, 59, 100, 102)."""

from datetime import date

import pytest

from dsr.rules import due
from dsr.rules.entry.periods import active_periods
from dsr.rules.entry.taken_on import taken_on_periods
from dsr.rules.key_work import key_workers, key_working
from dsr.rules.key_work.key_worker_needs import Need
from dsr.rules.life import Life
from dsr.rules.measures.measures_of_key_work import key_work
from dsr.rules.measures.measures_of_ratings import Flow, flow, reviews_in_time
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.rating import rating_history, rating_reviews
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

TERMS = Terms((*rating_history.TERMS, *rating_reviews.TERMS, *key_workers.TERMS, *key_working.TERMS))
BORN = "2011-02-01"
MARCH = Period(day("2027-03-01"), day("2027-03-31"))
RED = "2027-03-05", "red"


def taken_on(life: Life) -> tuple[tuple[date, date | None], ...]:
    return taken_on_periods(life, TERMS)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), Ratio(0, 1)),
        (("2027-03-12 reviewed red",), Ratio(1, 2)),
        (("2027-03-13 reviewed red",), Ratio(0, 2)),
        (("2027-03-12 reviewed red", "2027-03-19 reviewed red"), Ratio(2, 3)),
        (
            ("2027-03-12 reviewed red", "2027-03-19 reviewed red", "2027-03-25 reviewed red"),
            Ratio(3, 3),
        ),
        (("2027-03-12 reviewed red incomplete",), Ratio(0, 1)),
        (("2027-03-12 rated green",), Ratio(0, 0)),
        (("2027-03-13 rated green",), Ratio(0, 1)),
        (("2027-03-12 reviewed green", "2027-03-12 rated green"), Ratio(1, 1)),
        (("2027-03-12 removed moved-away",), Ratio(0, 0)),
        (("2027-04-05 reviewed red",), Ratio(0, 1)),
    ],
)
def test_k11_reviews_in_time(lines: tuple[str, ...], expected: Ratio) -> None:
    """R-DSR-59, K11: of the reviews at red that were due in March; what ceased by its day was not due.

    After 25 March the next is due on 1 April. What was recorded in April is not known at the end of March.
    """
    found = reviews_in_time([on_the_register(BORN, *RED, *lines)], MARCH, taken_on, TERMS)
    assert found[Rating.RED] == expected


LAST_DAYS = ("2027-02-28", "2027-03-31", "2027-04-30")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), [Ratio(0, 1), Ratio(0, 1), Ratio(0, 1)]),
        (("2027-02-20 reviewed red incomplete",), [Ratio(0, 1), Ratio(0, 1), Ratio(0, 1)]),
        (("2027-03-30 reviewed red",), [Ratio(0, 1), Ratio(0, 0), Ratio(0, 1)]),
        (("2027-03-20 rated amber",), [Ratio(0, 1), Ratio(0, 0), Ratio(0, 0)]),
        (("2027-03-20 died",), [Ratio(0, 1), Ratio(0, 0), Ratio(0, 0)]),
        (("2027-04-01 died",), [Ratio(0, 1), Ratio(0, 1), Ratio(0, 0)]),
    ],
)
def test_k11_does_not_forget_who_is_overdue(lines: tuple[str, ...], expected: list[Ratio]) -> None:
    """R-DSR-59, K11: red since 1 February, due on the 8th: not in date in any month on whose last day it is overdue."""
    life = on_the_register(BORN, "2027-02-01", "red", *lines)
    months = [Period(day(last).replace(day=1), day(last)) for last in LAST_DAYS]
    assert [reviews_in_time([life], month, taken_on, TERMS)[Rating.RED] for month in months] == expected


def test_k11_is_told_for_each_rating() -> None:
    """K11: over several persons."""
    lives = [
        on_the_register(BORN, "2027-03-05", "red", "2027-03-12 reviewed red"),
        on_the_register(BORN, "2027-03-05", "red"),
        on_the_register(BORN, "2027-03-05", "amber", "2027-03-19 reviewed amber"),
        on_the_register(BORN, "2027-03-05", "green"),
        on_the_register(BORN, "2027-02-22", "green", "2027-03-01 admitted"),
    ]
    assert reviews_in_time(lives, MARCH, taken_on, TERMS) == {
        Rating.BLUE: Ratio(0, 1),
        Rating.RED: Ratio(1, 3),
        Rating.AMBER: Ratio(1, 1),
        Rating.GREEN: Ratio(0, 0),
    }


def test_k11_counts_nobody_who_is_not_on_the_register() -> None:
    """K11: whoever says who is on it."""
    assert reviews_in_time([on_the_register(BORN, *RED)], MARCH, lambda _: (), TERMS)[Rating.RED] == Ratio(0, 0)
    overdue, left = on_the_register(BORN, "2027-02-01", "red"), [(day("2027-02-01"), day("2027-03-31"))]
    assert reviews_in_time([overdue], MARCH, lambda _: left, TERMS)[Rating.RED] == Ratio(0, 0)


@pytest.mark.parametrize(
    ("since", "lines", "expected"),
    [
        ("2027-02-28", (), Flow(0, 0, 0, 0, ())),
        ("2027-03-01", (), Flow(1, 0, 0, 0, ())),
        ("2027-03-31", (), Flow(1, 0, 0, 0, ())),
        ("2027-04-01", (), Flow(0, 0, 0, 0, ())),
        ("2027-02-01", ("2027-03-01 rated red",), Flow(0, 1, 0, 0, ())),
        ("2027-02-01", ("2027-02-28 rated red",), Flow(0, 0, 0, 0, ())),
        ("2027-02-01", ("2027-03-31 rated green",), Flow(0, 0, 1, 0, ())),
        ("2027-02-01", ("2027-03-01 rated red", "2027-03-11 rated amber"), Flow(0, 1, 1, 0, (10,))),
        ("2027-02-01", ("2027-02-02 rated red", "2027-03-02 rated amber"), Flow(0, 0, 1, 0, (28,))),
        ("2028-02-01", (), Flow(0, 0, 0, 0, ())),
        ("2027-02-01", ("2027-03-01 admitted", "2027-03-10 discharged"), Flow(0, 1, 1, 0, ())),
        ("2027-02-01", ("2027-02-20 admitted", "2027-03-31 discharged"), Flow(0, 0, 1, 0, ())),
        ("2027-02-01", ("2027-02-20 admitted", "2027-03-31 discharged", "2027-04-01 admitted"), Flow(0, 0, 0, 0, ())),
        ("2027-02-01", ("2027-03-10 removed moved-away",), Flow(0, 0, 0, 1, ())),
        ("2027-02-01", ("2027-03-01 rated red", "2027-03-10 removed moved-away"), Flow(0, 1, 0, 1, (9,))),
        ("2027-02-01", ("2027-03-10 died",), Flow(0, 0, 0, 1, ())),
        (
            "2027-02-01",
            ("2027-03-02 removed moved-away", "2027-03-10 accepted", "2027-03-10 rated red"),
            Flow(1, 0, 0, 1, ()),
        ),
        ("2027-02-01", ("2027-03-01 rated red", "2027-03-01 rated amber"), Flow(0, 0, 0, 0, ())),
    ],
)
def test_k14_the_flow_of_ratings(since: str, lines: tuple[str, ...], expected: Flow) -> None:
    """R-DSR-45, K14: who came, rose, fell and left in March, and how long times in red were that ended in it.

    A discharge falls from blue to red, unless the next ward follows the day after (T12). Who comes back at another
    rating came, and did not rise.
    """
    assert flow([on_the_register(BORN, since, "amber", *lines)], MARCH, taken_on, TERMS) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((), ()),
        (("2027-03-11",), (10,)),
        (("2027-03-11", "2027-03-21"), (10, 20)),
        (("2027-03-02", "2027-03-05", "2027-03-31"), (1, 4, 30)),
    ],
)
def test_k14_the_days_in_red_of_what_ended(ends: tuple[str, ...], expected: tuple[int, ...]) -> None:
    """K14: red since 1 March, each until another day."""
    lives = [on_the_register(BORN, "2027-03-01", "red", f"{end} rated amber") for end in ends]
    assert flow(lives, MARCH, taken_on, TERMS).days_red == expected


def test_k12_named_key_workers_and_how_soon() -> None:
    """R-DSR-100, 102, K12: of five persons who are to have one on 31 March three do, and one declined."""
    work = key_work(
        [
            on_the_register(BORN, *RED, "2027-03-08 key-worker anna", "2027-03-09 contact"),
            on_the_register(BORN, *RED, "2027-03-10 key-worker anna", "2027-03-10 contact"),
            on_the_register(BORN, *RED, "2027-03-06 refused own-consent key-worker"),
            on_the_register(BORN, "2027-03-05", "amber", "2027-03-05 key-worker ben"),
            on_the_register(BORN, "2027-03-31", "amber"),
            on_the_register(BORN, "2027-03-05", "green"),
        ],
        MARCH,
        taken_on,
        TERMS,
    )
    assert work.named[Need.RED] == Ratio(2, 3)
    assert work.named[Need.AMBER] == Ratio(1, 2)
    assert work.named[Need.BLUE] == work.named[Need.GREEN] == Ratio(0, 0)
    assert {need: number for need, number in work.declined.items() if number} == {Need.RED: 1}
    assert work.allocation.in_time == Ratio(2, 3)
    assert work.allocation.days == (0, 3, 5)
    assert work.first_contact.in_time == Ratio(1, 3)
    assert work.first_contact.days == (4, 5)


def test_k12_an_inpatient_counts_whom_the_register_does_not_have() -> None:
    """R-DSR-98, 100, K12, T12: between two wards at the month's end too."""
    lines = ("2027-03-01 condition autism", "2027-03-05 admitted", "2027-03-08 key-worker anna")
    for moved in ((), ("2027-03-31 discharged", "2027-04-01 admitted")):
        work = key_work([a_life(BORN, *lines, *moved)], MARCH, lambda _: (), TERMS)
        assert work.named[Need.BLUE] == work.allocation.in_time == Ratio(1, 1)


def test_k12_the_wait_counts_from_its_first_day() -> None:
    """R-DSR-102, K12: amber since 5 March, red since the 9th, named on the 10th: five days, and in time at red."""
    life = on_the_register(BORN, "2027-03-05", "amber", "2027-03-09 rated red", "2027-03-10 key-worker anna")
    allocation = key_work([life], MARCH, taken_on, TERMS).allocation
    assert (allocation.in_time, allocation.days) == (Ratio(1, 1), (5,))


def on_its_register(life: Life) -> tuple[tuple[date, date | None], ...]:
    return active_periods(life, Terms(due.TERMS))


AGREED = "2027-03-06 consent own-consent"


@pytest.mark.parametrize(
    ("lines", "named", "allocated"),
    [
        ((), Ratio(0, 0), Ratio(0, 0)),
        (("2027-03-09 key-worker anna",), Ratio(0, 0), Ratio(0, 0)),
        (("2027-03-20 consent own-consent",), Ratio(0, 1), Ratio(0, 1)),
        (("2027-03-20 consent own-consent", "2027-03-20 key-worker anna"), Ratio(1, 1), Ratio(1, 1)),
        ((AGREED,), Ratio(0, 1), Ratio(0, 1)),
        ((AGREED, "2027-03-08 key-worker anna"), Ratio(1, 1), Ratio(1, 1)),
        ((AGREED, "2027-03-08 withdrawn own-consent"), Ratio(0, 0), Ratio(0, 0)),
        ((AGREED, "2027-03-20 withdrawn own-consent"), Ratio(0, 0), Ratio(0, 1)),
        ((AGREED, "2027-03-08 transfer-sent Devon", "2027-03-08 transfer-accepted Devon"), Ratio(0, 0), Ratio(0, 0)),
    ],
)
def test_k12_counts_by_a_rating_only_who_is_on_the_register(
    lines: tuple[str, ...], named: Ratio, allocated: Ratio
) -> None:
    """R-DSR-26, 98, 102, K12: nobody else may be worked with, so nobody is asked to name a key worker for them.

    Accepted on 5 March and rated red on the 7th, a Sunday: a key worker is due on the 8th, or once the entry is active.
    """
    entry = ("2027-03-04 referred", "2027-03-05 capacity yes", "2027-03-05 accepted", "2027-03-07 rated red")
    life = a_life(BORN, "2027-03-04 condition autism", *entry, *lines)
    work = key_work([life], MARCH, on_its_register, TERMS)
    assert (work.named[Need.RED], work.allocation.in_time) == (named, allocated)
