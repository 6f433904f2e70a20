"""One door to the database, on SQLite and on PostgreSQL, that says whether it will write."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NullPool, Pool, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as NoneFree

StoreConnection = Connection
"""A connection as the use cases hand it on; only this room says SQL on it."""

_T = TypeVar("_T")

TRIES = 3
_LONGEST_PAUSE_SECONDS = 0.5
"""Two that stood in each other's way begin again at different moments."""
_WRITING = "sendwatch_writing"
_CONTENDED = frozenset({"40001", "40P01"})
"""PostgreSQL's codes of a serialization failure and of a deadlock."""
_WORDS_HOLD_VALUES = frozenset({"DataError", "IntegrityError"})


class StoreUnavailable(Exception):
    """The database does not answer, is locked too long, full or damaged; nothing was changed."""


class StoreContended(StoreUnavailable):
    """The database gave this transaction up for another one (deadlock, serialization); the same again may pass."""


class StoreUrlUnusable(Exception):
    """The address of the store is not one of a database that can be used."""


class Store:
    """A database of waiting times. Connections are opened per use, so that a worker that dies leaves none behind.

    Whole lists are joined here, never single rows. A table that was filled a moment ago has no statistics yet;
    PostgreSQL then takes it for a tiny one and compares each row of one list with each row of the other: hours for what
    a hash join does in seconds. A nested loop that cannot be avoided then counts as very dear, and the statement would
    be compiled first: two seconds for what takes thirty milliseconds. And with the four megabytes of memory that are
    usual, a join of two lists is written to disk and read again.
    """

    setting = "SENDWATCH_STORE_URL"
    pool: type[Pool] = NullPool
    sqlite_wait_ms = 120_000
    sqlite_cache_kib = 65_536
    pool_options: Mapping[str, Any] = MappingProxyType({})
    postgresql_arguments: Mapping[str, Any] = MappingProxyType({})
    postgresql_settings: tuple[str, ...] = ("enable_nestloop = off", "jit = off", "work_mem = '64MB'")

    def __init__(self, url: str) -> None:
        # The values of a statement never reach a message or a log.
        try:
            address = make_url(url)
            arguments = self.postgresql_arguments if address.get_backend_name() == "postgresql" else {}
            self.engine: Engine = create_engine(
                address, poolclass=self.pool, hide_parameters=True, connect_args=dict(arguments), **self.pool_options
            )
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
            reason = f"{self.setting} must begin with sqlite:/// or postgresql+psycopg://"
            raise StoreUrlUnusable(reason) from fault
        if self.is_sqlite:
            event.listen(self.engine, "connect", self._on_sqlite_connect)
            event.listen(self.engine, "begin", _on_sqlite_begin)
        else:
            event.listen(self.engine, "connect", self._on_postgresql_connect)

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
        driver_error = self.engine.dialect.loaded_dbapi.Error
        try:
            with self.engine.connect() as connection:
                yield connection
        except NoneFree:
            raise StoreUnavailable("every connection is in use") from None
        except (DBAPIError, driver_error) as error:
            kind = StoreContended if getattr(_cause(error), "sqlstate", None) in _CONTENDED else StoreUnavailable
            # A log prints the cause as well.
            raise kind(_in_words(error)) from None if _holds_values(error) else error

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

    def _on_sqlite_connect(self, connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {self.sqlite_wait_ms}")
        self._turn_to_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{self.sqlite_cache_kib}")
        connection.execute(f"PRAGMA temp.cache_size = -{self.sqlite_cache_kib}")

    def _turn_to_wal(self, connection: Any) -> None:
        """A new file that several open at once is turned by one of them; SQLite does not let the others wait for it."""
        until = time.monotonic() + self.sqlite_wait_ms / 1000
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS / 10))

    def _on_postgresql_connect(self, connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            for setting in self.postgresql_settings:
                cursor.execute(f"SET {setting}")
        connection.commit()


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


def again_if_contended(work: Callable[[], _T]) -> _T:
    """Do work that the database may give up for another's, at most `TRIES` times; every try begins from the start."""
    for tries_left in reversed(range(TRIES)):
        try:
            return work()
        except StoreContended:
            if not tries_left:
                raise
            time.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))
    raise AssertionError("the last try returns or raises")


def lock_ledger(connection: Connection) -> None:
    """Wait for the turn to commit a load: sequence order is commit order, so `as_known` always repeats exactly."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE load IN EXCLUSIVE MODE"))


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get(_WRITING) else "BEGIN")


def _cause(error: Exception) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _holds_values(error: Exception) -> bool:
    """Whether the driver repeats a value that did not fit."""
    return any(parent.__name__ in _WORDS_HOLD_VALUES for parent in type(_cause(error)).__mro__)


def _in_words(error: Exception) -> str:
    """The driver's own words, without the statement and without values."""
    kind = type(_cause(error)).__name__
    return kind if _holds_values(error) else next(iter(str(_cause(error)).splitlines()), kind)
