"""One run at a time in one home folder: two Airflows on the same files would fight."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sendwatch.run.errors import RunError


class AlreadyRunningError(RunError):
    """Another `make run` works in the same home folder."""


@contextmanager
def only_run_in(home: Path) -> Iterator[None]:
    """Hold the lock of the home folder; the kernel lets go of it however this process ends."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "run.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunningError(f"process {file.read().strip()} already runs the service in {home}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
