"""Key workers: one slot goes to one person, a hand-over leaves nobody between two, and a leaver drops nobody."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from dsr.actions.key_working import add_key_worker, allocate, give_over, leave, plan_for_leaver
from dsr.actions.recording import NotPossible, Seen, record, redo, undo
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.key_work.reallocation import Move
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.lists import RegisterLists
from dsr.store.pages import AuditWanted
from dsr.store.people import CaseloadFull, NobodyThere, Person, Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope
from dsr.store.workers import add_worker, ends
from tests.diis.extract_builder import nhs_number
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import KEY_WORKER, ROWAN, register

LAST_DAY = day("2027-03-12")
RED = (
    "2027-03-01 condition autism",
    "2027-03-01 referred health",
    "2027-03-01 accepted",
    "2027-03-01 consent own-consent",
    "2027-03-01 rated red",
)


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    """A register with three key workers, of whom one has left."""
    with database.writing() as connection:
        for name in ("anna", "ben", "cleo"):
            add_worker(connection, name, "RDY")
        ends(connection, "cleo", day("2027-02-28"))
    return register(database)


def somebody(store: RegisterStore, number: int) -> Seen:
    """Somebody rated red, whose case weighs 1."""
    own = {"nhs-number": nhs_number(number), "family-name": f"Ashgrove {number}", "birth-date": "2010-02-01"}
    facts = [a_fact(line) for line in RED]
    return Seen(store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=ROWAN | own)), 1)


def people(store: RegisterStore, count: int, worker: str) -> list[Seen]:
    found = [somebody(store, number) for number in range(1, count + 1)]
    return [replace(seen, version=allocate(store, seen, worker, "next")) for seen in found]


def worker_of(store: RegisterStore, seen: Seen) -> str | None:
    return key_worker_on(store.person(seen.person_ref).life, store.session.today)


def test_an_allocation_is_seen_in_the_caseload(store: RegisterStore) -> None:
    seen = somebody(store, 1)
    assert store.caseloads() == {"anna": 0, "ben": 0}
    assert allocate(store, seen, "anna", "next") == 2
    assert store.caseloads() == {"anna": 1, "ben": 0}
    assert store.cases_of("anna") == {seen.person_ref: 1}


def test_what_key_workers_carry_is_one_row_of_the_audit_and_nobody_in_it(store: RegisterStore) -> None:
    """R-DSR-113: weights of people are read, and no person comes out."""
    store.caseloads()
    RegisterLists(store.session, Scope(everybody=True), store.actor).key_workers()
    rows, _ = AuditReading(store.session, store.actor).rows(AuditWanted(), None, 3)
    assert [(row.action, row.people) for row in rows[1:]] == [("read-caseloads", ""), ("read-caseloads", "")]


def test_a_hand_over_leaves_nobody_between_two(store: RegisterStore) -> None:
    """R-DSR-100."""
    (seen,) = people(store, 1, "anna")
    allocate(store, seen, "ben", "moved teams")
    assert worker_of(store, seen) == "ben"
    assert store.caseloads() == {"anna": 0, "ben": 1}


@pytest.mark.parametrize("worker", ["nobody", "cleo", " "])
def test_only_a_key_worker_who_is_there_is_allocated(store: RegisterStore, worker: str) -> None:
    """B78."""
    seen = somebody(store, 1)
    with pytest.raises(NotPossible):
        allocate(store, seen, worker, "next")
    assert worker_of(store, seen) is None


def test_of_two_who_take_the_last_slot_at_once_one_wins_and_the_other_is_told(store: RegisterStore) -> None:
    """R-DSR-103: 15 fit; ASVS 2.3.4."""
    people(store, 14, "anna")
    rivals = [somebody(store, number) for number in (50, 51)]

    def take(seen: Seen) -> str:
        try:
            allocate(
                register(store.session.database),
                seen,
                "anna",
                "next",
            )
        except CaseloadFull:
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, rivals)) == ["told", "won"]
    assert store.caseloads()["anna"] == 15
    assert sorted(str(worker_of(store, seen)) for seen in rivals) == ["None", "anna"]
    loser = next(seen for seen in rivals if worker_of(store, seen) is None)
    allocate(store, loser, "anna", "agreed with the manager", override=True)
    assert store.caseloads()["anna"] == 16


def test_everybody_of_a_leaver_goes_to_others_in_one_action(store: RegisterStore) -> None:
    seen = people(store, 4, "anna")
    plan = plan_for_leaver(store, "anna")
    assert {move.to for move in plan} == {"ben"}
    assert give_over(store, "anna", plan, "anna leaves") == 4
    assert store.cases_of("anna") == {}
    assert [worker_of(store, one) for one in seen] == ["ben"] * 4


def test_a_plan_that_leaves_somebody_out_moves_nobody(store: RegisterStore) -> None:
    """H11."""
    seen = people(store, 3, "anna")
    plan = plan_for_leaver(store, "anna")
    for wrong in (plan[:2], (*plan, plan[0]), [replace(move, to=None) for move in plan]):
        with pytest.raises(NotPossible):
            give_over(store, "anna", wrong, "anna leaves")
    late = people(store, 0, "anna") or allocate(store, somebody(store, 60), "anna", "next")
    assert late
    with pytest.raises(NotPossible, match="everybody"):
        give_over(store, "anna", plan, "anna leaves")
    assert [worker_of(store, one) for one in seen] == ["anna"] * 3


def test_a_plan_that_needs_an_override_says_so(store: RegisterStore) -> None:
    people(store, 15, "ben")
    other = somebody(store, 70)
    allocate(store, other, "anna", "next")
    plan = plan_for_leaver(store, "anna")
    with pytest.raises(NotPossible, match="override"):
        give_over(store, "anna", plan, "anna leaves")
    assert give_over(store, "anna", plan, "anna leaves", override=True) == 1


def test_who_does_not_see_all_of_a_caseload_cannot_give_it_over(store: RegisterStore) -> None:
    people(store, 2, "anna")
    partner = register(store.session.database, Scope(teams=frozenset({"R0D"})), KEY_WORKER)
    with pytest.raises(NobodyThere):
        plan_for_leaver(partner, "anna")


def test_a_leaver_gives_everybody_over_and_takes_nobody_any_more(store: RegisterStore) -> None:
    """H11: from the same transaction on, though the last day is still to come."""
    seen = people(store, 2, "anna")
    assert leave(store, "anna", LAST_DAY, plan_for_leaver(store, "anna"), "another post") == 2
    assert [worker_of(store, one) for one in seen] == ["ben", "ben"]
    assert store.caseloads() == {"anna": 0, "ben": 2}
    assert store.caseloads(only_taking=True) == {"ben": 2}
    with pytest.raises(NotPossible, match="leave"):
        allocate(store, somebody(store, 60), "anna", "next")
    with pytest.raises(NotPossible, match="leave"):
        leave(store, "anna", LAST_DAY, (), "again")
    assert {move.to for move in plan_for_leaver(store, "ben")} == {None}


def test_a_leaver_without_people_leaves_too(store: RegisterStore) -> None:
    assert leave(store, "anna", LAST_DAY, plan_for_leaver(store, "anna"), "another post") == 0
    with pytest.raises(NotPossible, match="leave"):
        leave(store, "nobody", LAST_DAY, (), "another post")


def test_who_is_away_for_a_time_takes_people_again(store: RegisterStore) -> None:
    (seen,) = people(store, 1, "anna")
    give_over(store, "anna", plan_for_leaver(store, "anna"), "ill")
    allocate(store, replace(seen, version=3), "anna", "back again")
    assert store.caseloads() == {"anna": 1, "ben": 0}


def test_a_leaver_to_whom_somebody_was_allocated_meanwhile_stays(
    store: RegisterStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan is looked at again within the transaction that carries it out."""
    people(store, 1, "anna")
    plan = plan_for_leaver(store, "anna")
    late = somebody(store, 60)
    other = register(store.session.database)
    looks = store.person

    def meanwhile(person_ref: str, as_known: datetime | None = None) -> Person:
        allocate(other, late, "anna", "next")
        return looks(person_ref, as_known)

    monkeypatch.setattr(store, "person", meanwhile)
    with pytest.raises(NotPossible, match="Make the plan again"):
        leave(store, "anna", LAST_DAY, plan, "another post")
    assert store.caseloads() == {"anna": 2, "ben": 0}


