"""The schema of the register, and its migrations."""

from pathlib import Path

from diis.store.schema import Schema
from dsr.store import tables

REGISTER = Schema("register", tables.metadata, Path(__file__).parent / "migrations")
