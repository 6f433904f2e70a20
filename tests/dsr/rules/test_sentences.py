"""Each due date explains itself: its sentence tells the day, and another one where it counts from that."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diis.definitions.calendar import day_in_words
from dsr.rules import due
from dsr.rules.due import every_task, open_on
from dsr.rules.life import Life
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day
from tests.dsr.rules.test_any_life import FIRST, WHAT

TERMS = Terms(due.TERMS)
ENTRY = ("2027-01-04 condition autism", "2027-01-04 referred health", "2027-01-05 accepted")
CONSENT = "2027-01-05 consent own-consent entry sharing:QVV review key-worker"
MORE = (
    "referred police red",
    "accepted before 2027-04-05",
    "declined no-risk",
    "consent own-consent entry",
    "consent parental-responsibility",
    "withdrawn own-consent",
    "best-interests yes",
    "best-interests yes incomplete",
    "capacity no",
    "parents-disagree",
    "agency school",
    "lives Devon residential-52-week Dorset",
    "area elsewhere",
    "transfer-sent Devon",
    "detained 3",
    "admitted out-of-area inadequate",
    "admission-planned 2027-04-20",
    "review-planned r1 2027-04-15",
    "held r1",
    "recommended r1 1 2027-04-10",
    "report-sent r1 home-council",
)


def lives_of(born: str) -> st.SearchStrategy[Life]:
    fact = st.builds(lambda n, what: f"{FIRST + timedelta(days=n)} {what}", st.integers(0, 150), st.sampled_from(said))
    return st.lists(fact, max_size=12).map(lambda lines: a_life(born, *ENTRY, CONSENT, *lines))


said = (*WHAT, *MORE)
lives = st.sampled_from(("2009-08-20", "2011-04-20", "2013-02-01", "2001-04-20")).flatmap(lives_of)


@given(lives)
def test_each_sentence_tells_the_day_on_which_the_task_is_due(life: Life) -> None:
    assert {task.code for task in every_task(life, TERMS) if day_in_words(task.due_on) not in task.why} == set()


def the(code: str, on: str, life: Life) -> Task:
    [task] = [task for task in open_on(life, day(on), TERMS) if task.code == code]
    return task


LATE = [
    (
        "adult-lead",
        "2027-01-05",
        (
            "The person is 18 on 1 May 2027: the adult team is named 6 months before, by 1 November 2026. The "
            "entry is active since 5 January 2027, so it is due on that day."
        ),
        "2009-05-01",
        (CONSENT,),
    ),
    (
        "key-worker-allocate",
        "2027-02-01",
        "Rated amber since 1 February 2027, waiting since 11 January 2027: name a key worker by 1 February 2027.",
        "2009-05-01",
        (CONSENT, "2027-01-11 rated red", "2027-02-01 rated amber"),
    ),
    (
        "key-worker-contact",
        "2027-01-22",
        (
            "The last contact that counts was on 12 January 2027, at this pace from 22 January 2027: the next "
            "contact is due by 22 January 2027."
        ),
        "2009-05-01",
        (
            CONSENT,
            "2027-01-11 rated amber",
            "2027-01-11 key-worker kw-01",
            "2027-01-12 contact",
            "2027-01-22 rated red",
        ),
    ),
    (
        "tell-host",
        "2027-01-05",
        (
            "Placed in the area of Devon since 1 June 2026, the entry active since 5 January 2027: its board is "
            "to know by 12 January 2027."
        ),
        "2009-05-01",
        ("2026-05-01 lives Dorset home", "2026-06-01 lives Devon residential-52-week Dorset", CONSENT),
    ),
    (
        "record-residence",
        "2027-01-05",
        (
            "The entry is active since 5 January 2027 and names no authority of ordinary residence: it is to be "
            "recorded by 12 January 2027."
        ),
        "2009-05-01",
        (CONSENT,),
    ),
    (
        "recommendation",
        "2027-02-10",
        (
            "A C(E)TR recommended it on 10 February 2027, to be done by 1 February 2027; told later than that, it"
            " is due on the day on which it was told, 10 February 2027."
        ),
        "2009-05-01",
        ("2027-01-04 lives E06000059 home", CONSENT, "2027-01-20 held r1", "2027-02-10 recommended r1 1 2027-02-01"),
    ),
    (
        "escalate-review-first",
        "2027-01-19",
        (
            "A review at red was due by 18 January 2027 and is not done. Told on 19 January 2027, to act by 20 "
            "January 2027."
        ),
        "2009-05-01",
        (CONSENT, "2027-01-11 rated red"),
    ),
]


@pytest.mark.parametrize(("code", "on", "why", "born", "lines"), LATE, ids=[code for code, *_ in LATE])
def test_a_day_that_another_one_moved_says_which(
    code: str, on: str, why: str, born: str, lines: tuple[str, ...]
) -> None:
    life = a_life(born, *ENTRY, *lines)
    assert the(code, on, life).why == why


def test_nobody_is_called_rated_before_there_is_an_entry_that_has_a_rating() -> None:
    """R-DSR-26, 45, 97, 98: until somebody agrees there is no rating, and no key worker by it; a stay asks for one."""
    waiting = a_life("2011-05-01", *ENTRY, "2027-01-11 rated amber")
    assert not [task for task in open_on(waiting, day("2027-01-20"), TERMS) if "Rated" in task.why]
    agreed = Life.of(waiting.birth_on, (*waiting.facts, a_fact("2027-02-01 consent parental-responsibility entry")))
    task = the("key-worker-allocate", "2027-02-01", agreed)
    assert task.opens_on == task.due_on == day("2027-02-01")
    assert "The entry is active since 1 February 2027" in task.why
    admitted = Life.of(waiting.birth_on, (*waiting.facts, a_fact("2027-01-12 admitted")))
    assert the("key-worker-allocate", "2027-01-20", admitted).about == "blue"
