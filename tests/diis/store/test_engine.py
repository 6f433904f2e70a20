"""The one door to the database: what is wrong with it comes out in words, and never with the values of a row."""

import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import insert, make_url, select, text

from diis.store import engine
from diis.store.engine import Store, StoreConnection, StoreUnavailable, StoreUrlUnusable
from diis.store.staging import Staging, staged_suspect
from diis.store.tables import refresh
from tests.conftest import NOW, free_port

SECRET = "9990000018"


@pytest.mark.parametrize("url", ["", "nonsense", "nosuch://x", "postgresql+nosuch://x", "store.sqlite", "sqlite"])
def test_an_address_that_is_none_is_told_without_being_repeated(url: str) -> None:
    with pytest.raises(StoreUrlUnusable, match="must begin with sqlite:/// or postgresql") as told:
        Store(url)
    assert not url or f"'{url}'" not in str(told.value)


def test_a_store_that_cannot_be_reached_is_unavailable(postgresql_server: str, tmp_path: Path) -> None:
    nobody = make_url(postgresql_server).set(port=free_port())
    absent = make_url(postgresql_server).set(database="absent")
    file = make_url(f"sqlite:///{tmp_path / 'no' / 'folder' / 'store.sqlite'}")
    for url in (nobody, absent, file):
        with pytest.raises(StoreUnavailable), Store(url.render_as_string(hide_password=False)).reading():
            pass


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"), Store(f"sqlite:///{tmp_path}/store.sqlite").reading():
        pass


def test_a_store_that_is_locked_too_long_is_unavailable_and_unchanged(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F11."""
    monkeypatch.setattr(engine.Store, "sqlite_wait_ms", 50)
    store = Store(sqlite_url)
    other = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"), store.writing():
        pass
    with store.reading() as connection:
        assert connection.execute(select(refresh)).all() == []
    other.close()
    with store.writing() as connection:
        connection.execute(insert(refresh).values(as_known=1, as_at=NOW.date(), refreshed_at=NOW))


def test_a_value_that_does_not_fit_is_told_without_being_repeated(store: Store) -> None:
    """Not in the driver's words, and not in the log of a task that fails (trust: I6)."""
    with pytest.raises(StoreUnavailable) as told, store.writing() as connection:
        connection.execute(text("INSERT INTO refresh (as_known) VALUES (:value)"), {"value": SECRET})
    with pytest.raises(StoreUnavailable) as of_driver, store.connection() as connection:
        _stage_what_does_not_fit(connection)
    for fault in (told, of_driver):
        assert SECRET not in "".join(traceback.format_exception(fault.value))


def _stage_what_does_not_fit(connection: StoreConnection) -> None:
    """SQLite takes any value into any column, so there it is the table that is missing."""
    tables = [] if connection.dialect.name == "sqlite" else [staged_suspect]
    with closing(Staging(connection, tables)) as staging:
        staging.add(staged_suspect, pl.DataFrame({"file": "x", "line": SECRET * 3, "person": SECRET}))
        staging.finish()


def test_a_transaction_is_whole_or_nothing(store: Store) -> None:
    """Trust: I1."""
    row = {"as_known": 1, "as_at": NOW.date(), "refreshed_at": NOW}
    with pytest.raises(StoreUnavailable), store.writing() as connection:
        connection.execute(insert(refresh), [row, row])
    with store.reading() as connection:
        assert connection.execute(select(refresh)).all() == []


def test_a_reader_sees_one_moment_while_another_writes(store: Store) -> None:
    """Trust: I1."""
    with store.reading() as reader:
        assert reader.execute(select(refresh)).all() == []
        with store.writing() as writer:
            writer.execute(insert(refresh).values(as_known=1, as_at=NOW.date(), refreshed_at=NOW))
        assert reader.execute(select(refresh)).all() == []
    with store.reading() as reader:
        assert len(reader.execute(select(refresh)).all()) == 1


def test_a_reader_on_postgresql_cannot_write(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    with pytest.raises(StoreUnavailable, match="read-only"), store.reading() as connection:
        connection.execute(insert(refresh).values(as_known=1, as_at=NOW.date(), refreshed_at=NOW))


def test_postgresql_compiles_no_statement(postgresql_url: str) -> None:
    """Lists that are held were found in two seconds, of which all but thirty milliseconds went to compiling."""
    with Store(postgresql_url).reading() as connection:
        assert connection.execute(text("SHOW jit")).scalar_one() == "off"
