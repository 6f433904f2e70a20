"""Start the parts of the service as processes of our own, notice when one dies, and leave none behind."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sendwatch.run.errors import RunError

TAIL_LINES = 20
LOOK_SECONDS = 0.1
ZOMBIE = "Z"


@dataclass(frozen=True)
class Component:
    """One long-running part: its name for people, its command, and what it finds in its environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path


class ComponentDiedError(RunError):
    """A part that should be running has ended; the message says which and shows the end of its log."""

    def __init__(self, component: Component, status: int) -> None:
        super().__init__(
            f"{component.name} stopped with status {status}. The end of {component.log}:\n{tail(component.log)}"
        )
        self.component = component


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def bound_to_parent(command: Sequence[str]) -> list[str]:
    """The command, told by the kernel to end when this process is killed outright and cannot stop it."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else list(command)


class Components:
    """The parts that run now. Leaving the `with` block stops them all, last started first."""

    def __init__(self, grace_seconds: float = 15.0) -> None:
        self.grace_seconds = grace_seconds
        self._running: list[tuple[Component, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        except KeyboardInterrupt:  # a second Ctrl-C: no more patience
            self.grace_seconds = 0
            self.stop()

    def start(self, component: Component) -> int:
        """Start one part in a session of its own, out of reach of the terminal's Ctrl-C; return its pid."""
        component.log.parent.mkdir(parents=True, exist_ok=True)
        with component.log.open("wb") as log:
            process = subprocess.Popen(
                bound_to_parent(component.command),
                env=dict(component.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running.append((component, process))
        return process.pid

    def check(self) -> None:
        """Raise `ComponentDiedError` if a part that was started is no longer running."""
        for component, process in self._running:
            status = ended(process.pid)
            if status is not None:
                raise ComponentDiedError(component, status)

    def stop(self) -> None:
        """Ask everything that was started to end, wait for the grace, then end what is left by force."""
        for _, process in reversed(self._running):
            signal_session(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + self.grace_seconds
        while time.monotonic() < deadline and any(members(process.pid) for _, process in self._running):
            time.sleep(LOOK_SECONDS)
        for _, process in self._running:
            signal_session(process.pid, signal.SIGKILL)
            process.wait()
        self._running.clear()


def ended(pid: int) -> int | None:
    """Exit status (or signal number) of a child of ours; None while it runs.

    The child is not reaped: as long as it is not, its number can belong to no other session.
    """
    result = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    return result.si_status if result else None


def members(session: int) -> list[int]:
    """The living processes of a session: Airflow gives each task a process group of its own, but never a session."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state, _parent, _group, its_session = path.read_text().rpartition(")")[2].split()[:4]
            if int(its_session) == session and state != ZOMBIE:
                found.append(int(path.parent.name))
    return found


def signal_session(session: int, number: signal.Signals) -> None:
    for pid in members(session):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
