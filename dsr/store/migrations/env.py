"""Alembic's entry."""

from diis.store.schema import migrate_as_told

migrate_as_told()
