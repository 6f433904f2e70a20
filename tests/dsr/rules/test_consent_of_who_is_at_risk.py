"""Who was red or blue and has no valid consent is asked for at once, and somebody is told who is not (R-DSR-26, 65a).

Without a valid consent there is no review and no ladder of reviews: the answer of who decides is what is missed then.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions.calendar import day_in_words
from dsr.rules.attention import attention
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register
from tests.dsr.rules.telling import told

POLICY = Terms(TERMS)
BORN = "2011-03-01"  # 16 on 1 March 2027
PARENT, OWN = "parental-responsibility", "own-consent"
TAKEN_BACK = f"2027-03-03 withdrawn {PARENT}"  # Wednesday
ACCEPTED = ("2027-01-04 condition autism", "2027-01-04 referred health", "2027-01-04 triaged", "2027-01-04 accepted")
OBTAIN, FIRST = "obtain-consent", "escalate-consent"
TOP = ("escalate-consent-top-commissioner", "escalate-consent-top-council")


def taken_back(rating: str, *lines: str) -> Life:
    """A parent agreed at 15, and took it back two days after the 16th birthday."""
    return on_the_register(BORN, "2027-01-05", rating, TAKEN_BACK, *lines, basis=PARENT)


def of(code: str, life: Life) -> list[str]:
    """The tasks of a code, without what tells them apart."""
    return [one.partition(" ")[2] for one in told(every_task(life, POLICY), code)]


@pytest.mark.parametrize(
    ("life", "due"),
    [
        (taken_back("red"), "2027-03-04"),
        (taken_back("amber"), "2027-03-10"),
        (taken_back("green"), "2027-03-10"),
        (taken_back("amber", "2027-02-20 admitted"), "2027-03-04"),
        (taken_back("amber", "2027-03-04 admitted"), "2027-03-05"),
        (taken_back("amber", "2027-03-10 admitted"), "2027-03-10"),
        (taken_back("amber", "2027-03-15 admitted"), "2027-03-10"),
        (taken_back("amber", "2027-02-10 admitted", "2027-02-25 discharged"), "2027-03-04"),
        (taken_back("red", "2027-02-20 rated amber"), "2027-03-10"),
        (a_life(BORN, *ACCEPTED), "2027-01-11"),
        (a_life(BORN, *ACCEPTED, "2027-01-04 admitted"), "2027-01-05"),
    ],
)
def test_who_is_red_or_blue_is_asked_for_in_one_working_day(life: Life, due: str) -> None:
    """R-DSR-26, 102: as a key worker is named; others in 5. What was missed stays due by its day."""
    asked = [task for task in every_task(life, POLICY) if task.code == OBTAIN]
    assert str(asked[-1].due_on) == due
    assert asked[-1].owner is Owner.COORDINATOR


@pytest.mark.parametrize(
    ("lines", "asked", "first", "top"),
    [
        (  # green the day after red: the days of anybody else, and nobody at the top
            ("2027-01-05 rated red", "2027-01-06 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 01-06", "01-06 01-11 -"],
            ["01-12 -"],
            [],
        ),
        (  # red after some days: urgent from then on, and not before
            ("2027-01-07 rated red",),
            ["01-04 01-11 01-07", "01-07 01-08 -"],
            ["01-09 -"],
            ["01-12 -"],
        ),
        (  # overdue, and red from then on: by the day that was missed, and the top is told as of who is red
            ("2027-01-18 rated red",),
            ["01-04 01-11 -"],
            ["01-12 -"],
            ["01-21 -"],
        ),
        (  # red, and green between the two days: the first was missed
            ("2027-01-05 rated red", "2027-01-08 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 -"],
            ["01-07 -"],
            [],
        ),
        (  # green the day after the first was missed
            ("2027-01-05 rated red", "2027-01-07 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 -"],
            ["01-07 -"],
            [],
        ),
        (  # overdue at red, and green from then on: what the top was told ends
            ("2027-01-05 rated red", "2027-01-18 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 -"],
            ["01-07 -"],
            ["01-08 01-18"],
        ),
        (  # blue after red is as urgent as it was
            ("2027-01-05 rated red", "2027-01-06 admitted"),
            ["01-04 01-11 01-05", "01-05 01-06 -"],
            ["01-07 -"],
            ["01-08 -"],
        ),
        (  # another rating each day of an overdue answer: the top counts from the first day at red
            (*(f"2027-01-{on} rated {'amber' if on % 2 else 'red'}" for on in range(18, 25)),),
            ["01-04 01-11 -"],
            ["01-12 -"],
            ["01-22 01-23", "01-24 -"],
        ),
        (  # another each day from the first on: nothing was missed before the 11th
            (*(f"2027-01-{on:02} rated {'red' if on % 2 else 'amber'}" for on in range(5, 14)),),
            ["01-11 01-11 -"],
            ["01-12 -"],
            ["01-14 -"],
        ),
    ],
)
def test_the_newest_rating_says_how_soon_until_a_day_is_missed(
    lines: tuple[str, ...], asked: list[str], first: list[str], top: list[str]
) -> None:
    """R-DSR-26, 65a: each stretch of urgency has a task of its own, and the first that was missed goes on.

    Each is told as it opens, is due and ceases; a rung as it opens and ceases.
    """
    tasks = every_task(a_life(BORN, *ACCEPTED, *lines), POLICY)
    asks = [f"{one.opens_on:%m-%d} {one.due_on:%m-%d} {ceased(one)}" for one in tasks if one.code == OBTAIN]
    assert asks[-len(asked) :] == asked
    assert [one.split()[2] for one in asks[:-1]] == [one.split()[0] for one in asks[1:]]
    for code, days in ((FIRST, first), (TOP[0], top)):
        assert [f"{one.opens_on:%m-%d} {ceased(one)}" for one in tasks if one.code == code] == days


def ceased(task: Task) -> str:
    """The day from which it is asked for no longer."""
    return f"{task.ceased_on:%m-%d}" if task.ceased_on else "-"


@pytest.mark.parametrize(
    ("lines", "missed"),
    [
        ((), "2027-01-11"),
        (("2027-01-05 rated red", "2027-01-07 rated green"), "2027-01-06"),
        (("2027-01-05 rated red", "2027-01-08 rated green"), "2027-01-06"),
        (("2027-01-05 rated red", "2027-01-08 rated green", "2027-01-13 rated red"), "2027-01-06"),
        (("2027-01-18 rated red",), "2027-01-11"),
        (tuple(f"2027-01-{on} rated {'amber' if on % 2 else 'red'}" for on in range(18, 22)), "2027-01-11"),
        (("2027-01-05 rated red", "2027-01-07 done escalate-consent", "2027-01-18 rated green"), "2027-01-06"),
    ],
)
def test_what_is_overdue_stays_so_until_somebody_has_answered(lines: tuple[str, ...], missed: str) -> None:
    """R-DSR-26: on each day by the first day that was missed, and its sentence says so, whatever the rating is then."""
    life = a_life(BORN, *ACCEPTED, *lines, f"2027-01-27 consent {OWN}")
    for days in range(1, 16):
        on = day(missed) + timedelta(days=days)
        for known in (life, life.until(on)):
            asks = [task for task in open_on(known, on, POLICY) if task.code == OBTAIN]
            found = [(task.due_on, task.days_overdue(on)) for task in asks] if on < day("2027-01-27") else []
            assert found == ([(day(missed), days)] if on < day("2027-01-27") else [])
            assert attention(asks, on, POLICY)["consent-not-obtained"] == (on < day("2027-01-27"))
            assert all(day_in_words(day(missed)) in task.why for task in asks)


@pytest.mark.parametrize(
    ("lines", "first", "top"),
    [
        (  # less urgent: told once
            ("2027-01-05 rated red", "2027-01-07 done escalate-consent", "2027-01-18 rated green"),
            ["01-07"],
            ["01-08"],
        ),
        (  # more urgent: who has acted is told that it is
            ("2027-01-13 done escalate-consent", "2027-01-18 rated red"),
            ["01-12", "01-18"],
            ["01-21"],
        ),
        (  # more urgent, and nobody has acted: the rung goes on, with its own day
            ("2027-01-18 rated red", "2027-01-20 done escalate-consent"),
            ["01-12"],
            ["01-21"],
        ),
        (  # and again, where it became less so meanwhile
            (
                "2027-01-05 rated red",
                "2027-01-07 done escalate-consent",
                f"2027-01-08 done {TOP[0]}",
                "2027-01-18 rated green",
                "2027-01-20 rated red",
            ),
            ["01-07", "01-20"],
            ["01-08", "01-20"],
        ),
        (("2027-01-18 rated red", f"2027-01-21 done {TOP[0]}", "2027-01-25 rated green"), ["01-12"], ["01-21"]),
    ],
)
def test_who_has_acted_is_told_anew_only_when_it_is_more_urgent(
    lines: tuple[str, ...], first: list[str], top: list[str]
) -> None:
    """R-DSR-65a: the days on which the DSR manager and the commissioner are told."""
    tasks = every_task(a_life(BORN, *ACCEPTED, *lines), POLICY)
    for code, days in ((FIRST, first), (TOP[0], top)):
        assert [f"{one.opens_on:%m-%d}" for one in tasks if one.code == code] == days


ratings = st.dictionaries(st.integers(0, 20), st.sampled_from(["red", "amber", "green"]), max_size=12)


@settings(max_examples=40, deadline=None)
@given(ratings)
def test_no_rating_takes_back_that_a_day_was_missed(rated: dict[int, str]) -> None:
    """R-DSR-26 (H13): on each day one task asks, overdue by one day once it is, and as it was told on that day."""
    begun = day("2027-01-04")
    life = a_life(BORN, *ACCEPTED, *(f"{begun + timedelta(days=days)} rated {one}" for days, one in rated.items()))
    missed: set[date] = set()
    for on in (begun + timedelta(days=days) for days in range(25)):
        (asks,) = (task for task in open_on(life, on, POLICY) if task.code == OBTAIN)
        (then,) = (task for task in open_on(life.until(on), on, POLICY) if task.code == OBTAIN)
        assert (asks.opens_on, asks.due_on, asks.why) == (then.opens_on, then.due_on, then.why)
        missed |= {asks.due_on} if asks.is_overdue(on) else set()
        assert asks.is_overdue(on) == bool(missed)
        assert any(task.code == FIRST for task in open_on(life, on, POLICY)) == bool(missed)
    assert len(missed) == 1


@pytest.mark.parametrize("on", ["2027-01-04", "2027-01-06", "2027-01-07"])
def test_a_past_day_is_told_by_what_had_happened_by_then(on: str) -> None:
    """R-DSR-26: accepted on the 4th and red on the 7th, it was due on the 11th until then."""
    life = a_life(BORN, *ACCEPTED, "2027-01-07 rated red", "2027-01-11 rated green", f"2027-01-12 consent {OWN}")
    now, then = (
        [(one.due_on, one.why) for one in open_on(told_by, day(on), POLICY) if one.code == OBTAIN]
        for told_by in (life, life.until(day(on)))
    )
    assert len(now) == 1
    assert now == then
    assert ("last rated red or blue" in now[0][1]) == (on == "2027-01-07")


@pytest.mark.parametrize(
    ("life", "first", "top"),
    [
        (taken_back("red"), "2027-03-05 by 2027-03-08", "2027-03-08 by 2027-03-09"),
        (taken_back("amber"), "2027-03-11 by 2027-03-12", None),
        (a_life(BORN, *ACCEPTED), "2027-01-12 by 2027-01-13", None),
        (a_life(BORN, *ACCEPTED, "2027-01-04 admitted"), "2027-01-06 by 2027-01-07", "2027-01-07 by 2027-01-08"),
    ],
)
def test_no_answer_climbs_the_ladder(life: Life, first: str, top: str | None) -> None:
    """R-DSR-65a: the DSR manager the day after; at red or blue commissioner and council after 2 working days."""
    assert of(FIRST, life) == [first]
    for code in TOP:
        assert of(code, life) == ([top] if top else [])


@pytest.mark.parametrize(
    ("lines", "first", "top"),
    [
        ((f"2027-03-04 consent {OWN}",), [], []),
        ((f"2027-03-05 refused {OWN}",), [], []),
        ((f"2027-03-08 consent {OWN}",), ["2027-03-05 by 2027-03-08 done 2027-03-08"], []),
        (("2027-03-08 died",), ["2027-03-05 by 2027-03-08 done 2027-03-08"], []),
        (
            ("2027-03-08 done escalate-consent",),
            ["2027-03-05 by 2027-03-08 done 2027-03-08"],
            ["2027-03-08 by 2027-03-09"],
        ),
    ],
)
def test_a_rung_ends_with_the_answer_or_when_its_owner_has_acted(
    lines: tuple[str, ...], first: list[str], top: list[str]
) -> None:
    """R-DSR-30, 65a: an answer of who decides is one, whatever it is."""
    assert of(FIRST, taken_back("red", *lines)) == first
    assert of(TOP[0], taken_back("red", *lines)) == top


def test_a_new_entry_waits_for_itself() -> None:
    """R-DSR-26, 30: the rung of the entry that is over ends with it, and the new one has its own 5 working days."""
    again = ("2027-01-20 removed entered-in-error", "2027-01-20 referred education", "2027-01-20 accepted")
    life = a_life(BORN, *ACCEPTED, *again)
    assert of(OBTAIN, life) == ["2027-01-04 by 2027-01-11 done 2027-01-20", "2027-01-20 by 2027-01-27"]
    assert of(FIRST, life) == ["2027-01-12 by 2027-01-13 done 2027-01-20", "2027-01-28 by 2027-01-29"]
    anew = [task.why for task in open_on(life, day("2027-01-28"), POLICY) if task.code == OBTAIN]
    assert len(anew) == 1
    assert "since 20 January 2027" in anew[0]


def test_somebody_red_without_consent_is_never_on_nobodys_list() -> None:
    """R-DSR-26, 31: nothing is shared again, and each level is told in turn until somebody has asked.

    Commissioner and council learn by the alert that there is somebody, and the DSR manager has the task (ADR 0074).
    """
    found: list[tuple[set[str], bool]] = []
    for on in ("2027-03-03", "2027-03-05", "2027-03-08", "2027-04-11"):
        tasks = [task for task in open_on(taken_back("red"), day(on), POLICY) if "consent" in task.code]
        needs = attention(tasks, day(on), POLICY)
        found.append(({task.owner.value for task in tasks}, bool(needs["escalated-commissioner"])))
    both = {"DSR coordinator", "DSR manager"}
    assert found == [({"DSR coordinator"}, False), (both, False), (both, True), (both, True)]
