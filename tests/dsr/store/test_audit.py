"""The audit: only added to, each row bound to the one before; what was tampered with is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from diis.store.engine import StoreUnavailable
from dsr.store.audit import Anchor, Audit, Entry, Outcome, looks_at
from dsr.store.database import RegisterDatabase
from dsr.store.tables import audit, audit_head, seen

NOW = datetime(2026, 11, 25, 9, 0)
ENTRY = Entry(
    at=NOW,
    account_id=7,
    role="dsr-coordinator",
    organisation="QVV",
    purpose="direct-care",
    action="read-person",
    outcome=Outcome.ALLOWED,
    people=("K7QX2M9R",),
    fields="identity",
    route="/people/{person_ref}",
    request_id="1",
)
KEPT = Audit(bytes(32))


@pytest.fixture
def five(database: RegisterDatabase) -> RegisterDatabase:
    """A register with an audit of five rows."""
    for number in range(5):
        entry = replace(ENTRY, at=NOW + timedelta(seconds=number), people=("K7QX2M9R", "C4VW8PQ2")[: number % 3])
        with database.writing() as connection:
            KEPT.add(connection, entry)
    return database


def broken(database: RegisterDatabase, *anchors: Anchor) -> list[int]:
    with database.reading() as connection:
        return [one.number for one in KEPT.verify(connection, anchors)]


def tampered(database: RegisterDatabase, act: Callable[[Connection], object]) -> list[int]:
    """What is found after somebody with every right on the database, and no key, was at it."""
    with database.writing() as connection:
        if database.is_sqlite:
            for name in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_refuses_{name}"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        act(connection)
    return broken(database)


def test_an_untouched_audit_holds(five: RegisterDatabase) -> None:
    assert broken(five) == []
    with five.reading() as connection:
        anchor = KEPT.anchor(connection)
    assert anchor.number == 5
    assert broken(five, anchor) == []


@pytest.mark.parametrize(
    "values",
    [
        {"action": "export"},
        {"outcome": "denied"},
        {"people": "C4VW8PQ2"},
        {"account_id": None},
        {"at": NOW + timedelta(days=1)},
        {"hash": "f" * 64},
    ],
)
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_changed_row_is_found(five: RegisterDatabase, number: int, values: dict[str, object]) -> None:
    assert number in tampered(five, lambda it: it.execute(update(audit).where(audit.c.number == number).values(values)))


def _without(connection: Connection, numbers: tuple[int, ...]) -> None:
    connection.execute(delete(seen).where(seen.c.number.in_(numbers)))
    connection.execute(delete(audit).where(audit.c.number.in_(numbers)))


@pytest.mark.parametrize("gone", [(1,), (3,), (2, 3), (5,), (1, 2, 3, 4, 5)])
def test_a_removed_row_is_found(five: RegisterDatabase, gone: tuple[int, ...]) -> None:
    assert min(gone) in tampered(five, lambda connection: _without(connection, gone))


def test_rows_cut_off_at_the_end_are_found_by_an_anchor_even_if_the_end_was_set_back(five: RegisterDatabase) -> None:
    with five.reading() as connection:
        anchor = KEPT.anchor(connection)
        before = connection.execute(select(audit.c.hash).where(audit.c.number == 4)).scalar_one()

    def cut(connection: Connection) -> None:
        _without(connection, (5,))
        connection.execute(update(audit_head).values(number=4, hash=before))

    assert tampered(five, cut) == []
    assert broken(five, anchor) == [5]


def test_a_row_that_was_put_in_is_found(five: RegisterDatabase) -> None:
    def put_in(connection: Connection) -> None:
        row = dict(connection.execute(select(audit).where(audit.c.number == 5)).one()._mapping)
        connection.execute(insert(audit).values(row | {"number": 6}))
        connection.execute(update(audit_head).values(number=6, hash=row["hash"]))

    assert set(tampered(five, put_in)) == {6}


def test_whoever_hides_a_look_from_a_person_is_found(five: RegisterDatabase) -> None:
    def hide(connection: Connection) -> None:
        connection.execute(delete(seen).where(seen.c.number == 2))

    assert tampered(five, hide) == [2]


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_a_change(five: RegisterDatabase, statement: str) -> None:
    with pytest.raises((StoreUnavailable, DBAPIError)), five.writing() as connection:
        connection.execute(text(statement))
    assert broken(five) == []


def test_another_key_does_not_verify(five: RegisterDatabase) -> None:
    with five.reading() as connection:
        assert [one.number for one in Audit(bytes(31) + b"\1").verify(connection)] == [1, 2, 3, 4, 5]


def test_every_look_at_a_person_is_found_by_their_reference(five: RegisterDatabase) -> None:
    with five.reading() as connection:
        assert [row.number for row in looks_at(connection, "K7QX2M9R")] == [2, 3, 5]
        assert [row.number for row in looks_at(connection, "C4VW8PQ2")] == [3]


def test_many_writers_at_once_make_one_chain(database: RegisterDatabase) -> None:
    def write(number: int) -> None:
        with database.writing() as connection:
            KEPT.add(connection, replace(ENTRY, request_id=str(number)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    assert broken(database) == []
    with database.reading() as connection:
        assert KEPT.anchor(connection).number == 40
