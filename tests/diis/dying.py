"""Pulls in processes of their own, which may kill themselves at a chosen point, with no way to clean up."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from diis.extracts.landing import Landing
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.intake import Intake
from diis.pull import pull, release
from diis.refresh import refresh
from diis.store import migrate
from diis.store.engine import Store
from tests.conftest import KEY, NOW
from tests.faults.places import at, watched

# A server that has imported everything forks each process: many die in a short test.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.diis.dying", "tests.faults.works", "alembic.command"])


@dataclass(frozen=True)
class Place:
    """Where a process dies: the `count`th time something of a `kind` is about to happen.

    Kinds are those of tests/faults/places.py.
    """

    kind: str
    count: int = 1


def open_intake(url: str, landing: Path) -> Intake:
    """What a pull works with, in this process."""
    return Intake(
        store=Store(url),
        landing=Landing(landing),
        pseudonymiser=Pseudonymiser(KEY),
        places=Places({}),
        allow_test_nhs_numbers=True,
        now=NOW,
    )


def killed(url: str, landing: Path, path: Path | int, place: Place | None = None) -> bool:
    """Pull a path, or release a load, in a process that dies at a place; False if it never came there."""
    return died(url, landing, partial(_pull_or_release, path), place)


def died(url: str, landing: Path, work: Callable[[Intake], object], place: Place | None = None) -> bool:
    """Do any work in a process that dies at a place; False if it never came there."""
    process = PROCESSES.Process(target=_work_and_die, args=(url, landing, work, place))
    process.start()
    process.join(60)
    assert process.exitcode in {0, -signal.SIGKILL}, f"ended with {process.exitcode}"
    return process.exitcode != 0


def at_once(url: str, landing: Path, paths: list[Path]) -> list[str]:
    """Pull paths in as many processes at the same moment; returns their outcomes."""
    barrier, answers = PROCESSES.Barrier(len(paths)), PROCESSES.SimpleQueue()
    processes: list[BaseProcess] = [
        PROCESSES.Process(target=_pull_and_answer, args=(url, landing, path, barrier, answers)) for path in paths
    ]
    for process in processes:
        process.start()
    outcomes = [answers.get() for _ in processes]
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    return sorted(outcomes)


def _pull_and_answer(url: str, landing: Path, path: Path, barrier: Barrier, answers: Any) -> None:
    intake = open_intake(url, landing)
    barrier.wait(30)
    try:
        answers.put(pull(None, path, intake).outcome)
    except BaseException as fault:
        answers.put(repr(fault))
        raise


def _pull_or_release(path: Path | int, intake: Intake) -> None:
    if isinstance(path, int):
        release(path, intake)
    else:
        pull(None, path, intake)


def _work_and_die(url: str, landing: Path, work: Callable[[Intake], object], place: Place | None) -> None:
    intake = open_intake(url, landing)
    if place is None:
        work(intake)
        return
    with watched(intake, place.kind, at(place.count, _die)) as doomed:
        work(doomed)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def upgraded_at_once(url: str, count: int) -> list[bool]:
    """Upgrade a database in several processes at the same moment; returns which of them had anything to do."""
    return sorted(_answers(_upgrade, count, url))


def refreshed_at_once(url: str, count: int) -> list[list[int]]:
    """Refresh in several processes at the same moment; returns the loads that each of them took in."""
    return sorted(_answers(_refresh, count, url))


def _answers(target: Callable[..., None], count: int, url: str) -> list[Any]:
    barrier, answers = PROCESSES.Barrier(count), PROCESSES.SimpleQueue()
    processes = [PROCESSES.Process(target=target, args=(url, barrier, answers)) for _ in range(count)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    return [answers.get() for _ in processes]


def _upgrade(url: str, barrier: Barrier, answers: Any) -> None:
    store = Store(url)
    barrier.wait(30)
    answers.put(migrate.upgrade(store))


def _refresh(url: str, barrier: Barrier, answers: Any) -> None:
    intake = open_intake(url, Path())
    barrier.wait(30)
    answers.put(refresh(intake))
