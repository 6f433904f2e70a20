"""Tables of many rows on their way into a database, by column: past SQLAlchemy to each driver's fastest way in.

On PostgreSQL that is COPY into temporary tables. On SQLite it is a file of its own that ADBC writes and that is
attached to the store when it is whole: ADBC brings another copy of SQLite, and two copies in one process must never
have the same file open, since the locks of one are lost when the other closes it (docs/adr/0022).
"""

import fcntl
import io
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import polars as pl
from adbc_driver_manager import Error as AdbcError
from adbc_driver_sqlite import dbapi as adbc_sqlite
from sqlalchemy import Connection, Table, text

from diis.store.engine import StoreUnavailable

_WAITING = 2
"""Pieces of work that may wait for the one at hand; more would only take memory."""


class Sink(Protocol):
    """Where the rows of temporary tables go; `open` makes the tables known to the store's connection."""

    def write(self, table: Table, frame: pl.DataFrame) -> None: ...

    def open(self) -> None: ...

    def close(self) -> None: ...


def sink_of(connection: Connection, tables: Iterable[Table]) -> Sink:
    """Temporary tables that a connection can be given many rows for."""
    return (_Scratch if connection.dialect.name == "sqlite" else _Copy)(connection, tables)


class Behind:
    """One thread that does what it is told in order, while the caller makes the next piece ready."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._told: deque[Future[None]] = deque()

    def do(self, work: Callable[[], None]) -> None:
        """Have it done soon; raises what went wrong with an earlier piece."""
        while len(self._told) > _WAITING:
            self._told.popleft().result()
        self._told.append(self._thread.submit(work))

    def finish(self) -> None:
        """Wait until all is done."""
        while self._told:
            self._told.popleft().result()

    def close(self) -> None:
        """Give up what is not begun."""
        self._thread.shutdown(cancel_futures=True)


class _Copy:
    def __init__(self, connection: Connection, tables: Iterable[Table]) -> None:
        self._connection = connection
        with connection.begin():
            for table in tables:
                connection.execute(text(_ddl(table, connection, "CREATE TEMPORARY TABLE")))

    def write(self, table: Table, frame: pl.DataFrame) -> None:
        # Text is quoted and null is not, so that an empty text and a backslash stay what they are.
        content = io.BytesIO()
        frame.write_csv(content, include_header=False, quote_style="non_numeric")
        with self._connection.begin():
            driver: Any = self._connection.connection.cursor()
            with driver, driver.copy(f"COPY {table.name} ({', '.join(frame.columns)}) FROM STDIN (FORMAT csv)") as copy:
                copy.write(content.getbuffer())

    def open(self) -> None:
        """They are there already."""

    def close(self) -> None:
        """They are gone with the connection."""


class _Scratch:
    def __init__(self, connection: Connection, tables: Iterable[Table]) -> None:
        self._connection = connection
        self._folder = _Folder(Path(str(connection.engine.url.database)).absolute())
        self._file = self._folder.path / "staged.sqlite"
        with _in_words():
            self._adbc = adbc_sqlite.connect(f"file:{self._file}", autocommit=True)
            self._cursor = self._adbc.cursor()
            # Whatever happens, the file is made anew: nothing of it needs to be safe.
            for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                self._cursor.execute(f"PRAGMA {pragma}")
            for table in tables:
                self._cursor.execute(_ddl(table, connection, "CREATE TABLE"))

    def write(self, table: Table, frame: pl.DataFrame) -> None:
        with _in_words():
            self._cursor.adbc_ingest(table.name, frame, mode="append")

    def open(self) -> None:
        self._shut()
        # Past SQLAlchemy, which would begin a transaction: nothing is attached within one.
        driver: Any = self._connection.connection
        driver.execute("ATTACH ? AS staging", (str(self._file),))
        # Rows are set aside within transactions, which a fault must be able to undo.
        for pragma in ("journal_mode = DELETE", "synchronous = OFF"):
            driver.execute(f"PRAGMA staging.{pragma}")

    def close(self) -> None:
        self._shut()
        self._folder.remove()

    def _shut(self) -> None:
        self._cursor.close()
        self._adbc.close()


class _Folder:
    """A folder of this process alone, beside the store; those that killed processes left are removed first.

    A lock tells which is which: the system gives it up when a process ends, however it ends.
    """

    def __init__(self, store: Path) -> None:
        self._prefix = f".{store.name}.staged-"
        for left in store.parent.glob(f"{self._prefix}*"):
            _remove_if_left(left)
        self._lock = -1
        while self._lock < 0:
            self.path = Path(tempfile.mkdtemp(prefix=self._prefix, dir=store.parent))
            self._lock = _locked(self.path)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
        self._lock = -1


def _locked(folder: Path) -> int:
    """The lock of a new folder; -1 where another pull took it for one that was left, in the moment before."""
    try:
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return -1
    fcntl.flock(lock, fcntl.LOCK_EX)
    if folder.exists():
        return lock
    os.close(lock)
    return -1


def _remove_if_left(folder: Path) -> None:
    try:
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        return
    finally:
        os.close(lock)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except AdbcError:
        # The driver's own words may hold a value.
        raise StoreUnavailable("The staged rows cannot be written beside the store. Is the disk full?") from None


def _ddl(table: Table, connection: Connection, create: str) -> str:
    columns = (f"{column.name} {column.type.compile(connection.dialect)}" for column in table.columns)
    return f"{create} {table.name} ({', '.join(columns)})"
