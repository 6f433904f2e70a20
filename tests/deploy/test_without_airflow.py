"""A council that keeps the register alone installs no Airflow: nothing beyond the small lock is asked for."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.deploy.composed import DEPLOY, REPO

NOTHING_ELSE = """
import re, sys
from importlib.metadata import packages_distributions

kept = set(sys.argv.pop(1).split(","))
installed = packages_distributions().items()
names = {module: {re.sub("[-_.]+", "-", name).lower() for name in of} for module, of in installed}
others = {module for module, of in names.items() if of.isdisjoint(kept)} - {"sendwatch"}
assert "airflow" in others or "airflow" not in names
sys.modules.update(dict.fromkeys(others))  # whoever imports one of these is told that there is none
"""
COMMAND = NOTHING_ELSE + "from sendwatch.__main__ import main; main()"
SERVICE = (
    NOTHING_ELSE
    + """
from types import SimpleNamespace
from sendwatch.register.server import create_app, serve_register

print(len(create_app(SimpleNamespace(demonstration=False)).routes))
"""
)


def of_the_lock() -> str:
    """The distributions that `pip install .` brings, as they are locked."""
    lock = (DEPLOY / "locks" / "base.lock").read_text(encoding="utf-8")
    return ",".join(sorted(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.MULTILINE)))


def run(home: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    there = {name: value for name, value in os.environ.items() if not name.startswith("SENDWATCH_")}
    command = [sys.executable, "-c", code, of_the_lock(), *arguments]
    return subprocess.run(
        command, env=there | {"SENDWATCH_HOME": str(home)}, cwd=REPO, capture_output=True, text=True, check=False
    )


def test_the_small_lock_holds_no_airflow() -> None:
    held = of_the_lock().split(",")
    assert {"fastapi", "sqlalchemy", "typer"} <= set(held)
    assert [name for name in held if "airflow" in name] == []


def test_commands_of_the_register_ask_for_nothing_beyond_the_small_lock(tmp_path: Path) -> None:
    for arguments in (("init", "--only", "register"), ("dsr", "due")):
        found = run(tmp_path, COMMAND, *arguments)
        assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Nothing is to be done on ")


def test_the_service_of_the_register_asks_for_nothing_beyond_the_small_lock(tmp_path: Path) -> None:
    found = run(tmp_path, SERVICE)
    assert (found.returncode, found.stderr) == (0, "")
    assert int(found.stdout) > 60
