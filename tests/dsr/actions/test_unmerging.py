"""Merges one after another, and taken back: nothing of anybody is lost, and nothing of another is left (H2)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from dsr.actions.key_working import leave
from dsr.actions.merging import merge
from dsr.actions.recording import NotPossible, Seen, record
from dsr.actions.unmerging import unmerge
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import Happened, Happening
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.lists import RegisterLists
from dsr.store.people import ChangedMeanwhile, NobodyThere, Writing
from dsr.store.tables import audit, grant
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.holders import expert, family, held
from tests.dsr.store.people import COORDINATOR, EVERYBODY, ROWAN, register

ALIKE = {name: value for name, value in ROWAN.items() if name not in {"nhs-number", "address"}}


def lists(database: RegisterDatabase) -> RegisterLists:
    return RegisterLists(register(database).session, EVERYBODY, COORDINATOR)


def entered(store: RegisterLists, identifiers: dict[str, str], *lines: str) -> str:
    facts = [a_fact(line) for line in lines]
    return store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=identifiers, override=True))


def seen(store: RegisterLists, person_ref: str) -> Seen:
    return Seen(person_ref, store.person(person_ref).version)


def merged(store: RegisterLists, kept: str, second: str) -> None:
    merge(store, seen(store, kept), seen(store, second), "the same child")


def told(store: RegisterLists, person_ref: str) -> list[str]:
    return [f"{one.on} {type(one).__name__}" for one in store.person(person_ref).life.facts]


@pytest.fixture
def three(database: RegisterDatabase) -> tuple[RegisterLists, str, str, str]:
    store = lists(database)
    first = entered(store, ALIKE, "2027-02-01 referred education", "2027-02-02 condition autism")
    second = entered(store, ROWAN, "2027-02-10 referred health", "2027-02-02 condition autism")
    third = entered(store, ALIKE | {"telephone": "01632 960001"}, "2027-02-20 happened missing")
    return store, first, second, third


def test_a_chain_of_merges_leads_to_its_end(three: tuple[RegisterLists, str, str, str]) -> None:
    store, first, second, third = three
    merged(store, second, first)
    merged(store, third, second)
    assert [store.now_known_as(one) for one in (first, second, third)] == [third, third, None]
    assert len(told(store, third)) == 4
    assert store.find("nhs-number", ROWAN["nhs-number"]) == [third]


def test_with_a_merged_record_nothing_is_merged_and_the_right_one_is_told(
    three: tuple[RegisterLists, str, str, str],
) -> None:
    """So no chain ever leads back to where it began."""
    store, first, second, third = three
    merged(store, second, first)
    versions = {first: 2, second: 2, third: 1}
    for kept, other in ((first, third), (third, first), (second, first), (first, second)):
        with pytest.raises(NotPossible, match=f"{first} is part of {second} now"):
            merge(store, Seen(kept, versions[kept]), Seen(other, versions[other]), "the same child")


def test_each_has_again_what_it_had_and_what_came_since_stays(three: tuple[RegisterLists, str, str, str]) -> None:
    store, first, second, _ = three
    before = {one: (told(store, one), store.person(one).identifiers) for one in (first, second)}
    merged(store, first, second)
    record(store, seen(store, first), "record-event", "x", a_fact("2027-02-25 happened missing"))
    found = unmerge(store, seen(store, first), second, "two children")
    assert [str(one.fact.on) for one in found.stays] == ["2027-02-25"]
    assert told(store, first) == [*before[first][0], "2027-02-25 Happened"]
    assert told(store, second) == before[second][0]
    assert [store.person(one).identifiers for one in (first, second)] == [before[one][1] for one in (first, second)]
    assert store.find("nhs-number", ROWAN["nhs-number"]) == [second]
    assert store.now_known_as(second) is None
    assert (found.version, found.second_version) == (store.person(first).version, store.person(second).version)
    assert [one.action for one in store.history(second)[0]] == ["refer", "merge-into", "unmerge-from"]
    assert AuditReading(store.session, COORDINATOR).verify() == []


def test_what_another_merged_record_tells_too_is_not_taken_away(three: tuple[RegisterLists, str, str, str]) -> None:
    store, first, second, third = three
    same = "2027-02-20 happened missing"
    other = entered(store, ALIKE | {"telephone": "01632 960002"}, same)
    merged(store, first, third)
    merged(store, first, other)
    unmerge(store, seen(store, first), third, "two children")
    assert told(store, first)[-1] == "2027-02-20 Happened"
    assert store.person(first).identifiers["telephone"] == "01632 960002"
    unmerge(store, seen(store, first), other, "three children")
    assert told(store, first) == ["2027-02-01 Referred", "2027-02-02 ConditionRecorded"]
    assert "telephone" not in store.person(first).identifiers
    assert second not in (first, third)


def test_of_a_chain_the_last_is_taken_out_first(three: tuple[RegisterLists, str, str, str]) -> None:
    store, first, second, third = three
    merged(store, second, first)
    merged(store, third, second)
    with pytest.raises(NotPossible, match="no part of this one"):
        unmerge(store, seen(store, third), first, "two children")
    with pytest.raises(NobodyThere):
        unmerge(store, Seen(second, 2), first, "two children")
    unmerge(store, seen(store, third), second, "two children")
    unmerge(store, seen(store, second), first, "two children")
    assert [len(told(store, one)) for one in (first, second, third)] == [2, 2, 1]


def test_what_could_not_stand_alone_is_undone_first(database: RegisterDatabase) -> None:
    store = lists(database)
    first, second = entered(store, ALIKE, "2027-02-01 referred self"), entered(store, ROWAN, "2027-02-10 admitted")
    merged(store, first, second)
    record(store, seen(store, first), "discharge", "home", a_fact("2027-02-20 discharged"))
    with pytest.raises(NotPossible, match=r"20 February 2027.*not an inpatient"):
        unmerge(store, seen(store, first), second, "two children")
    with pytest.raises(NotPossible, match="Say why"):
        unmerge(store, seen(store, first), second, " ")
    assert store.now_known_as(second) == first


def test_who_comes_back_to_a_key_worker_who_left_waits_for_another(database: RegisterDatabase) -> None:
    """H11."""
    store = lists(database)
    for name in ("anna", "ben"):
        store.add_worker(name, "RDY")
    lines = (
        "2027-02-01 referred health",
        "2027-02-02 case-lead RDY",
        "2027-02-02 consent own-consent",
        "2027-02-02 rated red",
    )
    first = entered(store, ALIKE, *lines, "2027-02-12 key-worker anna")
    second = entered(store, ROWAN, *lines, "2027-02-08 key-worker ben")
    merged(store, first, second)
    leave(store, "ben", day("2027-03-01"), (), "another post")
    unmerge(store, seen(store, first), second, "two children")
    assert store.caseloads() == {"anna": 1, "ben": 0}
    assert told(store, second)[-1] == "2027-03-01 KeyWorkerLeft"


def test_whose_key_worker_may_not_be_told_any_more_waits_for_another(database: RegisterDatabase) -> None:
    """R-DSR-29, 33: a parent's sharing lapsed at 16, and of a merged record nobody can record another consent."""
    session = register(database, now=datetime(2026, 6, 1, 9, 0)).session
    then = RegisterLists(session, EVERYBODY, COORDINATOR)
    then.add_worker("anna", "RBD")
    first = entered(then, ALIKE, "2026-02-01 referred health")
    lines = (
        "2026-02-01 referred health",
        "2026-02-02 case-lead RDY",
        "2026-02-02 consent parental-responsibility entry sharing:RBD",
    )
    second = entered(then, ROWAN, *lines, "2026-02-12 key-worker anna")
    merged(then, first, second)
    store = lists(database)
    unmerge(store, seen(store, first), second, "two children")
    assert store.caseloads() == {"anna": 0}
    assert told(store, second)[-1] == "2027-03-01 KeyWorkerLeft"


