"""Supervision: parts start, are watched, and are all gone afterwards, whatever they do about it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sendwatch.run.processes import Component, ComponentDiedError, Components, members
from sendwatch.run.waiting import wait_for

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"
)
"""Ignores the request to end."""

WITH_CHILD = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], process_group=0)
print("ready", flush=True)
time.sleep(60)
"""
"""Starts a child in a process group of the child's own, as Airflow does with a task."""

PARENT = """
import sys, time
from pathlib import Path
from sendwatch.run.processes import Component, Components
part = Component("Part", [sys.executable, "-c", "import time; time.sleep(60)"], {}, Path(sys.argv[1]))
print(Components().start(part), flush=True)
time.sleep(60)
"""


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str], Component]:
    def component(code: str) -> Component:
        return Component("The part", [sys.executable, "-c", code], os.environ, tmp_path / "part.log")

    return component


def until_ready(component: Component) -> None:
    wait_for("ready", lambda: ("ready" in component.log.read_text()) or None, lambda: None, 10, pause=0.02)


def seconds(action: Callable[[], None]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def test_a_part_runs_until_the_block_ends(python: Callable[[str], Component]) -> None:
    with Components() as components:
        pid = components.start(python("import time; time.sleep(60)"))
        components.check()
        assert members(pid) == [pid]
    assert members(pid) == []


def test_a_part_is_out_of_reach_of_the_terminals_ctrl_c(python: Callable[[str], Component]) -> None:
    with Components() as components:
        assert os.getsid(components.start(python("import time; time.sleep(60)"))) != os.getsid(0)


def test_a_child_in_a_process_group_of_its_own_is_ended_too(python: Callable[[str], Component]) -> None:
    with Components() as components:
        component = python(WITH_CHILD)
        session = components.start(component)
        until_ready(component)
        children = members(session)
        assert len(children) == 2
    assert members(session) == []


def test_a_part_that_ignores_the_request_is_ended_after_the_grace(python: Callable[[str], Component]) -> None:
    components = Components(grace_seconds=0.3)
    component = python(STUBBORN)
    session = components.start(component)
    until_ready(component)
    assert 0.3 <= seconds(components.stop) < 5
    assert members(session) == []


def test_a_second_ctrl_c_while_stopping_ends_everything_at_once(python: Callable[[str], Component]) -> None:
    components = Components(grace_seconds=30)
    component = python(STUBBORN)
    session = components.start(component)
    until_ready(component)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    assert seconds(lambda: components.__exit__(None, None, None)) < 10
    assert members(session) == []


def test_a_part_that_dies_is_named_with_the_end_of_its_log(python: Callable[[str], Component]) -> None:
    with Components() as components:
        components.start(python("import time; time.sleep(60)"))
        components.start(python("print('first'); print('the port is taken'); raise SystemExit(7)"))
        with pytest.raises(ComponentDiedError) as died:
            wait_for("death", lambda: None, components.check, 10, pause=0.02)
    assert "The part stopped with status 7" in str(died.value)
    assert "the port is taken" in str(died.value)


def test_the_parts_end_when_the_process_that_started_them_is_killed_outright(tmp_path: Path) -> None:
    command: Sequence[str] = [sys.executable, "-c", PARENT, str(tmp_path / "part.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        part = int(parent.stdout.readline())
        assert members(part) == [part]
        parent.kill()
    wait_for("the end of the part", lambda: (not members(part)) or None, lambda: None, 10, pause=0.02)
    assert members(part) == []
