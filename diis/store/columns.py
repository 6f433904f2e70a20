"""Whole columns out of the store: the answer of a SELECT as a frame, without a Python object for each value.

ADBC reads them. On PostgreSQL it asks the server itself. On SQLite it brings a SQLite of its own, and two of those in
one process must never have the same file open (POSIX drops the locks of one when the other closes): Python's SQLite
therefore writes the answer to a scratch file of its own, beside the store, and ADBC reads that one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import adbc_driver_postgresql
import adbc_driver_sqlite
import polars
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement, Error
from sqlalchemy import Date, Integer, Select, column, select, table

from diis.store.engine import Store, StoreUnavailable

Frames = dict[str, polars.DataFrame]
Selects = Mapping[str, Select[Any]]

_SCRATCH = "scratch"
_ROWS_AT_ONCE = "adbc.sqlite.query.batch_rows"
_EVERY_ROW = str(2**30)
"""Its SQLite reader guesses the type of a column from the first batch: one that begins with blanks would be refused."""


@contextmanager
def columns_by_provider(store: Store, selects: Selects) -> Iterator[Callable[[str], Frames]]:
    """A way to read what SELECTs find for one provider after another: a frame for each, under its name.

    Each SELECT must have the column `provider`, which the frames lack. It is a view of its own: ask only for versions
    that were known at a load, which never change. Raises `StoreUnavailable`, which never tells a value.
    """
    opened = _sqlite_answers if store.is_sqlite else _postgresql_answers
    with opened(store, selects) as answers:

        def of_provider(provider: str) -> Frames:
            found = answers(provider)
            return {name: _typed(found[name], asked) for name, asked in selects.items()}

        yield of_provider


@contextmanager
def _postgresql_answers(store: Store, selects: Selects) -> Iterator[Callable[[str], Frames]]:
    """The server passes over each table once, not again for each provider."""
    # A blank in an option of the address is a plus sign to SQLAlchemy, which the server's own library does not know.
    uri = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False).replace("+", "%20")
    with _faults_in_words(), adbc_driver_postgresql.connect(uri) as database, AdbcConnection(database) as connection:
        found = {name: _answer(connection, _sql(store, asked)) for name, asked in selects.items()}
    yield lambda provider: {name: frame.filter(polars.col("provider") == provider) for name, frame in found.items()}


@contextmanager
def _sqlite_answers(store: Store, selects: Selects) -> Iterator[Callable[[str], Frames]]:
    """The tables are scanned once: to look a provider's rows up by index takes twice as long as to pass by others."""
    beside = Path(store.engine.url.database or "").parent
    with TemporaryDirectory(prefix=f".{_SCRATCH}-", dir=beside) as folder:
        file = str(Path(folder) / "columns.sqlite")
        _write_scratch(store, file, selects)
        with _faults_in_words(), _sqlite(file) as database, AdbcConnection(database) as connection:
            yield lambda provider: {
                name: _answer(connection, _sql(store, _rows_of(name, provider)), **{_ROWS_AT_ONCE: _EVERY_ROW})
                for name in selects
            }


def _rows_of(name: str, provider: str) -> Select[Any]:
    return select("*").select_from(table(name)).where(column("provider") == provider)


def _sql(store: Store, asked: Select[Any]) -> str:
    """The statement with its values in it: codes, days and sequences of ours, nothing that anybody typed."""
    return str(asked.compile(dialect=store.engine.dialect, compile_kwargs={"literal_binds": True}))


def _sqlite(file: str) -> AdbcDatabase:
    return adbc_driver_sqlite.connect(file)


def _write_scratch(store: Store, file: str, selects: Selects) -> None:
    with store.connection() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"ATTACH DATABASE ? AS {_SCRATCH}", (file,))
        # Nobody else reads the file, and it does not outlive the call.
        driver.execute(f"PRAGMA {_SCRATCH}.journal_mode = OFF")
        driver.execute(f"PRAGMA {_SCRATCH}.synchronous = OFF")
        driver.execute("BEGIN")
        for name, asked in selects.items():
            driver.execute(f"CREATE TABLE {_SCRATCH}.{name} AS {_sql(store, asked)}")
        driver.execute("COMMIT")
        driver.execute(f"DETACH DATABASE {_SCRATCH}")


def _answer(connection: AdbcConnection, statement: str, **options: str) -> polars.DataFrame:
    with AdbcStatement(connection) as asked:
        asked.set_options(**options)
        asked.set_sql_query(statement)
        stream, _ = asked.execute_query()
        return polars.DataFrame(stream)


def _typed(frame: polars.DataFrame, asked: Select[Any]) -> polars.DataFrame:
    """The same types from both databases: SQLite has dates as text, and no type at all for a column of blanks."""
    names = [one for one in asked.selected_columns if one.name != "provider"]
    return frame.select(_as_type(frame.schema[one.name], one) for one in names)


def _as_type(found: polars.DataType, wanted: Any) -> polars.Expr:
    value = polars.col(wanted.name)
    if isinstance(wanted.type, Date):
        return value.str.to_date("%Y-%m-%d") if found == polars.String else value.cast(polars.Date)
    return value.cast(polars.Int32 if isinstance(wanted.type, Integer) else polars.String)


@contextmanager
def _faults_in_words() -> Iterator[None]:
    """The driver repeats statements and addresses in its words; only the kind of a fault is told."""
    try:
        yield
    except Error as error:
        kind = error.status_code.name.lower().replace("_", " ")
        raise StoreUnavailable(f"the database did not give its columns ({kind})") from None