def test_roles_that_were_given_since_the_merge_end_with_it(three: tuple[RegisterLists, str, str, str]) -> None:
    """Nobody knows whose parent was meant: a parent of the second child would go on reading the first (R-DSR-110)."""
    store, first, second, third = three
    database = store.session.database
    planned = Writing(action="x", reason="x", facts=[a_fact("2027-02-03 review-planned c1 2027-03-20")])
    store.change(first, 1, planned)
    before = held(database, "Robin", family(first), family(second))
    merged(store, first, second)
    since = held(database, "Linden", family(first), expert(first), family(second))
    elsewhere = held(database, "Hazel", family(third), family(first, ends="2026-12-01"))
    assert unmerge(store, seen(store, first), second, "two children").roles_ended == 3
    with database.reading() as connection:
        rows = connection.execute(select(grant).order_by(grant.c.grant_id)).all()
        told = connection.execute(select(audit.c.fields).where(audit.c.action == "end-grant")).scalars().all()
    ends = [(row.account_id, row.person_ref, str(row.ends_on)) for row in rows]
    assert ends == [
        *((before, one, "None") for one in (first, second)),
        *((since, one, "2027-02-28") for one in (first, first, second)),
        (elsewhere, third, "None"),
        (elsewhere, first, "2026-12-01"),
    ]
    assert told == [
        f"account {since} grant {number} {role}" for number, role in ((3, "family"), (4, "cetr-expert"), (5, "family"))
    ]
    merged(store, first, third)
    assert unmerge(store, seen(store, first), third, "two children").roles_ended == 0
    assert AuditReading(store.session, COORDINATOR).verify() == []


