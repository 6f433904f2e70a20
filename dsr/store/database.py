"""The register's database: the same door as that of the waiting times, with limits for those who wait at a screen."""

from types import MappingProxyType

from sqlalchemy import QueuePool, select

from diis.store.engine import Store


class RegisterDatabase(Store):
    """Short transactions of many people: a slow database is told as such soon, and nobody piles up behind it (F09)."""

    setting = "SENDWATCH_REGISTER_URL"
    pool = QueuePool
    pool_options = MappingProxyType({"pool_size": 20, "max_overflow": 0, "pool_timeout": 5})
    postgresql_arguments = MappingProxyType({"connect_timeout": 5})
    sqlite_wait_ms = 5_000
    postgresql_settings = (
        "statement_timeout = '5s'",
        "lock_timeout = '4s'",
        "idle_in_transaction_session_timeout = '30s'",
        "jit = off",
    )

    def ask(self) -> None:
        """Ask the database anything at all; raises `StoreUnavailable`."""
        with self.reading() as connection:
            connection.execute(select(1)).one()
