"""The register's database: the same door as that of the waiting times, with limits for those who wait at a screen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from re import search
from threading import Lock
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, QueuePool, select, text

from diis.store.engine import Store, StoreUnavailable


class RegisterDatabase(Store):
    """Short transactions of many people: a slow database is told as such soon, and nobody piles up behind it (F09)."""

    setting = "SENDWATCH_REGISTER_URL"
    pool = QueuePool
    pool_options = MappingProxyType({"pool_size": 20, "max_overflow": 0, "pool_timeout": 5})
    postgresql_arguments = MappingProxyType({"connect_timeout": 5})
    sqlite_wait_ms = 5_000
    sqlite_cache_kib = 8_192
    postgresql_settings = (
        "statement_timeout = '5s'",
        "lock_timeout = '4s'",
        "idle_in_transaction_session_timeout = '30s'",
        "jit = off",
    )

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._turn = Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, all or nothing.

        SQLite has one writer at a time, and whoever finds it busy asks again after a while, however long others waited
        before. Here the writers of a process stand in a row instead.
        """
        if not self.is_sqlite:
            with super().writing() as connection:
                yield connection
            return
        if not self._turn.acquire(timeout=self.sqlite_wait_ms / 1000):
            raise StoreUnavailable("the register is busy with others")
        try:
            with super().writing() as connection:
                yield connection
        finally:
            self._turn.release()

    def write_over(self, tables: Sequence[str]) -> None:
        """Leave nothing of rows that are gone in the database's files, its log of SQLite included.

        Takes the tables for itself meanwhile. Backups, and the log that PostgreSQL archives, are for who keeps them.
        Raises `StoreUnavailable` where something is left: somebody, such as a backup, still reads what was there, or
        the tables are another's.
        """
        with self.connection() as connection:
            driver: Any = connection.connection.driver_connection
            left = _write_over_file(driver) if self.is_sqlite else self._write_over_tables(connection, driver, tables)
        if left:
            raise StoreUnavailable("somebody, such as a backup, still reads what was there before, or owns the tables")

    def owns(self, tables: Sequence[str]) -> bool:
        """Whether the role of this connection owns some tables, so that it can write them over; a file has no roles."""
        if self.is_sqlite:
            return True
        others = text(
            "SELECT count(*) FROM pg_class WHERE oid IN (SELECT to_regclass(quote_ident(name)) "
            "FROM unnest(CAST(:tables AS text[])) AS name) AND NOT pg_has_role(relowner, 'USAGE')"
        )
        with self.reading() as connection:
            return not connection.execute(others, {"tables": list(tables)}).scalar_one()

    @staticmethod
    def _write_over_tables(connection: Connection, driver: Any, tables: Sequence[str]) -> bool:
        left: list[bool] = []
        driver.autocommit = True
        driver.add_notice_handler(lambda notice: left.append(_is_left(notice)))
        try:
            driver.execute("SET statement_timeout = 0")
            for table in tables:
                driver.execute(f'VACUUM (FULL, VERBOSE) "{table}"')
        finally:
            # The connection has other limits now than those that requests need.
            connection.invalidate()
        return any(left)

    def ask(self) -> None:
        """Ask the database anything at all; raises `StoreUnavailable`."""
        with self.reading() as connection:
            connection.execute(select(1)).one()


def _write_over_file(driver: Any) -> bool:
    """Whether the log of SQLite could not be cut."""
    driver.execute("VACUUM")
    busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return bool(busy)


def _is_left(notice: Any) -> bool:
    """Whether PostgreSQL tells of dead rows that it cannot remove yet, in whichever language, or of a skipped table."""
    found = search(r"\d+", notice.message_detail or "")
    return notice.severity_nonlocalized == "WARNING" or (found is not None and int(found[0]) > 0)
