"""What is due on any day: kept for today, worked out for another; the two agree, and the look is in the audit."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.tasks import Task
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope
from dsr.store.standings import left_to_renew, make_stale, renew
from dsr.store.tables import audit, task
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import KEY_WORKER, ROWAN, register, rowan

ENTRY = (
    "2027-01-04 condition autism",
    "2027-01-04 referred health",
    "2027-01-04 triaged",
    "2027-01-04 accepted",
    "2027-01-04 capacity yes",
    "2027-01-04 consent own-consent",
    "2027-01-04 case-lead RDY",
    "2027-01-04 rated amber",
    "2027-01-20 reviewed amber",
    "2027-02-01 key-worker anna",
    "2027-02-10 admitted",
    "2027-02-24 held r1",
)


def at(database: RegisterDatabase, today: date, scope: Scope = Scope(everybody=True)) -> RegisterStore:  # noqa: B008
    return register(database, scope, now=datetime(today.year, today.month, today.day, 9, 0))


@pytest.fixture
def reference(database: RegisterDatabase) -> str:
    """Rowan, as of 1 March 2027."""
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    return rowan(register(database), *(a_fact(line) for line in ENTRY))


@pytest.mark.parametrize("weeks", range(0, 14, 2))
def test_what_is_kept_for_a_day_is_what_follows_from_the_lives(
    database: RegisterDatabase, reference: str, weeks: int
) -> None:
    today = day("2027-03-01") + timedelta(weeks=weeks)
    kept = at(database, today).due(today)
    assert kept
    assert kept == at(database, today - timedelta(days=1)).due(today)
    assert {person_ref for person_ref, _ in kept} == {reference}


def codes(found: list[tuple[str, Task]], on: date) -> set[tuple[str, int]]:
    return {(one.code, one.days_overdue(on)) for _, one in found}


@pytest.mark.parametrize(
    ("on", "overdue"),
    [("2027-01-10", 0), ("2027-01-18", 0), ("2027-01-19", 1), ("2027-01-20", 0), ("2027-02-03", 0), ("2027-02-04", 1)],
)
def test_a_past_day_is_told_by_what_had_happened_by_then(
    database: RegisterDatabase, reference: str, on: str, overdue: int
) -> None:
    """R-DSR-59: amber since 4 January is reviewed by the 18th; it was on the 20th."""
    assert (REVIEW, overdue) in codes(at(database, day("2027-03-01")).due(day(on)), day(on))


def test_only_those_within_reach_are_told_and_the_look_is_in_the_audit(
    database: RegisterDatabase, reference: str
) -> None:
    """R-DSR-113."""
    stranger = register(database, Scope(teams=frozenset({"RBD"})), KEY_WORKER)
    for on in ("2027-03-01", "2027-03-20"):
        assert stranger.due(day(on)) == []
        assert register(database, Scope(teams=frozenset({"RDY"})), KEY_WORKER).due(day(on))
    with database.reading() as connection:
        rows = connection.execute(select(audit.c.people).where(audit.c.action == "read-due")).scalars().all()
    assert rows == ["", reference] * 2


WITHDRAWN = (
    "2027-01-05 consent own-consent sharing:E06000058",
    "2027-02-24 withdrawn own-consent",
    "2027-02-25 removed consent-withdrawn",
)


@pytest.mark.parametrize("on", ["2027-02-20", "2027-03-01", "2027-03-20"])
def test_of_a_record_that_has_left_the_live_view_tasks_have_no_words(
    database: RegisterDatabase, reference: str, on: str
) -> None:
    """R-DSR-31, 116: whom to tell is still told; a sentence can tell a birthday. Others are told whole."""
    other = rowan(register(database), *(a_fact(line) for line in ENTRY if "key-worker" not in line), number="")
    facts = [a_fact(line) for line in WITHDRAWN]
    at(database, day("2027-03-01")).change(reference, 1, Writing(action="withdraw", reason="x", facts=facts))
    found = at(database, day("2027-03-01")).due(day(on))
    assert {one.why == "-" for ref, one in found if ref == reference} == {True}
    assert {one.why == "-" for ref, one in found if ref == other} == {False}
    assert on < "2027-02-24" or "E06000058 2027-02-24" in {one.about for ref, one in found if ref == reference}


def test_after_a_change_of_rules_everybody_is_made_anew(database: RegisterDatabase, reference: str) -> None:
    """Whoever is as of today already, too; a renewal that was stopped goes on."""
    session = at(database, day("2027-03-01")).session
    with database.writing() as connection:
        connection.execute(task.delete())
    assert list(renew(session)) == []
    make_stale(session)
    assert left_to_renew(session) == 1
    assert list(renew(session)) == [1]
    assert left_to_renew(session) == 0
    assert at(database, day("2027-03-01")).due(day("2027-03-01"))


def test_a_change_while_lists_are_renewed_is_not_overwritten(database: RegisterDatabase, reference: str) -> None:
    session = at(database, day("2027-03-02")).session
    steps = renew(session)
    writing = Writing(action="rate", reason="x", facts=[a_fact("2027-03-02 discharged")])
    at(database, day("2027-03-02")).change(reference, 1, writing)
    assert list(steps) == []
    assert at(database, day("2027-03-02")).person(reference).identifiers == ROWAN
