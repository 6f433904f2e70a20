"""The register's database: the same door as that of the waiting times, with limits for those who wait at a screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import MappingProxyType

from sqlalchemy import Connection, QueuePool, select

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

    def ask(self) -> None:
        """Ask the database anything at all; raises `StoreUnavailable`."""
        with self.reading() as connection:
            connection.execute(select(1)).one()
