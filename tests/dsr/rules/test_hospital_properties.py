"""What holds for every life in hospital, whatever the facts: no due day before its time, and no past rewritten."""

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.hospital import causes, inadequate_providers, leaving_hospital, visits
from dsr.rules.life import Life
from dsr.rules.reviews import community_reviews, packs, protocol, review_deadlines, review_reports, review_running
from dsr.rules.tasks import Task
from dsr.rules.terms import Section, Terms
from tests.dsr.rules.lives import a_fact

FAMILIES = (
    causes,
    community_reviews,
    inadequate_providers,
    leaving_hospital,
    packs,
    protocol,
    review_deadlines,
    review_reports,
    review_running,
    visits,
)
ALL_TERMS = [term for family in FAMILIES for term in family.TERMS]
TERMS = Terms(ALL_TERMS, in_force={Section.CHILD_REVIEWS: date(2027, 2, 1), Section.ADULT_REVIEWS: date(2027, 4, 1)})
FIRST = date(2027, 1, 4)
DAYS = st.integers(0, 500).map(lambda days: FIRST + timedelta(days=days))
WORDS = st.sampled_from(
    [
        "condition autism",
        "plan maintained",
        "plan ceased",
        "consent own-consent review",
        "refused own-consent review",
        "admitted camhs inadequate",
        "admitted adult",
        "admitted adult low-secure",
        "discharged",
        "detained 2",
        "detained 4",
        "detention-ended",
        "visited",
        "held r1",
        "held r2",
        "held r3",
        "recommended r1 1 2027-06-30",
        "report-sent r1 home-council",
        "answered r1 1 home-council accepted",
        "happened local-area-emergency-protocol",
        "laep-convened",
        "laep-actions-reviewed",
        "checklist discharge-plan-begun",
        "crisis-support",
        "causes",
        "leave",
        "died",
        "admission-planned 2027-06-15",
        "admission-planned 2027-08-15",
        "review-planned r1 2027-06-20",
        "review-notice r1",
        "panel r1 chair",
        "pack-consent r1",
        "pack-sent r1",
    ]
)
BIRTHS = st.sampled_from([date(2012, 2, 29), date(2009, 5, 1), date(2007, 2, 1)])
QUIET = settings(max_examples=150, deadline=None, derandomize=True)
FACTS = st.lists(st.tuples(DAYS, WORDS), max_size=12)


def a_life_of(born: date, lines: list[tuple[date, str]]) -> Life:
    return Life.of(born, [a_fact(f"{on} {words}") for on, words in lines])


def all_tasks(life: Life) -> Iterator[Task]:
    for family in FAMILIES:
        yield from family.tasks(life, TERMS)


def overdue(life: Life, on: date) -> set[tuple[str, str, date]]:
    return {(task.code, task.about, task.due_on) for task in all_tasks(life) if task.is_overdue(on)}


def moves_next_day(lines: list[tuple[date, str]]) -> bool:
    """Whether an admission, on a discharge's day or the next, turns the discharge into a move (R-DSR-93)."""
    left = {on for on, words in lines if words == "discharged"}
    return any(words.startswith("admitted") and left & {on, on - timedelta(days=1)} for on, words in lines)


@QUIET
@given(BIRTHS, FACTS)
def test_no_task_is_due_before_it_opens(born: date, lines: list[tuple[date, str]]) -> None:
    """R-DSR-59a: and each is told with a rule and a sentence."""
    for task in all_tasks(a_life_of(born, lines)):
        assert task.opens_on <= task.due_on
        assert task.rule.startswith("R-DSR-")
        assert task.why.endswith(".")


@QUIET
@given(BIRTHS, FACTS, DAYS)
def test_what_was_overdue_on_a_day_stays_so_whatever_comes_later(
    born: date, lines: list[tuple[date, str]], on: date
) -> None:
    """Section 4: a past day can be asked again, unless a discharge turned out to be a move."""
    lines = lines if not moves_next_day(lines) else [(day, words) for day, words in lines if words != "discharged"]
    life = a_life_of(born, lines)
    assert overdue(life, on) == overdue(life.until(on), on)


@QUIET
@given(BIRTHS, FACTS)
def test_a_task_is_told_apart_from_every_other(born: date, lines: list[tuple[date, str]]) -> None:
    """No two tasks with one code are about the same thing."""
    found = [(task.code, task.about) for task in all_tasks(a_life_of(born, lines))]
    assert len(found) == len(set(found))


@QUIET
@given(BIRTHS, FACTS)
def test_the_same_facts_twice_ask_for_nothing_more(born: date, lines: list[tuple[date, str]]) -> None:
    """A fact that two people record is one fact."""
    twice = [line for line in lines for _ in range(2)]
    once, doubled = a_life_of(born, lines), a_life_of(born, twice)
    for on in (FIRST + timedelta(days=number) for number in range(0, 560, 40)):
        assert overdue(once, on) == overdue(doubled, on)
