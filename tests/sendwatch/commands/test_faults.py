"""Whatever is wrong with the machine: a sentence on stderr, an exit code, nothing half done, and never a traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from diis.store import engine
from sendwatch.__main__ import app, main
from sendwatch.rooms import key_path
from sendwatch.settings import Settings
from tests.conftest import free_port
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import dump
from tests.sendwatch.commands.conftest import Sendwatch, store_of_home

PROJECT = Path(__file__).parents[3]
LIST = AnExtract(some_referrals(3), [a_contact(1)])
LONG = AnExtract(some_referrals(2_000), census="2026-09-23")

Break = Callable[[Path, pytest.MonkeyPatch], None]


def write_key(content: str, mode: int = 0o600) -> Break:
    def spoil(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        key_path(Settings()).write_text(content)
        key_path(Settings()).chmod(mode)

    return spoil


def setting(name: str, value: str) -> Break:
    return lambda home, monkeypatch: monkeypatch.setenv(f"SENDWATCH_{name}", value.format(home=home))


def no_database(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "store.sqlite").unlink()


def no_key(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_path(Settings()).unlink()


def damaged_database(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "store.sqlite").write_bytes(b"this was a database once, and is not any more" * 200)


def no_postgresql(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDWATCH_STORE_URL", f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/absent")


FAULTS: dict[str, tuple[Break, int, str]] = {
    "home is missing": (setting("HOME", "{home}/other"), 1, "Run `sendwatch init`"),
    "database is missing": (no_database, 1, "Run `sendwatch init`"),
    "database is damaged": (damaged_database, 5, "not a database"),
    "database does not answer": (no_postgresql, 5, "Connection refused"),
    "database has another address": (setting("STORE_URL", "nonsense"), 1, "must begin with sqlite:/// or postgresql"),
    "address is in a file that is missing": (setting("STORE_URL_FILE", "{home}/none"), 1, "No such file"),
    "key is missing": (no_key, 1, "no pseudonym key"),
    "key is for others to read": (write_key("00" * 32, 0o644), 1, "chmod 600"),
    "key is too short": (write_key("00"), 1, "at least 32 bytes"),
    "key is no key": (write_key("not hexadecimal"), 1, "not a pseudonym key"),
    "setting is no number": (setting("LANDING_DAYS", "many"), 1, "SENDWATCH_LANDING_DAYS"),
    "setting is out of range": (setting("LANDING_DAYS", "0"), 1, "SENDWATCH_LANDING_DAYS"),
    "setting is no yes or no": (setting("ALLOW_TEST_NHS_NUMBERS", "perhaps"), 1, "ALLOW_TEST_NHS_NUMBERS"),
    "postcode file is missing": (setting("POSTCODES", "{home}/none.csv"), 1, "No such file"),
    "postcode file is none": (setting("POSTCODES", "{home}/store.sqlite"), 1, "postcode, lsoa and imd_decile"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_pull_says_what_is_wrong_and_keeps_nothing(
    ready: Sendwatch, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """F39; and design.md section 7: 5 where something that we depend on is down."""
    spoil, code, words = FAULTS[fault]
    spoil(home, monkeypatch)
    ran = ready("pull", LIST.folder(tmp_path), "--json")
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("sendwatch: ")
    assert words in ran.err
    assert not list((home / "landing").iterdir())


def test_a_store_that_is_locked_is_told_and_the_same_command_does_it_later(
    ready: Sendwatch, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F11: a backup that takes its time."""
    monkeypatch.setattr(engine.Store, "sqlite_wait_ms", 50)
    path, before = LIST.folder(tmp_path), dump(store_of_home())
    with closing(sqlite3.connect(home / "store.sqlite", isolation_level=None)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        ran = ready("pull", path)
        assert (ran.code, ran.out) == (5, "")
        assert "The store does not answer; nothing was changed. The database says: database is locked" in ran.err
    assert dump(store_of_home()) == before
    assert ready("pull", path).code == 0


def test_a_key_that_is_not_the_one_the_store_was_filled_under_is_refused(
    ready: Sendwatch, home: Path, tmp_path: Path
) -> None:
    """F34, F35: one child would become two."""
    ready("pull", LIST.folder(tmp_path))
    before = dump(store_of_home())
    key_path(Settings()).write_text("11" * 32)
    ran = ready("pull", LONG.folder(tmp_path))
    assert ran.code == 1
    assert "Restore the key" in ran.err
    assert dump(store_of_home()) == before
    assert ready("doctor").code == 1


@pytest.mark.parametrize("where", ["file/home", "/proc/home"])
def test_a_home_that_cannot_be_made_is_told(
    sendwatch: Sendwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """F06."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SENDWATCH_HOME", str(tmp_path / where))
    for arguments in (["init"], ["pull", LIST.folder(tmp_path)], ["waits", "--as-at", "2026-09-30"], ["doctor"]):
        ran = sendwatch(*arguments)
        assert ran.code == 1
        assert ran.out + ran.err


@pytest.mark.parametrize("arguments", [["waits", "--as-at", "2026-09-30"], ["quarantine", "list"], ["doctor"]])
@pytest.mark.parametrize("fault", ["database is missing", "database is damaged", "setting is no number"])
def test_no_other_command_ends_in_a_traceback(
    ready: Sendwatch, home: Path, monkeypatch: pytest.MonkeyPatch, fault: str, arguments: list[str]
) -> None:
    spoil, code, _ = FAULTS[fault]
    spoil(home, monkeypatch)
    ran = ready(*arguments)
    assert ran.code in {1, code}
    assert ran.out + ran.err


def test_init_can_be_run_again_and_replaces_no_key(ready: Sendwatch, home: Path, tmp_path: Path) -> None:
    key = key_path(Settings()).read_bytes()
    ready("pull", LIST.folder(tmp_path))
    before = dump(store_of_home())
    ran = ready("init")
    assert (ran.code, ran.out) == (0, "Everything is there; nothing was changed.\n")
    assert key_path(Settings()).read_bytes() == key
    assert dump(store_of_home()) == before
    assert key_path(Settings()).stat().st_mode & 0o077 == 0


def limited(limit: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    """A command for which the disk is full as soon as a file has so many bytes."""
    program = (
        "import resource, sys; from datetime import datetime; import sendwatch.rooms;"
        "from sendwatch.__main__ import main;"
        "sendwatch.rooms.utc_now = lambda: datetime(2026, 11, 21, 12);"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        f"sys.argv = {['sendwatch', *map(str, arguments)]!r}; main()"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(PROJECT)}
    return subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, timeout=60, env=environment
    )


@pytest.mark.parametrize(("share", "code"), [(0.5, 1), (1.5, 5)], ids=["while landing", "while loading"])
def test_a_full_disk_is_told_and_when_there_is_room_the_same_command_does_it(
    ready: Sendwatch, home: Path, tmp_path: Path, share: float, code: int
) -> None:
    """F04, I4, I5: the last good figures stay, and nothing is half loaded."""
    ready("pull", LIST.folder(tmp_path))
    before = dump(store_of_home(), without=["arrival"])
    path = LONG.folder(tmp_path)
    size = (path / "referrals.csv").stat().st_size
    ran = limited(int(size * share), "pull", path, "--json")
    assert (ran.returncode, ran.stdout) == (code, "")
    assert ran.stderr.startswith("sendwatch: ")
    assert "Traceback" not in ran.stderr
    assert dump(store_of_home(), without=["arrival"]) == before
    assert not list((home / "landing").glob(".incoming*"))
    again = json.loads(ready("pull", path, "--json").out)
    assert (again["outcome"], again["load"], again["rows"]["accepted"]) == ("accepted", 2, 2_000)


def test_a_disk_that_is_full_at_the_checkpoint_loses_nothing_that_was_told(
    ready: Sendwatch, home: Path, tmp_path: Path
) -> None:
    """F04: the load is safe in SQLite's log, is read from there, and is moved when there is room."""
    file, log = home / "store.sqlite", home / "store.sqlite-wal"
    with closing(sqlite3.connect(file, isolation_level=None)) as store:
        store.execute("CREATE TABLE long_history AS SELECT zeroblob(30000000) AS rows")
    size = file.stat().st_size
    other = replace(LIST, provider="RBD")
    ran = limited(size, "pull", other.folder(tmp_path), "--json")
    assert (ran.returncode, json.loads(ran.stdout)["load"]) == (0, 1)
    assert (file.stat().st_size, log.stat().st_size > 0) == (size, True), "the checkpoint had no room"
    assert len(dump(store_of_home())["referral"]) == 3
    assert ready("pull", replace(other, census="2026-10-07").folder(tmp_path)).code == 0
    assert len(dump(store_of_home())["load"]) == 2
    assert file.stat().st_size > size


def commands() -> list[list[str]]:
    """Every command there is, as it is typed."""
    found: list[list[str]] = [[]]
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        found.append([name])
        found += [[name, inner] for inner in getattr(command, "commands", {})]
    return found


@pytest.mark.parametrize("command", commands(), ids=lambda command: " ".join(command) or "sendwatch")
def test_every_command_explains_itself_without_any_set_up(command: list[str], home: Path) -> None:
    ran = CliRunner().invoke(app, [*command, "--help"])
    assert ran.exit_code == 0
    assert ran.output.startswith("Usage:")
    assert not home.exists()


def test_who_stops_a_command_before_it_has_begun_is_spared_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its modules are imported for some seconds."""

    def interrupted(_names: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sendwatch.__main__.app_of", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
