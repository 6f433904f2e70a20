"""Bringing a database to the schema of this version, by Alembic, one step at a time."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from diis.store import autism, monthly, rtt, tables
from diis.store.engine import Store

_MODULES_WITH_TABLES = (tables, rtt, monthly, autism)
_SCRIPTS = Path(__file__).parent / "migrations"


class SchemaBehind(Exception):
    """The database is not at the schema this version works with."""


def upgrade(store: Store) -> bool:
    """Bring the store to the newest schema; True if anything was done."""
    before = revision(store)
    config = _config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before != head()


def revision(store: Store) -> str | None:
    """The schema the database is at; None for an empty one."""
    with store.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The schema of this version."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def check(store: Store) -> None:
    """Refuse to work on another schema."""
    if store.missing_file is not None:
        raise SchemaBehind(f"There is no store at {store.missing_file}. Run `sendwatch init` to make it.")
    found, wanted = revision(store), head()
    if found != wanted:
        raise SchemaBehind(
            f"The store is at schema {found or 'none'}; this version needs {wanted}. Run `sendwatch init`."
        )


def differences(store: Store) -> list[object]:
    """What the tables in code and the migrated database disagree on."""
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, _MODULES_WITH_TABLES[0].metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["metadata"] = _MODULES_WITH_TABLES[0].metadata
    return config
