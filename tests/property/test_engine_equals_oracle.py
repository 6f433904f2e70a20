"""Random life stories: every figure of every cell is the oracle's, on both databases, as known at any load."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.child_waits import waits_of_children
from diis.counting.local import Question, count_local
from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.clocks import Contact, Event, Referral
from diis.definitions.local_measures import MEASURES
from diis.definitions.oracle import cells_of
from diis.definitions.pathways import CAMHS_GATEWAY, PATHWAYS
from diis.store import migrate
from diis.store.engine import Store
from diis.store.figures import senders
from tests.spec.measuring import Version, by_cell, write

FIRST = date(2024, 1, 1)
PROVIDERS = ("R0D", "RBD", "RDY")
FIRST_LISTS = [(provider, pathway) for provider in PROVIDERS for pathway in PATHWAYS]
LISTS = {place - 8: one for place, one in enumerate(FIRST_LISTS)}
"""Every provider's first list of every pathway, loaded before load 1, but for the last, which is load 0."""
LOADS = LISTS | {1: ("R0D", CAMHS_GATEWAY), 2: ("RBD", CAMHS_GATEWAY), 3: ("R0D", PATHWAYS[0])}
NEWEST = max(LOADS)


def later(start: date, at_most: int = 900) -> st.SearchStrategy[date]:
    """Days near the start are as likely as all others together: edges are where computations differ."""
    return (st.integers(0, 30) | st.integers(0, at_most)).map(lambda days: start + timedelta(days=days))


@st.composite
def referrals(draw: st.DrawFn, referral_id: str) -> Referral:
    """Any referral that a store can hold, dates in the wrong order too."""
    received = draw(later(FIRST))
    around = later(received - timedelta(days=3), 500)
    maybe = st.none() | around
    contacts = st.builds(Contact, around, st.sampled_from("234567"), st.sampled_from(["01", "02", "11", "98", None]))
    kinds = st.sampled_from(["outcome-score", "care-plan", "intervention", "indirect-activity", "diagnosis"])
    decided = draw(maybe)
    return Referral(
        provider=draw(st.sampled_from(PROVIDERS)),
        # As many referrals of spells as of all others together.
        pathway=draw(st.just(CAMHS_GATEWAY) | st.sampled_from(PATHWAYS)),
        referral_id=referral_id,
        person=draw(st.sampled_from(["child-a", "child-b", f"child-of-{referral_id}"])),
        received_on=received,
        decision_on=decided,
        decision=draw(st.none() | st.sampled_from(["accepted", "redirected", "rejected"])) if decided else None,
        assessment_completed_on=draw(maybe),
        outcome_shared_on=draw(maybe),
        closed_on=draw(maybe),
        transferred_to_adult_on=draw(maybe),
        missing_from_on=draw(maybe),
        contacts=tuple(draw(st.lists(contacts, max_size=3))),
        events=tuple(draw(st.lists(st.builds(Event, around, kinds), max_size=4))),
        age_received=draw(st.none() | st.integers(0, 25)),
        gender=draw(st.none() | st.sampled_from("12349XZ")),
        ethnic_category=draw(st.none() | st.sampled_from([*"ACDHMRZ", "99"])),
        deprivation_decile=draw(st.none() | st.integers(1, 10)),
        local_authority=draw(st.sampled_from([None, "E06000058", "E06000059", "E07000090"])),
        lac_status=draw(st.none() | st.sampled_from("YNX")),
        sen_provision=draw(st.none() | st.sampled_from("NKE")),
        priority=draw(st.none() | st.sampled_from("1234")),
        condition=draw(st.none() | st.sampled_from(["autism", "adhd", "both", "unspecified"])),
    )


