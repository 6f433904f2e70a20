"""Lists, queues, and what outsiders tell: within reach, in order, page by page, and each look in the audit."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.tasks import Owner
from dsr.store.database import RegisterDatabase
from dsr.store.lists import RegisterLists
from dsr.store.pages import PeopleWanted, TasksWanted
from dsr.store.people import NobodyThere, Writing
from dsr.store.reported import ReportedEvents
from dsr.store.scope import Actor, Scope
from dsr.store.tables import audit
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import COORDINATOR, EVERYBODY, KEY_WORKER, ROWAN, register

OTHERS = {"given-name": "Hazel", "family-name": "Birchwood", "birth-date": "2012-01-01"}
MINE = Scope(workers=frozenset({"anna"}), shared_with="RDY")


def lists(database: RegisterDatabase, scope: Scope = EVERYBODY, actor: Actor = COORDINATOR) -> RegisterLists:
    return RegisterLists(register(database).session, scope, actor)


def entry(rating: str, worker: str, since: str = "2027-02-01") -> list[Fact]:
    lines = ("condition autism", "referred health", "triaged", "accepted", "capacity yes", "consent own-consent")
    facts = [a_fact(f"{since} {line}") for line in (*lines, f"rated {rating}", f"key-worker {worker}")]
    return [*facts, a_fact(f"{since} case-lead RDY")]


@pytest.fixture
def people(database: RegisterDatabase) -> dict[str, str]:
    """By key worker and rating: a reference."""
    with database.writing() as connection:
        for worker in ("anna", "otto"):
            add_worker(connection, worker, "RDY")
    store, found = register(database), {}
    for rating in ("green", "red", "amber"):
        for worker, identifiers in (("anna", OTHERS), ("otto", OTHERS)):
            own = ROWAN if (rating, worker) == ("red", "anna") else identifiers
            writing = Writing(action="refer", reason="x", facts=entry(rating, worker), identifiers=own)
            found[f"{worker} {rating}"] = store.enter(writing)
    return found


def rows(database: RegisterDatabase) -> list[Any]:
    with database.reading() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.number)))


def test_a_page_is_of_those_within_reach_and_goes_on_where_it_ended(
    database: RegisterDatabase, people: dict[str, str]
) -> None:
    mine = lists(database, MINE, KEY_WORKER)
    first = mine.page(PeopleWanted(), None, 2, ("family-name",))
    assert [one.person_ref for one in first.entries] == [people["anna red"], people["anna amber"]]
    assert [one.identifiers for one in first.entries] == [{"family-name": "Ashgrove"}, {"family-name": "Birchwood"}]
    assert first.goes_on is not None
    rest = mine.page(PeopleWanted(), first.goes_on, 2, ())
    assert ([one.person_ref for one in rest.entries], rest.goes_on) == ([people["anna green"]], None)
    assert rest.entries[0].identifiers == {}


def test_a_page_is_one_row_of_the_audit_with_all_on_it(database: RegisterDatabase, people: dict[str, str]) -> None:
    before = len(rows(database))
    lists(database).page(PeopleWanted(rating="red"), None, 50, ("family-name",))
    assert len(rows(database)) == before + 1
    newest = rows(database)[-1]
    assert (newest.action, newest.fields) == ("read-list", "identity facts")
    assert set(newest.people.split()) == {people["anna red"], people["otto red"]}


def test_who_came_in_between_makes_nobody_told_twice(database: RegisterDatabase, people: dict[str, str]) -> None:
    first = lists(database).page(PeopleWanted(), None, 3, ())
    writing = Writing(action="refer", reason="x", facts=entry("red", "anna"), identifiers=OTHERS)
    register(database).enter(writing)
    rest = lists(database).page(PeopleWanted(), first.goes_on, 50, ())
    told = [one.person_ref for one in (*first.entries, *rest.entries)]
    assert len(told) == len(set(told))
    assert set(people.values()) <= set(told)


@pytest.mark.parametrize(
    "wanted",
    [
        TasksWanted(),
        TasksWanted(owner=Owner.CASE_LEAD),
        TasksWanted(due_by=date(2027, 2, 8)),
        TasksWanted(overdue=True),
        TasksWanted(overdue=True, owner=Owner.COORDINATOR, due_by=date(2027, 2, 20)),
    ],
)
def test_tasks_are_those_of_the_rules_page_by_page(
    database: RegisterDatabase, people: dict[str, str], wanted: TasksWanted
) -> None:
    """The kept tasks of a list are the tasks that the lives tell, whatever is asked for."""
    store, today = lists(database), register(database).session.today
    expected = [
        (ref, one.code, one.about)
        for ref, one in register(database).due(today)
        if (wanted.owner in (None, one.owner))
        and (wanted.due_by is None or one.due_on <= wanted.due_by)
        and (not wanted.overdue or one.is_overdue(today))
    ]
    found, after = list[Any](), None
    while True:
        page = store.open_tasks(wanted, after, 7)
        found += [(one.person_ref, one.task.code, one.task.about) for one in page.entries]
        after = page.goes_on
        if after is None:
            break
    assert sorted(found) == sorted(expected)
    assert expected
    assert len(people) == 6


def test_the_tasks_of_one_are_for_whoever_reaches_them(database: RegisterDatabase, people: dict[str, str]) -> None:
    mine = lists(database, MINE, KEY_WORKER)
    assert mine.tasks_of(people["anna red"])
    with pytest.raises(NobodyThere):
        mine.tasks_of(people["otto red"])
    assert rows(database)[-1].outcome == "denied"
    assert mine.after_change(people["otto red"]) is None


def test_a_queue_is_of_those_within_reach_who_wait(database: RegisterDatabase, people: dict[str, str]) -> None:
    register(database).change(
        people["anna red"], 1, Writing(action="x", reason="x", facts=[a_fact("2027-02-20 key-worker-left")])
    )
    assert set(lists(database).waiting_for("key-worker-allocate")) == {people["anna red"]}
    assert lists(database, Scope(teams=frozenset({"RBD"}))).waiting_for("key-worker-allocate") == {}


def test_look_ups_are_counted_for_one_account_and_of_late(database: RegisterDatabase, people: dict[str, str]) -> None:
    store = lists(database)
    assert store.look_ups_within(timedelta(hours=1)) == 0
    store.find("family-name", "Nobody")
    store.is_held("nhs-number", ROWAN["nhs-number"])
    assert store.look_ups_within(timedelta(hours=1)) == 2
    assert store.look_ups_within(timedelta(0)) == 0
    assert lists(database, actor=KEY_WORKER).look_ups_within(timedelta(hours=1)) == 0
    assert len(people) == 6


def reported(database: RegisterDatabase, number: str, born: str) -> Any:
    outside = Actor(account_id=9, role="event-reporter", organisation="police", route="/events", request_id="r9")
    event = Happened(on=day("2027-02-20"), what=Happening.POLICE, source="police")
    writing = Writing(action="report-event", reason="told by police", facts=(event,))
    store = ReportedEvents(register(database).session, Scope(), outside)
    return store.report(number, day(born), lambda _: None, writing)


def happened(database: RegisterDatabase) -> Iterator[Fact]:
    [person_ref] = register(database).find("nhs-number", ROWAN["nhs-number"])
    return register(database).person(person_ref).life.all(Happened)


@pytest.mark.parametrize(
    ("number", "born", "written"),
    [("9990000018", "2011-02-01", True), ("9990000018", "2011-02-02", False), ("9990000034", "2011-02-01", False)],
)
def test_what_outsiders_tell_is_written_where_number_and_birth_date_fit(
    database: RegisterDatabase, people: dict[str, str], number: str, born: str, written: bool
) -> None:
    found = reported(database, number, born)
    assert (found.written, found.call) == (written, None)
    row = rows(database)[-1]
    assert (row.action, row.role, row.people) == (
        "report-event",
        "event-reporter",
        people["anna red"] if written else "",
    )
    assert len(list(happened(database))) == written
