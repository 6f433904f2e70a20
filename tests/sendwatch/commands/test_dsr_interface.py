"""How every command of the register speaks: its help, its JSON, and its exit code (design.md section 7)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from sendwatch.commands.dsr import app
from sendwatch.settings import Settings
from tests.sendwatch.commands.conftest import Sendwatch

READING = [
    ("dsr", "due"),
    ("dsr", "due", "--on", "2027-01-04", "--overdue"),
    ("dsr", "counts", "--month", "2026-10"),
    ("dsr", "terms"),
    ("dsr", "audit", "verify"),
    ("dsr", "accounts", "list"),
    ("dsr", "workers", "list"),
    ("doctor", "--only", "register"),
]
WRONG = [
    (("dsr",), 2),
    (("dsr", "nothing"), 2),
    (("dsr", "due", "--on", "tomorrow"), 2),
    (("dsr", "due", "--owner", "nobody"), 2),
    (("dsr", "counts"), 2),
    (("dsr", "counts", "--month", "2026-13"), 2),
    (("dsr", "counts", "--month", "2027-06"), 1),
    (("dsr", "audit", "who"), 2),
    (("dsr", "audit", "who", "K7QX2M9R"), 1),
    (("dsr", "accounts", "grant", "0", "--role", "analyst"), 2),
    (("dsr", "accounts", "grant", "9", "--role", "king"), 2),
    (("dsr", "accounts", "grant", "9", "--role", "analyst"), 1),
    (("dsr", "accounts", "disable", "9"), 1),
    (("dsr", "accounts", "end", "9", "--last-day", "2026-12-01"), 1),
    (("dsr", "workers", "leave", "kw-1"), 2),
    (("dsr", "workers", "leave", "kw-1", "--reason", "left"), 1),
    (("dsr", "import", "not-there.csv"), 2),
]


def commands(group: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, one in group.commands.items():
        yield from commands(one, (*path, name)) if hasattr(one, "commands") else [((*path, name), one)]


EVERY = list(commands(typer.main.get_command(app), ("dsr",)))


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_command_and_option_says_what_it_is_for(path: tuple[str, ...], command: Any) -> None:
    assert command.help.partition("\n")[0].strip().endswith("."), path
    assert [one.name for one in command.params if not getattr(one, "help", None)] == []


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_reading_command_prints_json_alone(ready: Sendwatch, command: tuple[str, ...]) -> None:
    ran = ready(*command, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert isinstance(json.loads(ran.out), list | dict)
    assert ready(*command).code == 0


@pytest.mark.parametrize(("command", "code"), WRONG, ids=[" ".join(one) for one, _ in WRONG])
def test_a_command_that_cannot_be_followed_says_so_by_its_code(
    ready: Sendwatch, command: tuple[str, ...], code: int
) -> None:
    ran = ready(*command)
    assert ran.code == code
    assert ran.err or command == ("dsr",)


@pytest.mark.parametrize("command", [one for one in READING if one[1] not in {"terms", "--only"}], ids=" ".join)
def test_a_database_that_does_not_answer_is_5(
    ready: Sendwatch, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    assert Settings().register_keys.is_file()
    monkeypatch.setenv("SENDWATCH_REGISTER_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")
    ran = ready(*command)
    assert ran.code == 5
    assert "does not answer" in ran.err
