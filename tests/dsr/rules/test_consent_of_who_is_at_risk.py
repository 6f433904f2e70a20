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
        (taken_back("amber", "2027-03-15 admitted"), "2027-03-10"),
        (taken_back("amber", "2027-02-10 admitted", "2027-02-25 discharged"), "2027-03-04"),
        (taken_back("red", "2027-02-20 rated amber"), "2027-03-10"),
        (a_life(BORN, *ACCEPTED), "2027-01-11"),
        (a_life(BORN, *ACCEPTED, "2027-01-04 admitted"), "2027-01-05"),
    ],
)
def test_who_is_red_or_blue_is_asked_for_in_one_working_day(life: Life, due: str) -> None:
    """R-DSR-26, 102: as a key worker is named; others in 5. What makes it urgent later never puts it off."""
    asked = [task for task in every_task(life, POLICY) if task.code == OBTAIN]
    assert str(asked[-1].due_on) == due
    assert asked[-1].owner is Owner.COORDINATOR


@pytest.mark.parametrize(
    ("life", "first", "top"),
    [
        (taken_back("red"), "2027-03-05 by 2027-03-08", "2027-03-08 by 2027-03-09"),
        (taken_back("amber"), "2027-03-11 by 2027-03-12", None),
        (taken_back("amber", "2027-03-15 admitted"), "2027-03-11 by 2027-03-12", "2027-03-18 by 2027-03-19"),
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
