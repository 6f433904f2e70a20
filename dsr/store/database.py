"""The register's database: the same door as that of the waiting times, with limits for those who wait at a screen."""

from sqlalchemy import QueuePool

from diis.store.engine import Store


class RegisterDatabase(Store):
    """Short transactions of many people: a slow database is told as such soon, and nobody piles up behind it (F09)."""

    setting = "SENDWATCH_REGISTER_URL"
    pool = QueuePool
    sqlite_wait_ms = 5_000
    postgresql_settings = (
        "statement_timeout = '5s'",
        "lock_timeout = '4s'",
        "idle_in_transaction_session_timeout = '30s'",
        "jit = off",
    )
