"""One door to the database, on SQLite and on PostgreSQL, that says whether it will write."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

StoreConnection = Connection
"""A connection as the use cases hand it on; only this room says SQL on it."""

_SQLITE_WAIT_MS = 120_000
_SQLITE_CACHE_KIB = 65_536
_WRITING = "sendwatch_writing"


class StoreUnavailable(Exception):
    """The database does not answer, is locked too long, or is full; nothing was changed."""


class Store:
    """A database of waiting times. Connections are opened per use, so that a worker that dies leaves none behind."""

    def __init__(self, url: str) -> None:
        self.engine: Engine = create_engine(make_url(url), poolclass=NullPool)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _on_sqlite_connect)
            event.listen(self.engine, "begin", _on_sqlite_begin)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @property
    def missing_file(self) -> str | None:
        """The SQLite file, if it is not there; opening it would make an empty one."""
        file = self.engine.url.database if self.is_sqlite else None
        return file if file is not None and not Path(file).exists() else None

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection without a transaction; faults of the database come out as `StoreUnavailable`."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except OperationalError as error:
            raise StoreUnavailable(_first_line(error)) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view: readers see all of a load or none."""
        with self.connection() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all or nothing."""
        with self.connection() as connection, writing_on(connection):
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def writing_on(connection: Connection) -> Iterator[None]:
    """A writing transaction on an open connection.

    SQLite takes its lock at once: a read that upgrades to a write fails without waiting.
    """
    connection.info[_WRITING] = True
    try:
        with connection.begin():
            yield
    finally:
        connection.info.pop(_WRITING, None)


def lock_ledger(connection: Connection) -> None:
    """Wait for the turn to commit a load: sequence order is commit order, so `as_known` always repeats exactly."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE load IN EXCLUSIVE MODE"))


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_SQLITE_CACHE_KIB}")
    connection.execute(f"PRAGMA temp.cache_size = -{_SQLITE_CACHE_KIB}")
    connection.execute(f"PRAGMA busy_timeout = {_SQLITE_WAIT_MS}")


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get(_WRITING) else "BEGIN")


def _first_line(error: DBAPIError) -> str:
    """The driver's own words, without the statement and its values."""
    return str(error.orig).splitlines()[0] if str(error.orig) else type(error).__name__
