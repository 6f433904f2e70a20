"""Fail at step 1, 2, 3 ... until a work completes; each time nothing is half done, and the same again makes it good.

Faults F04, F06 and F07, and what F01 shows for a killed process (tests/faults/test_each_step_killed.py), here for one
that is told of the fault and lives on: no silent success (I4), and what tests/faults/invariants.py says of the rest.
"""

from pathlib import Path

import pytest

from diis.intake import Intake
from diis.store.engine import StoreUnavailable
from tests.diis.store_dump import dump
from tests.faults.conftest import NeverFailed
from tests.faults.failing import Fault, failing
from tests.faults.invariants import asked_again, check_history, place_among
from tests.faults.places import COMMIT, COPY, DELETE, FSYNC, NEW_STATEMENT, RENAME, STATEMENT, STEP
from tests.faults.works import RETENTION, WORKS, do

FEWEST: dict[str, dict[str, int]] = {
    "list": {STEP: 5, STATEMENT: 20, COMMIT: 2, FSYNC: 4, COPY: 2, RENAME: 1},
    "refused list": {STEP: 4, NEW_STATEMENT: 8},
    "held list": {STEP: 5, COMMIT: 2},
    "mental health submission": {STEP: 5, NEW_STATEMENT: 8, COMMIT: 2},
    "community submission": {NEW_STATEMENT: 8, COPY: 3},
    "published waits": {STEP: 5, NEW_STATEMENT: 6, FSYNC: 2},
    "published autism": {NEW_STATEMENT: 6, COMMIT: 2},
    "refresh": {STEP: 2, NEW_STATEMENT: 6, COMMIT: 1},
    "release": {STEP: 4, NEW_STATEMENT: 12, COMMIT: 2},
    "discard": {STEP: 2, NEW_STATEMENT: 2, COMMIT: 1},
    "replay": {STEP: 5, COMMIT: 2},
    RETENTION: {STEP: 3, NEW_STATEMENT: 1, RENAME: 3, DELETE: 5},
}
"""So many places a kind of fault has at least: the loop really goes through the work. What lands, lands alike."""


def tried(name: str, folder: Path, intake: Intake, fault: Fault) -> bool:
    """Do a work under a fault; True if it came to its end. What fails is told, and is not taken for success (I4)."""
    with failing(intake, fault) as suffering:
        try:
            do(name, folder, suffering)
        except (StoreUnavailable, OSError):
            assert fault.struck
            return False
    assert not fault.struck, "a fault was passed over in silence"
    return True


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name in WORKS for kind in FEWEST[name]])
def test_a_work_that_fails_at_any_step_leaves_nothing_half_done_and_the_next_makes_it_good(
    intake: Intake, tmp_path: Path, never_failed: NeverFailed, name: str, kind: str
) -> None:
    whole = never_failed(name)
    WORKS[name].arrange(intake, tmp_path)
    reached, place, then = place_among(whole, intake), 1, asked_again(intake) if kind == STEP else []
    while not tried(name, tmp_path, intake, Fault(kind, place)):
        before, reached = reached, place_among(whole, intake)
        assert reached >= before
        assert not list(intake.landing.folder.glob(".incoming*")), "scratch was left behind"
        place += 1
    assert place > FEWEST[name][kind]
    assert dump(intake.store) == whole.at_end, "it differs from a store that met no fault"
    assert then == (asked_again(intake) if kind == STEP else [])
    do(name, tmp_path, intake)
    assert dump(intake.store) == whole.at_end, "the same again is no news (I2)"
    assert place_among(whole, intake) == len(whole.states) - 1


@pytest.mark.parametrize("name", WORKS)
def test_no_work_edits_what_was_known_before(never_failed: NeverFailed, name: str) -> None:
    whole = never_failed(name)
    assert len(whole.states) > 1, "the work does something"
    check_history(whole)
