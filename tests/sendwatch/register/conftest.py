"""The register as the composition root opens it, with the registers and keys that its own tests have."""

from tests.dsr.conftest import (
    database,
    door,
    ec_signer,
    postgresql_register,
    postgresql_registers,
    register_url,
    signer,
    sqlite_database,
    sqlite_register,
    sqlite_register_template,
)

__all__ = [
    "database",
    "door",
    "ec_signer",
    "postgresql_register",
    "postgresql_registers",
    "register_url",
    "signer",
    "sqlite_database",
    "sqlite_register",
    "sqlite_register_template",
]
