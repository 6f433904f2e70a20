"""What holds of the tasks of any life whatever (R-DSR-59a, 65a): lives are made up at random."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from dsr.rules.facts.fact import Fact
from dsr.rules.hospital.spells import spells
from dsr.rules.key_work import caseloads, key_worker_contacts, key_workers, key_working, step_down
from dsr.rules.key_work.allocation_queue import queue
from dsr.rules.key_work.key_worker_needs import needs
from dsr.rules.key_work.key_working import Answer, answer, key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating import actions_by_rating, escalation, happenings, meetings, rating_history, rating_reviews
from dsr.rules.reviews import protocol
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms
from dsr.rules.timelines import state_on
from tests.dsr.rules.lives import a_fact, day

FAMILIES = (actions_by_rating, happenings, key_worker_contacts, key_workers, meetings, rating_reviews, step_down)
WITH_TERMS = (*FAMILIES, rating_history, key_working, caseloads, protocol, escalation)
TERMS = Terms(term for family in WITH_TERMS for term in family.TERMS)
BORN = day("2001-04-20")
"""The 26th birthday lies among the days that are made up."""

FIRST = day("2027-02-01")
WHAT = (
    "condition autism",
    "accepted",
    "removed moved-away",
    "consent own-consent key-worker",
    "refused own-consent key-worker",
    "withdrawn own-consent key-worker",
    "rated red",
    "rated amber prompts",
    "rated green",
    "reviewed red",
    "reviewed green",
    "reviewed green incomplete",
    "discussed multi-agency-panel",
    "happened a-and-e-crisis",
    "happened local-area-emergency-protocol",
    "laep-convened",
    "transfer-received Devon red",
    "happened unresolved-safety-concern",
    "happened safety-concern-resolved",
    "done refresh-plans",
    "done escalate-review-first",
    "admitted",
    "discharged",
    "acute",
    "acute-ended",
    "key-worker anna",
    "key-worker ben",
    "key-worker-left",
    "contact face-to-face",
    "contact",
    "key-working-closed step-down",
    "key-working-closed declined",
    "surveyed start",
)
facts = st.lists(st.builds(lambda n, what: (n, what), st.integers(0, 150), st.sampled_from(WHAT)), max_size=16).map(
    lambda chosen: [a_fact(f"{FIRST + timedelta(days=n)} {what}") for n, what in chosen]
)


def life_of(chosen: Iterable[Fact]) -> Life:
    """The person is on the register and amber from the first day."""
    return Life.of(BORN, (a_fact(f"{FIRST} condition autism"), a_fact(f"{FIRST} rated amber"), *chosen))


def all_tasks(life: Life) -> Iterator[Task]:
    found = [task for family in FAMILIES for task in family.tasks(life, TERMS)]
    yield from found
    yield from escalation.ladder(life, TERMS, found)


@given(facts)
def test_no_task_is_due_or_ends_before_it_opens(chosen: list[Fact]) -> None:
    for task in all_tasks(life_of(chosen)):
        assert task.opens_on <= task.due_on
        assert task.done_on is None or task.opens_on <= task.done_on
        assert task.ceased_on is None or task.opens_on < task.ceased_on


@given(facts)
def test_a_task_is_done_or_ceases_and_never_both(chosen: list[Fact]) -> None:
    assert all(task.done_on is None or task.ceased_on is None for task in all_tasks(life_of(chosen)))


@given(facts)
def test_no_task_is_told_twice(chosen: list[Fact]) -> None:
    keys = [(task.code, task.about, task.opens_on) for task in all_tasks(life_of(chosen))]
    assert len(keys) == len(set(keys))


@given(facts, facts, st.integers(0, 150))
def test_what_was_open_on_a_day_does_not_change_by_what_happens_later(
    chosen: list[Fact], later: list[Fact], days: int
) -> None:
    """Unless a later fact says that a stay had not ended: an admission on the day after a discharge (R-DSR-93)."""
    on = FIRST + timedelta(days=days)
    whole = life_of((*chosen, *(fact for fact in later if fact.on > on)))
    assume(not any(admitted_again(whole, on)))
    assert open_on(whole.until(on), on) == open_on(whole, on)


def admitted_again(life: Life, on: date) -> Iterator[bool]:
    """Whether a stay that had ended by a day is one that goes on."""
    for known in spells(life.until(on)):
        yield known not in spells(life) and known.discharged_on is not None


def open_on(life: Life, on: date) -> set[tuple[str, str, date, date, str]]:
    return {(one.code, one.about, one.opens_on, one.due_on, one.why) for one in all_tasks(life) if one.is_open(on)}


@given(facts, st.integers(0, 150))
def test_everybody_who_needs_a_key_worker_has_one_or_waits_or_declined(chosen: list[Fact], days: int) -> None:
    """R-DSR-100: nobody is between two key workers, and nobody is lost from the queue."""
    life, on = life_of(chosen), FIRST + timedelta(days=days)
    needed = state_on(needs(life, TERMS), on) is not None and answer(life, on, TERMS) is not Answer.DECLINED
    waits = needed and key_worker_on(life, on) is None
    assert bool(queue({"one": life}, on, TERMS)) is waits


@given(facts)
def test_the_same_facts_told_twice_ask_for_nothing_more(chosen: list[Fact]) -> None:
    """What was recorded twice on a day, one after the other, opens no second task."""
    once, twice = life_of(chosen), life_of(fact for fact in chosen for _ in range(2))
    assert set(all_tasks(once)) == set(all_tasks(twice))
