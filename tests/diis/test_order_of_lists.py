"""Lists may arrive in any order, and a figure may be asked for again: both come out the same (B35, F14, F19, I9).

A story is what four weekly lists say of a few children, among others who wait on. It is told in its own order and in
another; afterwards the two stores must know the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.counting.local import Question, count_local
from diis.definitions.figures import ALL, Figure
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store
from diis.store.figures import senders
from diis.store.ledger import newest_sequence
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, some_referrals
from tests.diis.store_dump import Dump, current, sequences

CENSUSES = ("2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30")
OTHERS = some_referrals(30)

CLOSED = {"closed_date": "2026-09-02", "closure_reason": "01"}
REJECTED = {"decision": "rejected", "decision_date": "2026-09-01"}
EARLIER = {"received_date": "2026-03-01"}
# The provider gave the referral a new received date when it was sent in again; the first one counts (R-WAIT-70).
SENT_AGAIN = {"received_date": "2026-05-20", "resubmitted_date": "2026-05-20", "birth_date": "2015-05-10"}
SENT_FIRST = {"received_date": "2026-05-01", "birth_date": "2015-05-10"}


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
        said = [(100 + child, weeks[week]) for child, weeks in enumerate(story)]
        listed = [(child, one) for child, one in said if one is not None]
        referrals = [a_referral(child, **dict(one.fields)) for child, one in listed]
        contacts = [a_contact(child, number) for child, one in listed for number in range(one.contacts)]
        lists.append(AnExtract([*OTHERS, *referrals], contacts, census=census))
    return lists


def pull_all(lists: Sequence[AnExtract], intake: Intake, after_each: Callable[[], None] = lambda: None) -> None:
    inbox = intake.landing.folder.parent
    for number, extract in enumerate(lists):
        assert pull(None, extract.folder(inbox / str(number)), intake).outcome == "accepted"
        after_each()


def known_at_each_census(store: Store) -> list[list[tuple[str, str, float | None]]]:
    """The figures of every census date from the versions themselves, as known now, whatever loads told them."""
    with store.reading() as connection:
        sequence = newest_sequence(connection)
        lists = senders(connection, sequence)
    days = dict.fromkeys(map(date.fromisoformat, CENSUSES), (ALL, "gender"))
    figures = count_local(store, Question(days, sequence, lists)).values()
    return [[(one.measure + one.provider + one.level, one.figure, one.value) for one in found] for found in figures]


def known_after(lists: Sequence[AnExtract], fresh: Fresh) -> tuple[Dump, object]:
    with fresh() as intake:
        pull_all(lists, intake)
        return current(intake.store), known_at_each_census(intake.store)


# Joins, changes, leaves, returns: each line is one child.
LIVES: dict[str, Story] = {
    "joins": [[None, HERE, HERE, HERE], [None, None, None, HERE]],
    "leaves": [[HERE, None, None, None], [HERE, HERE, HERE, None]],
    "is seen once": [[None, HERE, None, None], [None, None, HERE, None]],
    "leaves and returns": [[HERE, None, HERE, HERE], [HERE, None, None, HERE]],
    "comes and goes": [[HERE, None, HERE, None], [None, HERE, None, HERE]],
    "changes": [[HERE, told(EARLIER), told(EARLIER), HERE]],
    "is sent in again": [
        [told(SENT_FIRST), told(SENT_AGAIN), told(SENT_AGAIN, contacts=1), HERE],
        [told(SENT_FIRST), told(SENT_FIRST), told(SENT_AGAIN), told(SENT_AGAIN)],
        [told(SENT_FIRST), None, told(SENT_AGAIN), None],
    ],
    "leaves with an outcome": [[HERE, told(CLOSED), None, None], [told(REJECTED), None, None, None]],
    "is closed and opened again": [[HERE, told(CLOSED), HERE, None], [told(CLOSED), HERE, None, None]],
    "is seen": [[HERE, told(contacts=1), told(contacts=2), told(contacts=1)], [told(contacts=2), None, HERE, None]],
}


ALL_LIVES: Story = [child for children in LIVES.values() for child in children]


def test_every_order_of_arrival_ends_in_the_same_knowledge(fresh: Fresh, store: Store) -> None:
    """All 24 orders of four lists on SQLite, the hardest of them on PostgreSQL."""
    lists = lists_of(ALL_LIVES)
    expected = known_after(lists, fresh)
    for order in permutations(range(4)) if store.is_sqlite else [(3, 1, 0, 2), (1, 3, 2, 0), (3, 2, 1, 0)]:
        assert known_after([lists[place] for place in order], fresh) == expected, order


STATES = st.sampled_from(
    [None, None, HERE, HERE, HERE, told(EARLIER), told(CLOSED), told(REJECTED), told(contacts=1), told(contacts=2)]
)
STORIES = st.lists(st.tuples(STATES, STATES, STATES, STATES), min_size=1, max_size=9)


@given(story=STORIES, order=st.permutations(range(4)))
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_story_in_any_order_is_known_alike_afterwards_and_as_it_was_known_before(
    story: Story, order: list[int], fresh: Fresh
) -> None:
    lists = lists_of(story)
    expected = known_after(lists, fresh)
    recorded: list[list[Figure]] = []
    with fresh() as intake:
        ask = partial(asked, intake.store)
        pull_all([lists[place] for place in order], intake, lambda: recorded.append(ask(len(recorded) + 1)))
        assert (current(intake.store), known_at_each_census(intake.store)) == expected
        assert sequences(intake.store) == [1, 2, 3, 4]
        assert [ask(as_known) for as_known in (1, 2, 3, 4)] == recorded


def asked(store: Store, as_known: int) -> list[Figure]:
    """Figures of an early and of the last census, as they were known after a load."""
    return [one for census in CENSUSES[1::2] for one in figures_at(store, date.fromisoformat(census), as_known)]


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
            # When a child was last seen on a list that was taken back is told by no list that stands.
            known.append((current(intake.store, "last_seen_on"), known_at_each_census(intake.store)))
    assert known[1] == known[0]
