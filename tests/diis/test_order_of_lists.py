"""Lists may arrive in any order, and a figure may be asked for again: both come out the same (trust: B35, F14, F19, I9).

A story is what four weekly lists say of a few children, among others who wait on. It is told in its own order and in
another; afterwards the two stores must know the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.definitions.figures import Figure
from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store
from diis.store.figures import computed, figures_at
from diis.store.ledger import newest_sequence
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, some_referrals
from tests.diis.store_dump import Dump, current, sequences

CENSUSES = ("2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30")
OTHERS = some_referrals(12)

CLOSED = {"closed_date": "2026-09-02", "closure_reason": "01"}
REJECTED = {"decision": "rejected", "decision_date": "2026-09-01"}
EARLIER = {"received_date": "2026-03-01"}


@dataclass(frozen=True)
class Told:
    """What one list says of one child: fields that differ from a usual row, and how many contacts."""

    fields: tuple[tuple[str, str], ...] = ()
    contacts: int = 0


def told(fields: Row | None = None, contacts: int = 0) -> Told:
    return Told(tuple((fields or {}).items()), contacts)


HERE = told()
Story = Sequence[Sequence[Told | None]]
"""For each child what each list says, None where the child is not on it."""


def lists_of(story: Story) -> list[AnExtract]:
    """The weekly lists that tell a story, oldest census first."""
    lists = []
    for week, census in enumerate(CENSUSES):
        said = [(20 + child, weeks[week]) for child, weeks in enumerate(story)]
        listed = [(child, one) for child, one in said if one is not None]
        referrals = [a_referral(child, **dict(one.fields)) for child, one in listed]
        contacts = [a_contact(child, number) for child, one in listed for number in range(one.contacts)]
        lists.append(AnExtract([*OTHERS, *referrals], contacts, census=census))
    return lists


def pull_all(lists: Sequence[AnExtract], intake: Intake) -> None:
    inbox = intake.landing.folder.parent
    for number, extract in enumerate(lists):
        assert pull(None, extract.folder(inbox / str(number)), intake).outcome == "accepted"


def known_at_each_census(store: Store) -> list[list[tuple[str, str, float | None]]]:
    """The figures of every census date from the versions themselves, as known now, whatever loads told them."""
    with store.reading() as connection:
        sequence = newest_sequence(connection)
        figures = [computed(connection, date.fromisoformat(census), sequence) for census in CENSUSES]
    return [[(one.measure + one.provider, one.figure, one.value) for one in found] for found in figures]


@contextmanager
def told_in(order: Sequence[int], story: Story, fresh: Fresh) -> Iterator[Intake]:
    lists = lists_of(story)
    with fresh() as intake:
        pull_all([lists[place] for place in order], intake)
        yield intake


def known_after(order: Sequence[int], story: Story, fresh: Fresh) -> tuple[Dump, object]:
    with told_in(order, story, fresh) as intake:
        return current(intake.store), known_at_each_census(intake.store)


# Joins, changes, leaves, returns: each line is one child.
LIVES: dict[str, Story] = {
    "joins": [[None, HERE, HERE, HERE], [None, None, None, HERE]],
    "leaves": [[HERE, None, None, None], [HERE, HERE, HERE, None]],
    "is seen once": [[None, HERE, None, None], [None, None, HERE, None]],
    "leaves and returns": [[HERE, None, HERE, HERE], [HERE, None, None, HERE]],
    "comes and goes": [[HERE, None, HERE, None], [None, HERE, None, HERE]],
    "changes": [[HERE, told(EARLIER), told(EARLIER), HERE]],
    "leaves with an outcome": [[HERE, told(CLOSED), None, None], [told(REJECTED), None, None, None]],
    "is closed and opened again": [[HERE, told(CLOSED), HERE, None], [told(CLOSED), HERE, None, None]],
    "is seen": [[HERE, told(contacts=1), told(contacts=2), told(contacts=1)], [told(contacts=2), None, HERE, None]],
}


@pytest.mark.parametrize("life", LIVES)
def test_every_order_of_arrival_ends_in_the_same_knowledge(life: str, fresh: Fresh) -> None:
    """All 24 orders of four lists, on the database of which a step costs least; the next test runs on both."""
    with fresh() as intake:
        orders = list(permutations(range(4))) if intake.store.is_sqlite else [(3, 1, 0, 2), (1, 3, 2, 0)]
    expected = known_after(range(4), LIVES[life], fresh)
    for order in orders:
        assert known_after(order, LIVES[life], fresh) == expected, order


STATES = st.sampled_from(
    [None, None, HERE, HERE, HERE, told(EARLIER), told(CLOSED), told(REJECTED), told(contacts=1), told(contacts=2)]
)
STORIES = st.lists(st.tuples(STATES, STATES, STATES, STATES), min_size=1, max_size=6)
FEW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(story=STORIES, order=st.permutations(range(4)))
@FEW
def test_any_story_in_any_order_ends_in_the_same_knowledge(story: Story, order: list[int], fresh: Fresh) -> None:
    assert known_after(order, story, fresh) == known_after(range(4), story, fresh)


def asked(store: Store, as_known: int) -> list[list[Figure]]:
    return [figures_at(store, date.fromisoformat(census), as_known) for census in CENSUSES]


@given(story=STORIES, order=st.permutations(range(4)))
@FEW
def test_what_was_known_after_each_load_comes_out_the_same_whenever_it_is_asked(
    story: Story, order: list[int], fresh: Fresh
) -> None:
    lists = lists_of(story)
    with fresh() as intake:
        recorded = []
        for place in order:
            pull_all([replace(lists[place], manifest=True)], replace(intake, landing=intake.landing))
            recorded.append(asked(intake.store, len(recorded) + 1))
        assert sequences(intake.store) == [1, 2, 3, 4]
        assert [asked(intake.store, as_known) for as_known in (1, 2, 3, 4)] == recorded


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 0, 1), (1, 0, 2), (0, 1, 2)], ids=str)
def test_a_late_older_list_changes_nothing_that_is_current(order: tuple[int, ...], fresh: Fresh) -> None:
    """B35: the figures of the newest census are those of its list alone, and of who is missing from it."""
    story = [[HERE, told(EARLIER), told(CLOSED), None], [None, told(contacts=2), HERE, None]]
    lists = lists_of(story)
    with fresh() as intake:
        pull_all([lists[2]], intake)
        alone = known_at_each_census(intake.store)[2]
    with fresh() as intake:
        pull_all([lists[place] for place in order], intake)
        assert known_at_each_census(intake.store)[2] == alone


RESTATED: Story = [
    # The first list, the second, the second restated, the third.
    [HERE, HERE, None, None],
    [None, HERE, None, None],
    [HERE, HERE, HERE, HERE],
    [HERE, HERE, told(EARLIER), None],
    [HERE, HERE, told(CLOSED), None],
    [None, HERE, told(contacts=1), None],
    [HERE, None, HERE, None],
    [HERE, HERE, None, HERE],
]


@pytest.mark.parametrize("order", [(0, 1, 3, 2), (1, 2, 0, 3), (3, 1, 2, 0), (1, 3, 0, 2), (3, 0, 1, 2)], ids=str)
def test_a_restated_list_tells_the_same_before_and_after_the_others(order: tuple[int, ...], fresh: Fresh) -> None:
    """B34: the latest load of a census is the list of that census, whenever it comes."""
    first, second, restated, third = lists_of(RESTATED)
    lists = [first, second, replace(restated, census=CENSUSES[1]), replace(third, census=CENSUSES[2])]
    known = []
    for one in ((0, 1, 2, 3), order):
        with fresh() as intake:
            pull_all([lists[place] for place in one], intake)
            known.append((current(intake.store), known_at_each_census(intake.store)))
    assert known[1] == known[0]