def test_a_plan_of_yesterday_moves_nobody(store: RegisterStore) -> None:
    """Somebody died, and the death was recorded late: they have no key worker, and the plan is made again."""
    seen = people(store, 2, "anna")
    plan = plan_for_leaver(store, "anna")
    record(store, seen[0], "describe", "told by the family", a_fact("2027-02-28 died"))
    assert store.caseloads() == {"anna": 1, "ben": 0}
    with pytest.raises(NotPossible, match="Make it again"):
        give_over(store, "anna", plan, "ill")
    with pytest.raises(NotPossible, match="no other key worker"):
        give_over(store, "anna", [Move(seen[1].person_ref, 1.0, "anna")], "ill")
    assert give_over(store, "anna", plan_for_leaver(store, "anna"), "ill") == 1


def test_nobody_comes_back_to_a_leaver_by_undoing(store: RegisterStore) -> None:
    """H11."""
    (seen,) = people(store, 1, "anna")
    leave(store, "anna", LAST_DAY, plan_for_leaver(store, "anna"), "another post")
    person = store.person(seen.person_ref)
    handed = [one.fact_id for one in person.kept if a_fact("2027-03-01 key-worker ben") == one.fact]
    with pytest.raises(NotPossible, match="leave"):
        undo(store, replace(seen, version=person.version), handed, "by mistake")
    assert worker_of(store, seen) == "ben"


