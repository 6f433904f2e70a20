"""The command line as a person or a timer calls it, in a home of its own and on a day that stands still."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url

from diis.store.engine import Store
from sendwatch.__main__ import main
from sendwatch.settings import Settings
from tests.conftest import NOW, free_port, run_on


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said where."""

    code: object
    out: str
    err: str


Sendwatch = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is not there yet; no other setting, and no `.env` near."""
    for name in [name for name in os.environ if name.startswith("SENDWATCH_")]:
        monkeypatch.delenv(name)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("SENDWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SENDWATCH_ALLOW_TEST_NHS_NUMBERS", "1")
    monkeypatch.setenv("SENDWATCH_QUIET_SECONDS", "0")
    monkeypatch.setattr("sendwatch.rooms.utc_now", lambda: NOW)
    return tmp_path / "home"


@pytest.fixture
def sendwatch(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sendwatch:
    """Run a command to its end; whatever is wrong, it ends with an exit code and no traceback."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["sendwatch", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Ran(ended.value.code or 0, said.out, said.err)

    return run


@pytest.fixture
def ready(sendwatch: Sendwatch) -> Sendwatch:
    """The command line after `sendwatch init`."""
    assert sendwatch("init").code == 0
    return sendwatch


@pytest.fixture(params=["sqlite", "postgresql"])
def register_home(
    request: pytest.FixtureRequest, home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A home with an empty register on each database, as `sendwatch init` makes it."""
    if request.param == "sqlite":
        assert sendwatch("init").code == 0
        yield home
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"register_{os.getpid()}_{free_port()}"
    run_on(server, f"CREATE DATABASE {name}")
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    monkeypatch.setenv("SENDWATCH_REGISTER_URL", url)
    assert sendwatch("init").code == 0
    yield home
    run_on(server, f"DROP DATABASE {name} WITH (FORCE)")


def store_of_home() -> Store:
    """The store that the commands of this test use."""
    return Store(Settings().database_url())
