"""A backup reads the whole store while work goes on (F11): neither waits for the other, and each sees one moment."""

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store
from tests.conftest import intake_of
from tests.diis.store_dump import TABLES, dump
from tests.faults.conftest import NeverFailed
from tests.faults.works import FIRST, RETENTION, WORKS, do

BESIDE_A_BACKUP = ("list", "mental health submission", "published waits", "refresh", "release", "discard", RETENTION)


def copied(connection: Connection) -> dict[str, int]:
    """What a backup reads."""
    return {table.name: len(connection.execute(select(table)).all()) for table in TABLES}


@pytest.mark.parametrize("name", BESIDE_A_BACKUP)
def test_every_work_is_done_beside_a_backup_which_sees_nothing_of_it(
    intake: Intake, tmp_path: Path, never_failed: NeverFailed, name: str
) -> None:
    WORKS[name].arrange(intake, tmp_path)
    with intake.store.reading() as backup:
        before = copied(backup)
        do(name, tmp_path, intake)
        assert copied(backup) == before
    assert dump(intake.store) == never_failed(name).at_end


def test_a_pull_waits_for_a_backup_that_locks_the_file_for_a_while(sqlite_url: str, tmp_path: Path) -> None:
    """On SQLite; PostgreSQL locks nothing for a backup. A lock that does not end is told: test_engine.py."""
    store, locked = Store(sqlite_url), threading.Event()

    def lock() -> None:
        with closing(sqlite3.connect(str(store.engine.url.database), isolation_level=None)) as backup:
            backup.execute("BEGIN IMMEDIATE")
            locked.set()
            time.sleep(0.3)

    backup = threading.Thread(target=lock)
    backup.start()
    assert locked.wait(30)
    assert pull(None, FIRST.folder(tmp_path), intake_of(store, tmp_path)).load == 1
    backup.join(30)
    store.close()
