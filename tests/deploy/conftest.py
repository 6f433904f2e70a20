"""The services of the compose file, started once for all tests of this room."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from sendwatch.dag_settings import HOUSEKEEPING
from sendwatch.run.processes import Component, Components
from tests.deploy.by_hand import ByHand
from tests.deploy.composed import REPO, environment, services


@pytest.fixture(scope="session")
def airflow_options() -> dict[str, dict[str, bool]]:
    """Options of the installed Airflow by section, and whether each may come from a command."""
    package = find_spec("airflow")
    assert package is not None
    assert package.submodule_search_locations
    text = (Path(package.submodule_search_locations[0]) / "config_templates" / "config.yml").read_text(encoding="utf-8")
    return {
        section: {option: bool(about.get("sensitive")) for option, about in described["options"].items()}
        for section, described in yaml.safe_load(text).items()
    }


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByHand]:
    with Components() as components:
        instead = {"../dags": one_dag(tmp_path_factory), "./register": whom_to_believe(tmp_path_factory)}
        machine = ByHand(tmp_path_factory.mktemp("by-hand"), components, instead)
        machine.make_secrets()
        yield machine


def whom_to_believe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a provider that nobody asks: the register wants to know one before it starts."""
    folder = tmp_path_factory.mktemp("register")
    secret = folder / "client-secret"
    secret.write_text("invented for this test", encoding="ascii")
    secret.chmod(0o600)
    told = {
        "url": "https://sign-in.example/dorset",
        "client-id": "register",
        "client-secret-file": str(secret),
        "back": "https://register.example/sign-in/done",
    }
    lines = [f'{name} = "{value}"' for name, value in told.items()]
    (folder / "sign-in.toml").write_text("\n".join(lines), encoding="ascii")
    return folder


def one_dag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DAG folder with housekeeping alone: the runs of all DAGs are another room's tests, and take their time."""
    folder = tmp_path_factory.mktemp("dags")
    shutil.copy(REPO / "dags" / f"{HOUSEKEEPING}.py", folder)
    return folder


@pytest.fixture(scope="module")
def postgres(by_hand: ByHand) -> Iterator[ByHand]:
    """The database service, made with the arguments and started with the command of the compose file."""
    folder = Path(tempfile.mkdtemp(prefix="sendwatch-postgres-"))
    try:
        data, password = folder / "data", folder / "password"
        password.write_text(by_hand.secret("postgres_password"), encoding="ascii")
        as_owner = _as_postgres(folder, password)
        settings = by_hand.environment("postgres")
        arguments = environment(services()["postgres"])["POSTGRES_INITDB_ARGS"].split()
        made = ["initdb", "--username=postgres", f"--pwfile={password}", f"--pgdata={data}", "--no-sync", *arguments]
        subprocess.run([*as_owner, *_found(made, settings)], env=settings, check=True, capture_output=True)
        local = ["-D", str(data), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
        command = [*as_owner, *_found([*by_hand.command("postgres"), *local], settings)]
        by_hand.components.start(Component("postgres", command, settings, by_hand.folder / "logs" / "postgres.log"))
        by_hand.wait_until_healthy("postgres")
        yield by_hand
    finally:
        by_hand.components.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def store(postgres: ByHand) -> ByHand:
    """Roles, tables and grants made by the one-shot services, in the order of the compose file."""
    for name in ("database-roles", "store-migrate", "store-grants", "register-migrate", "register-grants"):
        done = postgres.run(name)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    return postgres


def _as_postgres(*handed_over: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the distribution's user for it, who is handed its files."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    for path in handed_over:
        os.chown(path, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _found(command: list[str], settings: dict[str, str]) -> list[str]:
    """The command with its program's whole path, since another user's path may not lead there."""
    program = shutil.which(command[0], path=settings["PATH"])
    assert program, f"{command[0]} is not installed"
    return [program, *command[1:]]