def test_a_role_of_which_nobody_knows_when_it_was_given_ends_too(three: tuple[RegisterLists, str, str, str]) -> None:
    """It was given by an older version of the service, which did not keep that."""
    store, first, second, _ = three
    held(store.session.database, "Robin", family(first))
    with store.session.database.writing() as connection:
        connection.execute(update(grant).values(given_after=None))
    merged(store, first, second)
    assert unmerge(store, seen(store, first), second, "two children").roles_ended == 1


def test_where_a_merge_cannot_be_taken_back_no_role_ends(three: tuple[RegisterLists, str, str, str]) -> None:
    store, first, second, _ = three
    merged(store, first, second)
    held(store.session.database, "Robin", family(first))
    with pytest.raises(ChangedMeanwhile):
        unmerge(store, Seen(first, 1), second, "two children")
    with store.session.database.reading() as connection:
        assert connection.execute(select(grant.c.ends_on)).scalars().all() == [None]


@dataclass
class Plainly:
    """What each record was told itself, and into which it was merged."""

    own: dict[str, set[Fact]] = field(default_factory=dict)
    into: dict[str, str] = field(default_factory=dict)

    def all(self, person_ref: str) -> set[Fact]:
        below = [one for one, into in self.into.items() if into == person_ref]
        return self.own[person_ref].union(*(self.all(one) for one in below))

    def end_of(self, person_ref: str) -> str:
        return self.end_of(self.into[person_ref]) if person_ref in self.into else person_ref


step = st.tuples(st.sampled_from(("merge", "unmerge", "record")), st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=4, max_size=10), shared=st.integers(0, 15))
def test_any_walk_of_merges_loses_nothing_and_mixes_nobody(
    sqlite_database: RegisterDatabase, steps: list[tuple[str, int, int]], shared: int
) -> None:
    """Each record tells what it and all that are merged into it were told, and nothing else, at every step."""
    store, plainly = lists(sqlite_database), Plainly()
    kinds = list(Happening)
    for number in range(4):
        facts = [Happened(on=day("2027-02-01") + timedelta(days=number), what=kinds[number])]
        facts += [Happened(on=day("2027-02-20"), what=Happening.MISSING)] if shared >> number & 1 else []
        made = store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=ALIKE))
        plainly.own[made] = set(facts)
    people = list(plainly.own)
    for at, (what, one, other) in enumerate(steps):
        walk(store, plainly, what, people[one], people[other], at)
        for person_ref in people:
            if plainly.end_of(person_ref) != person_ref:
                assert store.now_known_as(person_ref) == plainly.end_of(person_ref)
            else:
                assert set(store.person(person_ref).life.facts) == plainly.all(person_ref)


def walk(store: RegisterLists, plainly: Plainly, what: str, one: str, other: str, at: int) -> None:
    if what == "record" and one not in plainly.into:
        fact = Happened(on=day("2027-02-28"), what=Happening.POLICE, source=str(at))
        record(store, seen(store, one), "record-event", "x", fact)
        plainly.own[one].add(fact)
    elif what == "merge" and not {one, other} & set(plainly.into) and one != other:
        merged(store, one, other)
        plainly.into[other] = one
    elif what == "unmerge" and plainly.into.get(other) == one and one not in plainly.into:
        unmerge(store, seen(store, one), other, "two children")
        del plainly.into[other]
    elif what == "merge":
        with pytest.raises((ChangedMeanwhile, NotPossible)):
            merge(store, Seen(one, 1), Seen(other, 1), "x")
    elif what == "unmerge":
        version = 1 if one in plainly.into else seen(store, one).version
        with pytest.raises((NotPossible, NobodyThere)):
            unmerge(store, Seen(one, version), other, "x")