@st.composite
def histories(draw: st.DrawFn, number: int) -> list[Version]:
    """One referral as it was known: of one provider and pathway, with another content from some loads on."""
    one = draw(referrals(f"N{number:03}"))
    begins = sorted(draw(st.sets(st.integers(0, NEWEST), min_size=1, max_size=3)))
    contents = [one] + [draw(referrals(one.referral_id)) for _ in begins[1:]]
    ends = [*begins[1:], draw(st.none() | st.just(NEWEST)) if begins[-1] < NEWEST else None]
    fixed = {"provider": one.provider, "pathway": one.pathway}
    return [
        Version(Referral(**{**vars(content), **fixed}), begin, end)
        for content, begin, end in zip(contents, begins, ends, strict=True)
    ]


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


def known_at(versions: list[Version], sequence: int) -> list[Referral]:
    return [
        one.referral
        for one in versions
        if one.from_sequence <= sequence and (one.to_sequence is None or one.to_sequence > sequence)
    ]


ROWS = st.integers(0, 12).flatmap(lambda count: st.tuples(*(histories(number) for number in range(count))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(told=ROWS, days=st.sets(st.integers(-5, 1500), min_size=1, max_size=3), as_known=st.integers(0, NEWEST))
def test_every_figure_of_every_cell_agrees(
    emptied: Store, told: tuple[list[Version], ...], days: set[int], as_known: int
) -> None:
    versions = [version for history in told for version in history]
    write(emptied, versions, LOADS)
    with emptied.reading() as connection:
        lists = senders(connection, as_known)
    asked = {FIRST + timedelta(days=one): BREAKDOWN_IDS for one in sorted(days)}
    counted = count_local(emptied, Question(asked, as_known, lists))
    for as_at, figures in counted.items():
        for measure in MEASURES:
            found = by_cell(one for one in figures if one.measure == measure.id)
            expected = cells_of(measure, known_at(versions, as_known), as_at, PROVIDERS)
            assert found.keys() == expected.keys()
            for cell, values in expected.items():
                assert found[cell] == pytest.approx(values, nan_ok=False), (measure.id, cell, as_at)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(told=ROWS, day=st.integers(-5, 1500))
def test_levels_add_up_to_everybody(emptied: Store, told: tuple[list[Version], ...], day: int) -> None:
    """Each clock has one level of each breakdown: counts by level add up, provider by provider."""
    write(emptied, [version for history in told for version in history], LOADS)
    with emptied.reading() as connection:
        lists = senders(connection, NEWEST)
    as_at = FIRST + timedelta(days=day)
    figures = count_local(emptied, Question({as_at: BREAKDOWN_IDS}, NEWEST, lists))[as_at]
    totals: dict[tuple[str, str, str], dict[str, float]] = {}
    for one in figures:
        if one.unit == "count":
            sums = totals.setdefault((one.measure, one.figure, one.provider), {})
            sums[one.breakdown] = sums.get(one.breakdown, 0) + (one.value or 0)
    assert totals
    assert all(set(sums) == set(BREAKDOWN_IDS) and len(set(sums.values())) == 1 for sums in totals.values())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(told=ROWS, day=st.integers(-5, 1500), as_known=st.integers(0, NEWEST))
def test_the_waits_of_every_child_add_up_to_the_figures(
    emptied: Store, told: tuple[list[Version], ...], day: int, as_known: int
) -> None:
    """Each open clock is some child's, and asked by pseudonym no child has one that is not counted."""
    versions = [version for history in told for version in history]
    write(emptied, versions, LOADS)
    with emptied.reading() as connection:
        lists = senders(connection, as_known)
    as_at = FIRST + timedelta(days=day)
    figures = count_local(emptied, Question({as_at: ("all",)}, as_known, lists))[as_at]
    people = {one.person or f"P{number:03}" for number, one in enumerate(version.referral for version in versions)}
    waits = [one for of in waits_of_children(emptied, "spec", people, as_at, as_known).of.values() for one in of]
    counted = {(one.measure, one.provider, one.figure): one.value for one in figures if one.provider != "all"}
    for measure in MEASURES:
        for provider in PROVIDERS:
            mine = [one for one in waits if (one.measure, one.provider) == (measure.id, provider)]
            assert counted.get((measure.id, provider, "open"), 0) == len(mine)
            over = sum(one.is_over_standard for one in mine)
            assert counted.get((measure.id, provider, "open-over-standard"), 0) == over
