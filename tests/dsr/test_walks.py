"""Random lives, walked by several people through the actions of the register, on both databases (trust: invariants).

`SENDWATCH_WALKS=20` walks twenty times as far, as before a release.
"""

import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import make_url

from tests.copies import Copies
from tests.dsr.walks.judged import JudgedWalk
from tests.dsr.walks.machine import DECLARED

TIMES = int(os.environ.get("SENDWATCH_WALKS", "1"))
MANY = 15
"""Of the actions that a walk can take, how many it takes at least: otherwise it went nowhere."""

pytestmark = pytest.mark.timeout(600 * TIMES)


def walk(fresh: Callable[[], str], examples: int) -> Counter[str]:
    met = Counter[str]()
    far = settings(
        max_examples=examples * TIMES,
        stateful_step_count=30,
        deadline=None,
        derandomize=TIMES == 1,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    machine = type("Walk", (JudgedWalk,), {"fresh": staticmethod(fresh), "met": met})
    run_state_machine_as_test(machine, settings=far)
    return met


@pytest.fixture(autouse=True)
def references_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same walk gives the same references, so that one that failed can be walked again."""
    count = itertools.count()
    monkeypatch.setattr("dsr.store.register.new_reference", lambda: f"P{next(count):07}")


def test_whatever_people_do_the_register_holds_on_sqlite(sqlite_register: str, tmp_path: Path) -> None:
    count = itertools.count()
    empty = make_url(sqlite_register).database

    def fresh() -> str:
        path = tmp_path / f"walk-{next(count)}.sqlite"
        shutil.copy(str(empty), path)
        return f"sqlite:///{path}"

    met = walk(fresh, 8)
    refused = {what.partition(" ")[2] for what in met} - {""}
    assert refused == {refusal.__name__ for refusal in DECLARED}
    assert len([what for what in met if " " not in what]) > MANY


def test_whatever_people_do_the_register_holds_on_postgresql(postgresql_registers: Copies) -> None:
    with ExitStack() as walked:

        def fresh() -> str:
            walked.close()
            return walked.enter_context(postgresql_registers.fresh())

        walk(fresh, 3)
