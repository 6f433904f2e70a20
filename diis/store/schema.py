"""Bringing a database to the schema of this version, by Alembic, one step at a time.

Alembic is imported where a database is changed or compared: a command that only reads has no time for it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, inspect, text

from diis.store.engine import Store

if TYPE_CHECKING:
    from alembic.config import Config


class SchemaBehind(Exception):
    """The database is not at the schema this version works with."""


@dataclass(frozen=True)
class Schema:
    """The tables of one database: as the code has them, and the migrations that bring a database there.

    `what` is how the database is called in words.
    """

    what: str
    metadata: MetaData
    scripts: Path

    def upgrade(self, store: Store) -> bool:
        """Bring a database to the newest schema; True if anything was done."""
        from alembic import command

        before = self.revision(store)
        config = self.config()
        with store.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return before != self.head()

    def revision(self, store: Store) -> str | None:
        """The schema a database is at; None for an empty one."""
        with store.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def head(self) -> str:
        """The schema of this version: the number that the newest migration's file begins with."""
        return max(file.name.partition("_")[0] for file in (self.scripts / "versions").glob("[0-9]*.py"))

    def check(self, store: Store) -> None:
        """Refuse to work on another schema."""
        if store.missing_file is not None:
            raise SchemaBehind(f"There is no {self.what} at {store.missing_file}. Run `sendwatch init` to make it.")
        found, wanted = self.revision(store), self.head()
        if found != wanted:
            raise SchemaBehind(
                f"The {self.what} is at schema {found or 'none'}; this version needs {wanted}. Run `sendwatch init`."
            )

    def differences(self, store: Store) -> list[object]:
        """What the tables in code and the migrated database disagree on."""
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        with store.reading() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, self.metadata))

    def config(self) -> "Config":
        """What Alembic is told; the connection is among its attributes when it runs."""
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(self.scripts))
        config.attributes["metadata"] = self.metadata
        return config


def migrate_as_told() -> None:
    """The body of every `env.py`: migrate on the connection that `Schema.upgrade` hands over."""
    from alembic import context

    connection = context.config.attributes["connection"]
    if connection.dialect.name == "postgresql":
        # Two services that start at once take turns, and neither waits for a reader for ever.
        connection.execute(text("SET lock_timeout = '30s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(7364001)"))
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes["metadata"],
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
