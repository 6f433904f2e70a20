"""The register as the composition root opens it, with the registers and keys that its own tests have."""

from tests.dsr.conftest import (
    database,
    door,
    ec_signer,
    postgresql_register,
    register_template,
    register_url,
    signer,
    sqlite_database,
    sqlite_register,
)

__all__ = [
    "database",
    "door",
    "ec_signer",
    "postgresql_register",
    "register_template",
    "register_url",
    "signer",
    "sqlite_database",
    "sqlite_register",
]
