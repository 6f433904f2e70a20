"""Key workers: one slot goes to one person, a hand-over leaves nobody between two, and a leaver drops nobody."""

from collections.abc import Sequence
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
    "2027-03-01 case-lead RDY",
)


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    """A register with three key workers, of whom one has left."""
    with database.writing() as connection:
        for name in ("anna", "ben", "cleo"):
            add_worker(connection, name, "RDY")
        ends(connection, "cleo", day("2027-02-28"))
    return register(database)


def somebody(store: RegisterStore, number: int, lines: Sequence[str] = RED) -> Seen:
    """Somebody rated red, whose case weighs 1."""
    own = {"nhs-number": nhs_number(number), "family-name": f"Ashgrove {number}", "birth-date": "2010-02-01"}
    facts = [a_fact(line) for line in lines]
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
    assert store.cases_of("anna").weights == {seen.person_ref: 1}


def test_what_key_workers_carry_is_one_row_of_the_audit_and_nobody_in_it(store: RegisterStore) -> None:
    """R-DSR-113: weights of people are read, and no person comes out."""
    store.caseloads()
    RegisterLists(store.session, Scope(everybody=True), store.actor).key_workers(None, 50)
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
    assert store.cases_of("anna").weights == {}
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
    with pytest.raises(NobodyThere):
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


UNTOLD = [*RED[:3], "2027-03-01 consent own-consent entry sharing:RBD key-worker", RED[4], "2027-03-01 case-lead R0D"]
"""Led by one organisation, shared with another; that of the key workers is neither."""


def test_nobody_gets_a_key_worker_whose_organisation_may_not_be_told(store: RegisterStore) -> None:
    """R-DSR-29, 113: they could not see the person, and would be a key worker by name alone."""
    seen = somebody(store, 1, UNTOLD)
    for override in (False, True):
        with pytest.raises(NotPossible, match="may not be told of the person"):
            allocate(store, seen, "anna", "next", override=override)
    assert worker_of(store, seen) is None
    for worker, team in (("lead", "R0D"), ("shared", "RBD")):
        add_key_worker(store, worker, team)
        now = replace(seen, version=store.person(seen.person_ref).version)
        allocate(store, now, worker, "next")
        assert worker_of(store, seen) == worker
        sees = register(store.session.database, Scope(workers=frozenset({worker}), shared_with=team), KEY_WORKER)
        assert sees.person(seen.person_ref).person_ref == seen.person_ref
    record(
        store,
        replace(seen, version=3),
        "record-consent",
        "asked again",
        a_fact("2027-03-01 consent own-consent entry sharing:RDY+RBD key-worker"),
    )
    assert allocate(store, replace(seen, version=4), "anna", "now agreed") == 5


def test_an_inpatient_whom_nobody_has_agreed_for_has_a_key_worker_of_the_lead_team(store: RegisterStore) -> None:
    """R-DSR-98, 100: named before the register has them."""
    lines = (
        "2027-03-01 condition autism",
        "2027-03-01 referred health",
        "2027-03-01 case-lead RDY",
        "2027-03-01 admitted",
    )
    seen = somebody(store, 1, lines)
    assert allocate(store, seen, "anna", "in hospital") == 2
    assert worker_of(store, seen) == "anna"


def test_who_cannot_be_given_to_anybody_is_named_with_the_reason_and_nobody_is_dropped(store: RegisterStore) -> None:
    """H11: a leaver of another organisation; who is without one by a word of somebody is in the queue."""
    add_key_worker(store, "otto", "RBD")
    mine = [somebody(store, 1), somebody(store, 2, UNTOLD)]
    shared = somebody(store, 3, [*RED[:3], "2027-03-01 consent own-consent entry sharing:RDY+RBD", *RED[4:]])
    for seen in (mine[1], shared):
        allocate(store, seen, "otto", "next")
    plan = plan_for_leaver(store, "otto")
    went = {move.person: move for move in plan}
    assert went[shared.person_ref].to in {"anna", "ben"}
    assert (went[mine[1].person_ref].to, "may be told" in went[mine[1].person_ref].because) == (None, True)
    with pytest.raises(NotPossible, match=f"{mine[1].person_ref}.*may be told.*Record that consent"):
        leave(store, "otto", LAST_DAY, plan, "another post")
    forced = [replace(move, to="anna") for move in plan]
    with pytest.raises(NotPossible, match=f"{mine[1].person_ref}: the organisation of this key worker"):
        leave(store, "otto", LAST_DAY, forced, "another post", override=True)
    assert [worker_of(store, seen) for seen in (mine[1], shared)] == ["otto", "otto"]
    record(
        store, replace(mine[1], version=2), "leave-without-key-worker", "nobody", a_fact("2027-03-01 key-worker-left")
    )
    assert leave(store, "otto", LAST_DAY, plan_for_leaver(store, "otto"), "another post") == 1


