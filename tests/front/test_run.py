"""What a run says and returns at its end, whichever way it ends."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sendwatch.run import __main__ as run
from sendwatch.run.checks import Check
from sendwatch.run.errors import RunError
from sendwatch.run.lock import only_run_in
from sendwatch.run.processes import Component, Components
from sendwatch.run.progress import Progress
from sendwatch.run.service import Service

Beginning = Callable[[Service, Components, Progress], list[Check]]


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [name for name in os.environ if name.startswith("SENDWATCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SENDWATCH_HOME", str(tmp_path))
    monkeypatch.setattr(os, "environ", os.environ.copy())
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def make_run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`make run` with another way of putting the service up."""

    def started(bring_up: Beginning, *arguments: str) -> int:
        monkeypatch.setattr(run, "bring_up", bring_up)
        monkeypatch.setattr(sys, "argv", ["make run", *arguments])
        return run.main()

    return started


def finds(*checks: Check) -> Beginning:
    return lambda *_: list(checks)


def part(service: Service, code: str) -> Component:
    return Component("The scheduler", [sys.executable, "-c", code], os.environ, service.logs / "scheduler.log")


def test_a_single_run_ends_well_when_every_stage_got_its_data(
    make_run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_run(finds(Check("Loads in the store", True, "6 of 6")), "--once") == 0
    assert "yes  Loads in the store: 6 of 6" in capsys.readouterr().out


def test_a_single_run_fails_when_one_stage_did_not(
    make_run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_run(finds(Check("Loads", True, ""), Check("Alerts", False, "2 of 4")), "--once") == 1
    assert "NO   Alerts: 2 of 4" in capsys.readouterr().out


def test_a_part_that_dies_ends_the_run_with_its_name_and_the_end_of_its_log(
    make_run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    def with_a_weak_part(service: Service, components: Components, _: Progress) -> list[Check]:
        components.start(part(service, "raise SystemExit('no room on the disk')"))
        return []

    assert make_run(with_a_weak_part) == 1
    said = capsys.readouterr().out
    assert "Stopped: The scheduler stopped with status 1" in said
    assert "no room on the disk" in said


def test_ctrl_c_stops_a_service_that_is_up_and_that_is_no_failure(
    make_run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    pids = []

    def with_a_part(service: Service, components: Components, _: Progress) -> list[Check]:
        pids.append(components.start(part(service, "import time; time.sleep(60)")))
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        return []

    assert make_run(with_a_part) == 0
    assert not Path(f"/proc/{pids[0]}").exists()
    assert "Stopping everything" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_on_the_way_up_says_so_by_its_status(
    make_run: Callable[..., int], number: signal.Signals
) -> None:
    def interrupted(*_: object) -> list[Check]:
        os.kill(os.getpid(), number)
        return []

    assert make_run(interrupted) == 130


def test_a_fault_is_a_sentence_and_not_a_traceback(
    make_run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object) -> list[Check]:
        raise RunError("Airflow cannot read a DAG file: [red]")

    assert make_run(failing) == 1
    assert "Stopped: Airflow cannot read a DAG file: [red]" in capsys.readouterr().out


def test_a_second_run_in_the_same_folder_is_refused(
    make_run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_run_in(tmp_path):
        assert make_run(finds()) == 1
    assert "already runs the service" in capsys.readouterr().out
