"""Registers to test with: an empty one on each database, and keys of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from sqlalchemy import make_url

from diis.store.engine import Store
from dsr.store import audit
from dsr.store.database import RegisterDatabase
from dsr.store.migrate import REGISTER
from dsr.store.sealing import Keyring
from tests.conftest import free_port, run_on
from tests.copies import Copies
from tests.dsr.auth.signing import Door, Signer

KEYS = Keyring({1: bytes(range(32))})


@pytest.fixture(scope="session")
def postgresql_registers(postgresql_server: str) -> Copies:
    """Empty registers on PostgreSQL, one for each test."""
    name = f"template_register_{free_port()}"
    run_on(postgresql_server, f"CREATE DATABASE {name}")
    made(make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)).close()
    return Copies(postgresql_server, name)


def made(url: str) -> RegisterDatabase:
    """A register at the newest schema, with nobody on it."""
    database = RegisterDatabase(url)
    REGISTER.upgrade(database)
    with database.writing() as connection:
        audit.begin(connection)
    return database


@pytest.fixture(scope="session")
def sqlite_register_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty register in a SQLite file, to copy for each test."""
    file = tmp_path_factory.mktemp("template") / "register.sqlite"
    made(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def sqlite_register(sqlite_register_template: Path, tmp_path: Path) -> str:
    """An empty register in a SQLite file."""
    return f"sqlite:///{shutil.copyfile(sqlite_register_template, tmp_path / 'register.sqlite')}"


@pytest.fixture
def postgresql_register(postgresql_registers: Copies) -> Iterator[str]:
    """An empty register on PostgreSQL, gone afterwards."""
    with postgresql_registers.fresh() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def register_url(request: pytest.FixtureRequest) -> str:
    """Each test of the register runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_register")
    return url


@pytest.fixture
def database(register_url: str) -> Iterator[RegisterDatabase]:
    opened = RegisterDatabase(register_url)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_database(sqlite_register: str) -> Iterator[RegisterDatabase]:
    """A register for long tables that ask nothing of the database."""
    opened = RegisterDatabase(sqlite_register)
    yield opened
    opened.close()


def rsa_signer(key_id: str) -> Signer:
    return Signer(rsa.generate_private_key(public_exponent=65537, key_size=2048), key_id, "RS256")


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The first issuer's."""
    return rsa_signer("key-1")


@pytest.fixture(scope="session")
def next_signer() -> Signer:
    """The one that the first issuer rotates to."""
    return rsa_signer("key-2")


@pytest.fixture(scope="session")
def attacker() -> Signer:
    """A key that nobody knows, under the id of a known one."""
    return rsa_signer("key-1")


@pytest.fixture(scope="session")
def ec_signer() -> Signer:
    """The second issuer's."""
    return Signer(ec.generate_private_key(ec.SECP256R1()), "ec-key-1", "ES256")


@pytest.fixture
def door(signer: Signer, ec_signer: Signer) -> Door:
    return Door(signer, ec_signer)


@pytest.fixture
def waits_store(request: pytest.FixtureRequest, database: RegisterDatabase) -> Iterator[Store]:
    """An empty store of waiting times on the same kind of database as the register."""
    kind = "sqlite" if database.is_sqlite else "postgresql"
    opened = Store(request.getfixturevalue(f"{kind}_url"))
    yield opened
    opened.close()