def test_whoever_comes_back_by_redoing_needs_room(store: RegisterStore) -> None:
    """R-DSR-103, and it can be overridden as an allocation can."""
    (seen,) = people(store, 1, "ben")
    person = store.person(seen.person_ref)
    allocated = [one.fact_id for one in person.kept if a_fact("2027-03-01 key-worker ben") == one.fact]
    undo(store, replace(seen, version=2), allocated, "another child was meant")
    for number in range(20, 35):
        allocate(store, somebody(store, number), "ben", "next")
    with pytest.raises(CaseloadFull):
        redo(store, replace(seen, version=3), allocated, "it was this child")
    assert redo(store, replace(seen, version=3), allocated, "it was this child", override=True) == 4
    assert store.caseloads()["ben"] == 16


def test_an_allocation_of_long_ago_is_recorded_though_the_key_worker_has_left(store: RegisterStore) -> None:
    (seen,) = people(store, 1, "ben")
    assert record(store, seen, "allocate", "from the paper file", a_fact("2027-02-10 key-worker cleo")) == 3
    assert worker_of(store, seen) == "ben"


@pytest.mark.parametrize(
    ("name", "team", "words"),
    [
        ("anna", "RDY", "nobody shares"),
        ("cleo", "RDY", "nobody shares"),
        (" ", "RDY", "a name and a team"),
        ("dora", "", "a name and a team"),
        (" dora", "RDY", "no blanks around"),
        ("d" * 41, "RDY", "signs at most"),
        ("dora", "R" * 33, "signs at most"),
    ],
)
def test_a_key_worker_has_a_name_of_their_own(store: RegisterStore, name: str, team: str, words: str) -> None:
    with pytest.raises(NotPossible, match=f"(?i){words}"):
        add_key_worker(store, name, team)
    assert store.caseloads() == {"anna": 0, "ben": 0}


def test_a_new_key_worker_takes_people(store: RegisterStore) -> None:
    add_key_worker(store, "dora", "RDY")
    allocate(store, somebody(store, 1), "dora", "next")
    assert store.caseloads() == {"anna": 0, "ben": 0, "dora": 1}
