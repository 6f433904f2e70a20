"""The door itself: the Makefile, what it asks of the distribution, and what CI runs."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sendwatch.run.service import CHECKOUT

PROGRAMS = ("prometheus", "promtool", "initdb")


@pytest.fixture
def machine(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """A machine with the given programs, each a script; what is called is kept in `calls`."""

    def with_programs(**scripts: str) -> dict[str, str]:
        tools = tmp_path / "bin"
        tools.mkdir()
        for name, script in scripts.items():
            program = tools / name.replace("_", "-")
            program.write_text(f'#!/bin/bash\necho "{program.name} $*" >> "{tmp_path}/calls"\n{script}\n')
            program.chmod(0o755)
        for name in ("bash", "env", "grep", "sed", "expand", "dirname"):
            (tools / name).symlink_to(Path("/usr/bin") / name)
        return {"PATH": str(tools)}

    return with_programs


def calls(tmp_path: Path) -> str:
    kept = tmp_path / "calls"
    return kept.read_text() if kept.exists() else ""


def call(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False, timeout=30
    )


def test_nothing_is_installed_where_everything_is_there(machine: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    there = machine(**dict.fromkeys((*PROGRAMS, "apt_get"), "exit 0"))
    done = call(["deploy/machine.sh", "test"], there)
    assert (done.returncode, done.stdout, calls(tmp_path)) == (0, "", "")


def test_a_run_goes_on_without_prometheus_where_it_may_not_be_installed(machine: Callable[..., dict[str, str]]) -> None:
    done = call(["deploy/machine.sh", "run"], machine(apt_get="exit 1", id="echo 1000", sudo="exit 1"))
    assert done.returncode == 0
    assert "sudo apt install prometheus" in done.stdout


def test_the_tests_do_not_start_without_what_they_need(machine: Callable[..., dict[str, str]]) -> None:
    done = call(
        ["deploy/machine.sh", "test"], machine(initdb="exit 0", apt_get="exit 1", id="echo 1000", sudo="exit 1")
    )
    assert done.returncode == 1
    assert "Please run: sudo apt install prometheus" in done.stderr


def test_what_is_missing_is_installed_without_its_recommendations(
    machine: Callable[..., dict[str, str]], tmp_path: Path
) -> None:
    tools = dict.fromkeys(("apt_get", "tee", "chmod", "rm", "systemctl"), "exit 0")
    done = call(["deploy/machine.sh", "run"], machine(id="echo 0", **tools))
    assert done.returncode == 0
    assert "apt-get -qq -y --no-install-recommends install prometheus" in calls(tmp_path)


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    done = call(["deploy/machine.sh", "everything"], {**os.environ})
    assert (done.returncode, done.stderr) == (2, "usage: deploy/machine.sh venv|run|test\n")


def test_make_alone_says_what_can_be_made() -> None:
    done = call(["make"], {**os.environ})
    words = {line.split()[0] for line in done.stdout.splitlines()}
    assert {"run", "test", "lint", "lock", "clean", "help"} <= words


@pytest.mark.parametrize(("lint", "tests"), [(0, 0), (1, 0), (0, 2), (1, 2)])
def test_ci_passes_only_when_lint_and_tests_do_and_ends_with_the_tests_own_line(
    machine: Callable[..., dict[str, str]], tmp_path: Path, lint: int, tests: int
) -> None:
    script = f"""
case "$1" in
    lint) echo "All checks passed"; exit {lint} ;;
    test) echo "==== 3 passed in 1 s ===="; echo "make: *** [Makefile:30: test] Error {tests}" >&2; exit {tests} ;;
esac"""
    done = subprocess.run(
        [".ci/run"],
        env=machine(make=script),
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=30,
    )
    assert (done.returncode == 0) == (lint == tests == 0)
    assert done.stdout.splitlines()[-1] == "==== 3 passed in 1 s ===="
    assert calls(tmp_path) == "make lint\nmake test\n"
