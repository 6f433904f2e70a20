"""`sendwatch dsr erase`: what is past its day is erased by whoever means it, and nothing else ever (R-DSR-116)."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

import dsr
from dsr.store.database import RegisterDatabase
from dsr.store.tables import change, fact, identifier
from sendwatch.settings import Settings
from tests.sendwatch.commands.conftest import Sendwatch
from tests.sendwatch.commands.register_people import CANARIES, enter, on

CLOSED = "2026-11-20 removed moved-away"
SEALED = (identifier.c.value, fact.c.body, change.c.reason)
KILLED_BETWEEN = """
import os, signal, sys
from datetime import datetime
from dsr.store.erasing import Erasing
from sendwatch import rooms
from sendwatch.__main__ import main
rooms.utc_now = lambda: datetime(2036, 2, 1, 9, 0)
Erasing.scrub = lambda self: os.kill(os.getpid(), signal.SIGKILL)
sys.argv = ["sendwatch", "dsr", "erase", "--yes"]
main()
"""
"""A process that dies after the record is erased and before the pages that held it are written over."""


@pytest.fixture
def erase(register_home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch) -> Sendwatch:
    """On Rowan's 25th birthday."""
    on(monkeypatch, "2036-02-01T09:00")
    return lambda *arguments: sendwatch("dsr", "erase", *arguments)


def test_a_rehearsal_tells_whose_day_has_come_and_erases_nobody(erase: Sendwatch) -> None:
    reference = enter(CLOSED)
    found = erase("--dry-run")
    assert (found.code, found.out.splitlines()[-1]) == (0, "Past their day: 1, erased: 0.")
    assert found.out.startswith(f"2036-02-01  {reference}  to be erased. Closed on 20 November 2026")
    assert not [word for word in CANARIES if word in found.out]
    assert erase("--dry-run", "--on", "2036-01-31").out == "Past their day: 0, erased: 0.\n"
    assert json.loads(erase("--dry-run", "--json").out)[0]["erased"] is False


def test_without_a_yes_nobody_is_erased(erase: Sendwatch) -> None:
    enter(CLOSED)
    refused = erase()
    assert (refused.code, "--yes" in refused.err) == (1, True)
    assert erase("--dry-run").out.endswith("Past their day: 1, erased: 0.\n")


def test_whoever_means_it_erases_for_good_and_once(erase: Sendwatch, sendwatch: Sendwatch, register_home: Path) -> None:
    reference = enter(CLOSED)
    found = json.loads(erase("--yes", "--json").out)
    assert [(one["person"], one["erased"]) for one in found] == [(reference, True)]
    assert erase("--yes").out == "Past their day: 0, erased: 0.\n"
    assert sendwatch("dsr", "audit", "verify").code == 0
    assert "erase" in sendwatch("dsr", "audit", "who", reference).out


def test_what_will_be_due_is_not_erased_today(erase: Sendwatch) -> None:
    enter("2036-01-20 removed moved-away")
    later = erase("--yes", "--on", "2044-01-20")
    assert (later.code, "still to come" in later.err) == (1, True)
    assert erase("--dry-run", "--on", "2044-01-20").out.endswith("Past their day: 1, erased: 0.\n")


def the_database() -> RegisterDatabase:
    return RegisterDatabase(Settings().register_database_url())


def sealed(database: RegisterDatabase) -> list[bytes]:
    """Every sealed value of the register."""
    with database.reading() as connection:
        return [value for column in SEALED for value in connection.execute(select(column)).scalars()]


def files_of(database: RegisterDatabase) -> bytes:
    """All that the database's files hold; the log of PostgreSQL is for who keeps it."""
    if database.is_sqlite:
        path = Path(str(database.engine.url.database))
        return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))
        own = "(SELECT 'base/' || oid AS folder FROM pg_database WHERE datname = current_database())"
        names = f"SELECT folder || '/' || pg_ls_dir(folder) AS file FROM {own} AS own"
        read = text(f"SELECT pg_read_binary_file(file, 0, 1000000000, true) FROM ({names}) AS files")
        return b"".join(one for one in connection.execute(read).scalars() if one)


def held_in_files(database: RegisterDatabase, values: list[bytes]) -> int:
    """How many of some values stand in the files of the register's database."""
    held = files_of(database)
    return sum(value in held for value in values)


def damage(reference: str) -> None:
    """Change a byte of a fact of somebody, as a bad disk does it."""
    database = the_database()
    with database.writing() as connection:
        wrong = select(func.max(fact.c.fact_id)).where(fact.c.person_ref == reference).scalar_subquery()
        connection.execute(update(fact).where(fact.c.fact_id == wrong).values(body=b"\x00\x01damaged"))
    database.close()


def test_a_record_that_cannot_be_read_is_told_and_keeps_back_no_other(erase: Sendwatch) -> None:
    damaged, other = enter(CLOSED), enter(CLOSED, number="9990000026")
    damage(damaged)
    rehearsed = erase("--dry-run")
    why = "Closed on 20 November 2026; nothing asks for it since 1 February 2036 (R-DSR-116)."
    assert rehearsed.out.splitlines() == [
        f"2036-02-01  {other}  to be erased. {why}",
        f"not known   {damaged}  cannot be read, so nobody can say whether its day has come.",
        "Past their day: 1, erased: 0.",
    ]
    assert (rehearsed.code, "bring the service to that version, or restore them" in rehearsed.err) == (1, True)
    found = erase("--yes", "--json")
    assert {one["person"]: one["erased"] for one in json.loads(found.out)} == {other: True, damaged: False}
    assert (found.code, "Records that cannot be read: 1." in found.err) == (1, True)
    assert "Past their day: 0, erased: 0." in erase("--yes").out


@pytest.fixture
def server(register_home: Path) -> Iterator[RegisterDatabase]:
    """Another process that has the register open, so that SQLite's log is not tidied up by whoever closes it last."""
    database = the_database()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM person").all()
        connection.rollback()
        yield database
    database.close()


def test_who_was_erased_by_a_run_that_died_is_in_no_file_after_the_next(
    erase: Sendwatch, server: RegisterDatabase
) -> None:
    """R-DSR-116: that run must do it although it erases nobody itself; a rehearsal changes nothing and says so."""
    enter(CLOSED)
    before = sealed(server)
    with_us = os.environ | {"PYTHONPATH": str(Path(dsr.__file__).parents[1])}
    killed = subprocess.run([sys.executable, "-c", KILLED_BETWEEN], env=with_us, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not set(before) & set(sealed(server))
    rehearsed = erase("--dry-run")
    assert (rehearsed.code, rehearsed.out) == (0, "Past their day: 0, erased: 0.\n")
    assert "Erased by an earlier run, and still in pages of the database: 1." in rehearsed.err
    assert held_in_files(server, before) > 0
    found = erase()
    assert (found.code, found.out, found.err) == (0, "Past their day: 0, erased: 0.\n", "")
    assert held_in_files(server, before) == 0
