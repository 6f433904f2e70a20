"""What all tests share: real databases, a day that stands still, and an intake to pull with."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

from diis.extracts.landing import Landing
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.intake import Intake
from diis.store import migrate
from diis.store.engine import Store
from tests.copies import Copies

# How long an example takes, or is made, says how busy the machine is and nothing about what is tested.
settings.register_profile("sendwatch", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sendwatch")

NOW = datetime(2026, 11, 21, 12, 0)
KEY = bytes(range(32))


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _postgresql_programs() -> Path:
    """The newest PostgreSQL server programs on this machine; `make test` installs them."""
    beside = shutil.which("initdb")
    folders = [Path(beside).parent] if beside else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert folders, "PostgreSQL's server programs are missing: run make test, which installs them"
    return folders[-1]


def _as_postgres(*command: str) -> list[str]:
    """PostgreSQL refuses to run as root: become the distribution's own user for it."""
    return (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        if os.geteuid() == 0
        else [*command]
    )


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this session's own, on loopback; yields the URL of its maintenance database."""
    programs, port = _postgresql_programs(), free_port()
    home = Path(subprocess.run(_as_postgres("mktemp", "-d"), check=True, capture_output=True, text=True).stdout.strip())
    data = home / "data"
    user = ["-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(_as_postgres(str(programs / "initdb"), "-D", str(data), *user), check=True, capture_output=True)
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c fsync=off -c max_connections=200"
    )
    control = _as_postgres(str(programs / "pg_ctl"), "-D", str(data), "-w")
    subprocess.run([*control, "-l", str(home / "log"), "-o", options, "start"], check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(_as_postgres("rm", "-rf", str(home)), check=True)


@pytest.fixture(scope="session")
def postgresql_stores(postgresql_server: str) -> Copies:
    """Databases at the newest schema, one for each test."""
    run_on(postgresql_server, "CREATE DATABASE template_store")
    store = Store(str(make_url(postgresql_server).set(database="template_store")))
    migrate.upgrade(store)
    store.close()
    return Copies(postgresql_server, "template_store")


def run_on(server: str, statement: str) -> None:
    """A statement outside any transaction, such as one that makes a database."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema, to copy for each test."""
    file = tmp_path_factory.mktemp("template") / "store.sqlite"
    store = Store(f"sqlite:///{file}")
    migrate.upgrade(store)
    store.close()
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite file at the newest schema."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'store.sqlite')}"


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> str:
    """An empty PostgreSQL database for tests that share one."""
    run_on(postgresql_server, "CREATE DATABASE shared_by_tests")
    return make_url(postgresql_server).set(database="shared_by_tests").render_as_string(hide_password=False)


@pytest.fixture
def postgresql_url(postgresql_stores: Copies) -> Iterator[str]:
    """A PostgreSQL database at the newest schema, gone afterwards."""
    with postgresql_stores.fresh() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Each store test runs on both databases."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store at the newest schema."""
    opened = Store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def intake(store: Store, tmp_path: Path) -> Intake:
    """What a pull works with, on a day that stands still."""
    return intake_of(store, tmp_path)


def intake_of(store: Store, folder: Path) -> Intake:
    """The same for a store of a test's own."""
    return Intake(
        store=store,
        landing=Landing(folder / "landing"),
        pseudonymiser=Pseudonymiser(KEY),
        places=Places({}),
        allow_test_nhs_numbers=True,
        now=NOW,
    )
