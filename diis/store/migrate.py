"""Bringing a database to the schema of this version, by Alembic, one step at a time.

Alembic is imported where a database is changed or compared: a command that only reads has no time for it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from diis.store import autism, monthly, rtt, tables
from diis.store.engine import Store

if TYPE_CHECKING:
    from alembic.config import Config

_MODULES_WITH_TABLES = (tables, rtt, monthly, autism)
_SCRIPTS = Path(__file__).parent / "migrations"


class SchemaBehind(Exception):
    """The database is not at the schema this version works with."""


def upgrade(store: Store) -> bool:
    """Bring the store to the newest schema; True if anything was done."""
    from alembic import command

    before = revision(store)
    config = _config()
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before != head()


def revision(store: Store) -> str | None:
    """The schema the database is at; None for an empty one."""
    with store.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def head() -> str:
    """The schema of this version: the number that the newest migration's file begins with."""
    return max(file.name.partition("_")[0] for file in (_SCRIPTS / "versions").glob("[0-9]*.py"))


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
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, _MODULES_WITH_TABLES[0].metadata))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["metadata"] = _MODULES_WITH_TABLES[0].metadata
    return config
