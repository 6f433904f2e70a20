"""Commands that run to their end while a service is being put up."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sendwatch.run.errors import RunError
from sendwatch.run.processes import tail


class CommandFailedError(RunError):
    """A command ended with a status other than 0; the message shows the end of its log."""


def run_command(name: str, command: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
    """Run a command to its end, its output kept in `log`; raises `CommandFailedError`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        done = subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise CommandFailedError(f"{name} failed with status {done.returncode}. The end of {log}:\n{tail(log)}")
