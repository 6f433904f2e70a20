"""Random life stories: every number of every pathway problem is the oracle's, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.definitions.outcomes import UNEXPLAINED
from diis.definitions.pathway_measures import LEAVERS, PATHWAY_MEASURES
from diis.definitions.steps import Step
from diis.definitions.stories import Story
from diis.store import migrate
from diis.store.engine import Store
from diis.store.list_leavers import left_lately
from tests.pathways.telling import GATEWAY, NEURODEVELOPMENTAL, PAEDIATRICS, SEQUENCE, Told, Way, write

FIRST = date(2024, 1, 1)
AS_AT = st.integers(300, 900).map(lambda days: FIRST + timedelta(days=days))


def later(start: date, at_most: int = 400) -> st.SearchStrategy[date]:
    """Days near the start are as likely as all others together: edges are where computations differ."""
    return (st.integers(0, 30) | st.integers(0, at_most)).map(lambda days: start + timedelta(days=days))


@st.composite
def stories(draw: st.DrawFn, number: int) -> Told:
    received = draw(later(FIRST, 800))
    maybe = st.none() | later(received)
    decided = draw(maybe)
    age = draw(st.integers(15, 18))
    story = Story(
        provider="R0D",
        pathway=draw(st.sampled_from([NEURODEVELOPMENTAL, NEURODEVELOPMENTAL, GATEWAY, PAEDIATRICS])),
        referral_id=f"N{number}",
        person=draw(st.sampled_from("abc")),
        birth_month=date(received.year - age, draw(st.integers(1, 12)), 1),
        received_on=received,
        age_received=draw(st.none() | st.just(age)),
        source_of_referral=draw(st.sampled_from([None, "A1", "C2"])),
        priority=draw(st.sampled_from([None, "2", "3"])),
        returned_on=draw(maybe),
        resubmitted_on=draw(maybe),
        decision_on=decided,
        decision=draw(st.sampled_from(["accepted", "rejected", "rejected"])) if decided else None,
        rejection_reason=draw(st.sampled_from([None, "01"])),
        assessment_completed_on=draw(maybe),
        outcome_shared_on=draw(maybe),
        support_offered_on=draw(maybe),
        closed_on=draw(maybe),
        transferred_to_adult_on=draw(maybe),
        seen_on=draw(maybe),
        missing_from_on=draw(maybe),
    )
    return story, tuple(draw(st.lists(steps(received), max_size=3, unique_by=lambda one: (one.step, one.requested_on))))


@st.composite
def steps(draw: st.DrawFn, received: date) -> Step:
    requested = draw(later(received, 200))
    return Step(
        draw(st.sampled_from("pq")), draw(st.sampled_from(["", "X"])), requested, draw(st.none() | later(requested))
    )


@st.composite
def lives(draw: st.DrawFn) -> list[Told]:
    return [draw(stories(number)) for number in range(draw(st.integers(0, 10)))]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def emptied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples; each example empties it."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{tmp_path_factory.mktemp('problems') / 'store.sqlite'}")
    else:
        store = Store(request.getfixturevalue("postgresql_database"))
    migrate.upgrade(store)
    yield store
    store.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(told=lives(), as_at=AS_AT)
def test_every_number_agrees(emptied: Store, told: list[Told], as_at: date) -> None:
    measures = [measure for measure in PATHWAY_MEASURES if measure.topic != LEAVERS.name]
    found, expected = (way.every_number(measures, told, as_at) for way in (Way(emptied), Way(None)))
    assert found == pytest.approx(expected)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(told=lives(), as_at=AS_AT)
def test_absences_without_an_outcome_are_unexplained_whatever_the_dates_say(
    emptied: Store, told: list[Told], as_at: date
) -> None:
    """The load decides what explains an absence (docs/adr/0004); every one of these was loaded as unexplained."""
    write(emptied, told)
    with emptied.reading() as connection:
        left = left_lately(connection, NEURODEVELOPMENTAL, as_at, SEQUENCE)
    window = {as_at - timedelta(days=days) for days in range(28)}
    mine = [story for story, _ in told if story.pathway == NEURODEVELOPMENTAL]
    expected = {story.referral_id for story in mine if story.missing_from_on in window}
    assert {one.referral_id for one in left} == expected
    assert {one.outcome for one in left} <= {UNEXPLAINED}
