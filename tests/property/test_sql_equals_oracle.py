"""Random life stories: the figures of the store are those of the oracle, for every measure, on both databases."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.definitions.clocks import Contact, Referral
from diis.definitions.local_measures import MEASURES
from diis.definitions.oracle import values_of
from diis.definitions.pathways import PATHWAYS
from diis.store import migrate
from diis.store.engine import Store
from tests.spec.measuring import read, write

FIRST = date(2024, 1, 1)


def later(start: date, at_most: int = 900) -> st.SearchStrategy[date]:
    """Days near the start are as likely as all others together: edges are where computations differ."""
    return (st.integers(0, 30) | st.integers(0, at_most)).map(lambda days: start + timedelta(days=days))


@st.composite
def referrals(draw: st.DrawFn) -> Referral:
    received = draw(later(FIRST))
    maybe = st.none() | later(received, 500)
    contacts = st.builds(
        Contact, later(received, 500), st.sampled_from("234567"), st.sampled_from(["01", "02", "11", "98"])
    )
    decided = draw(maybe)
    return Referral(
        provider=draw(st.sampled_from(["RBD", "RDY", "R0D"])),
        pathway=draw(st.sampled_from(PATHWAYS)),
        referral_id="",
        received_on=received,
        decision_on=decided,
        decision=draw(st.sampled_from(["accepted", "redirected", "advice", "rejected"])) if decided else None,
        closed_on=draw(maybe),
        transferred_to_adult_on=draw(maybe),
        missing_from_on=draw(maybe),
        contacts=tuple(draw(st.lists(contacts, max_size=4))),
    )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def emptied(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One store for all examples; each example empties it."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{tmp_path_factory.mktemp('property') / 'store.sqlite'}")
    else:
        store = Store(request.getfixturevalue("postgresql_database"))
    migrate.upgrade(store)
    yield store
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(rows=st.lists(referrals(), max_size=12), days=st.integers(-5, 1500))
def test_every_figure_of_every_measure_agrees(emptied: Store, rows: list[Referral], days: int) -> None:
    as_at = FIRST + timedelta(days=days)
    write(emptied, rows)
    for measure in MEASURES:
        found = read(emptied, measure, as_at)
        expected = values_of(measure, rows, as_at)
        assert found.keys() == expected.keys()
        assert found == pytest.approx(expected, nan_ok=False)
