"""`python -m sendwatch.run`: put the whole service up on this machine with invented data, and take it down again."""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from sendwatch.commands.exits import KNOWN_FAULTS, explain
from sendwatch.owner_only import files_for
from sendwatch.run.errors import RunError
from sendwatch.run.lock import only_run_in
from sendwatch.run.processes import Components
from sendwatch.run.progress import Progress
from sendwatch.run.service import plan
from sendwatch.run.show import show_checks, show_end
from sendwatch.run.up import bring_up
from sendwatch.settings import Settings

WIDTH_OF_A_LOG = 120
INTERRUPTED = 130
LOOK_SECONDS = 1.0


def main() -> int:
    """Exit status: 0 after a run that went well, 1 after one that did not, 130 when stopped before all was up."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--once", action="store_true", help="check that each stage got its data, and end")
    once: bool = parser.parse_args().once
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_LOG)
    try:
        with files_for():
            return run(Progress(console), once)
    except RunError as error:
        console.print(f"\nStopped: {error}", markup=False, highlight=False)
        return 1
    except KNOWN_FAULTS as fault:
        return explain(fault)
    except KeyboardInterrupt:
        return INTERRUPTED


def run(progress: Progress, once: bool) -> int:
    settings = Settings()
    service = plan(settings.home, settings.metrics_port)
    os.environ.update(service.environment)
    for name, port in service.moved.items():
        progress.say(f"{name}: the usual port is taken, using {port}")
    with only_run_in(service.home), Components() as components, farewell(progress):
        checks = bring_up(service, components, progress)
        if once:
            show_checks(progress.console, checks)
            show_end(progress.console, service.home, checks)
            return 0 if all(check.passed for check in checks) else 1
        progress.say("Everything is up. Ctrl-C stops it.")
        return stay_up(components)


def stay_up(components: Components) -> int:
    """Look after the parts until somebody presses Ctrl-C, which is the way this is meant to end."""
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            components.check()
            time.sleep(LOOK_SECONDS)
    return 0


@contextmanager
def farewell(progress: Progress) -> Iterator[None]:
    try:
        yield
    finally:
        progress.say("Stopping everything; Ctrl-C again stops it at once")


if __name__ == "__main__":
    sys.exit(main())
