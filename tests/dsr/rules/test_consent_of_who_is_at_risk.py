"""Who was red or blue and has no valid consent is asked for at once, and somebody is told who is not (R-DSR-26, 65a).

Without a valid consent there is no review and no ladder of reviews: the answer of who decides is what is missed then.
"""

import pytest

from dsr.rules.attention import attention
from dsr.rules.due import TERMS, every_task, open_on
from dsr.rules.life import Life
from dsr.rules.tasks import Owner
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
        (taken_back("amber", "2027-03-15 admitted"), "2027-03-15"),
        (taken_back("amber", "2027-02-10 admitted", "2027-02-25 discharged"), "2027-03-04"),
        (taken_back("red", "2027-02-20 rated amber"), "2027-03-10"),
        (a_life(BORN, *ACCEPTED), "2027-01-11"),
        (a_life(BORN, *ACCEPTED, "2027-01-04 admitted"), "2027-01-05"),
    ],
)
def test_who_is_red_or_blue_is_asked_for_in_one_working_day(life: Life, due: str) -> None:
    """R-DSR-26, 102: as a key worker is named; others in 5. Overdue and urgent from then on, it is due at once."""
    asked = [task for task in every_task(life, POLICY) if task.code == OBTAIN]
    assert str(asked[-1].due_on) == due
    assert asked[-1].owner is Owner.COORDINATOR


@pytest.mark.parametrize(
    ("lines", "asked", "first", "top"),
    [
        (  # green the day after red: the days of anybody else, and nobody at the top
            ("2027-01-05 rated red", "2027-01-06 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 01-06", "01-06 01-11 -"],
            ["01-12"],
            [],
        ),
        (  # red after some days: urgent from then on, and not before
            ("2027-01-07 rated red",),
            ["01-04 01-11 01-07", "01-07 01-08 -"],
            ["01-09"],
            ["01-12"],
        ),
        (  # overdue, and red from then on: the DSR manager's without a gap
            ("2027-01-18 rated red",),
            ["01-04 01-11 01-18", "01-18 01-18 -"],
            ["01-12", "01-18"],
            ["01-21"],
        ),
        (  # overdue at red, and green from then on: what the top was told ends
            ("2027-01-05 rated red", "2027-01-18 rated green"),
            ["01-04 01-11 01-05", "01-05 01-06 01-18", "01-18 01-18 -"],
            ["01-07", "01-18"],
            ["01-08"],
        ),
        (  # blue after red is as urgent as it was
            ("2027-01-05 rated red", "2027-01-06 admitted"),
            ["01-04 01-11 01-05", "01-05 01-06 -"],
            ["01-07"],
            ["01-08"],
        ),
    ],
)
def test_the_newest_rating_says_how_soon_while_it_waits(
    lines: tuple[str, ...], asked: list[str], first: list[str], top: list[str]
) -> None:
    """R-DSR-26, 65a: each stretch of urgency has a task and rungs of its own, from the day on which it began."""
    tasks = every_task(a_life(BORN, *ACCEPTED, *lines), POLICY)
    found = [
        f"{one.opens_on:%m-%d} {one.due_on:%m-%d} {f'{one.ceased_on:%m-%d}' if one.ceased_on else '-'}"
        for one in tasks
        if one.code == OBTAIN
    ]
    assert found == asked
    for code, days in ((FIRST, first), (TOP[0], top)):
        rungs = [one for one in tasks if one.code == code]
        assert [f"{one.opens_on:%m-%d}" for one in rungs] == days
        assert [one.ceased_on for one in rungs[:-1]] == [one.opens_on for one in rungs[1:]]
    still_told = [one for one in tasks if one.code == TOP[0] and one.ceased_on is None]
    assert bool(still_told) == (bool(top) and not lines[-1].endswith("green"))


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
