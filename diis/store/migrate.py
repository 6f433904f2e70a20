"""The schema of the store, and its migrations."""

from pathlib import Path

from diis.store import autism, monthly, rtt, tables
from diis.store.schema import Schema

_MODULES_WITH_TABLES = (tables, rtt, monthly, autism)

STORE = Schema("store", _MODULES_WITH_TABLES[0].metadata, Path(__file__).parent / "migrations")

upgrade, revision, head, check, differences = (
    STORE.upgrade,
    STORE.revision,
    STORE.head,
    STORE.check,
    STORE.differences,
)