def test_nobody_comes_back_to_a_key_worker_who_may_not_be_told_by_undoing(store: RegisterStore) -> None:
    seen = somebody(store, 1)
    allocate(store, seen, "anna", "next")
    add_key_worker(store, "otto", "R0D")
    record(store, replace(seen, version=2), "hand-over", "open to them", a_fact("2027-03-01 case-lead R0D"))
    allocate(store, replace(seen, version=3), "otto", "next")
    person = store.person(seen.person_ref)
    handed = [one.fact_id for one in person.kept if a_fact("2027-03-01 key-worker otto") == one.fact]
    with pytest.raises(NotPossible, match="may not be told"):
        undo(store, replace(seen, version=4), handed, "by mistake")
    assert worker_of(store, seen) == "otto"


@pytest.mark.parametrize(("last_day", "ends_"), [("2027-02-28", False), ("2027-03-01", True), ("2027-04-30", True)])
def test_a_last_day_is_not_over_yet(store: RegisterStore, last_day: str, ends_: bool) -> None:
    people(store, 1, "anna")
    plan = plan_for_leaver(store, "anna")
    if ends_:
        assert leave(store, "anna", day(last_day), plan, "another post") == 1
        return
    with pytest.raises(NotPossible, match="today or later"):
        leave(store, "anna", day(last_day), plan, "another post")
    assert store.caseloads() == {"anna": 1, "ben": 0}


def test_who_answers_for_one_team_ends_nobody_of_another(store: RegisterStore) -> None:
    """With people or without; what is beyond reach is told as not there, and is in the audit."""
    scope, mine = Scope(teams=frozenset({"RDY"}), shared_with="RDY"), somebody(store, 1)
    manager = register(store.session.database, scope, KEY_WORKER)
    add_key_worker(store, "otto", "RBD")
    with pytest.raises(NobodyThere):
        leave(manager, "otto", LAST_DAY, (), "another post")
    assert store.worker_teams()["otto"] == "RBD"
    assert set(store.caseloads(only_taking=True)) == {"anna", "ben", "otto"}
    allocate(manager, mine, "anna", "next")
    assert leave(manager, "anna", LAST_DAY, plan_for_leaver(manager, "anna"), "another post") == 1
    assert set(store.caseloads(only_taking=True)) == {"ben", "otto"}


def test_a_case_lead_is_told_because_they_lead_and_who_led_before_no_longer(store: RegisterStore) -> None:
    """R-DSR-33, 109 (docs/adr/0067): naming one needs no consent to sharing; it takes the former one's sight away."""
    seen = somebody(store, 1)

    def sees(team: str) -> bool:
        scope = Scope(teams=frozenset({team}), shared_with=team)
        return register(store.session.database, scope, KEY_WORKER).find("birth-date", "2010-02-01") == [seen.person_ref]

    assert (sees("RDY"), sees("R0D"), sees("RBD")) == (True, False, False)
    record(store, seen, "hand-over", "open to their team now", a_fact("2027-03-01 case-lead R0D"))
    assert (sees("RDY"), sees("R0D"), sees("RBD")) == (False, True, False)


def test_who_is_removed_is_in_nobody_s_caseload(store: RegisterStore) -> None:
    """R-DSR-37, 103: a closed record is told to nobody but who keeps the register, so nobody carries it."""
    seen = people(store, 1, "anna")[0]
    record(store, seen, "remove", "the wrong child", a_fact("2027-03-01 removed entered-in-error"))
    assert worker_of(store, seen) is None
    assert store.cases_of("anna").weights == {}
    assert store.caseloads()["anna"] == 0
