"""Kill -9 before step 1, 2, 3 ... until a work completes, and then do it again (F01; trust: I1 to I3, I5, I9, I10).

Every work of tests/faults/works.py; tests/diis/test_killed_pull.py kills the pull of a list more often. The process
that dies is not started again by anybody: it is seen to die.
"""

from functools import partial
from pathlib import Path

import pytest

from diis.intake import Intake
from tests.diis.dying import Place, died
from tests.diis.store_dump import dump
from tests.faults.conftest import NeverFailed
from tests.faults.invariants import place_among
from tests.faults.places import COMMIT, DELETE, FSYNC, RENAME, STEP
from tests.faults.works import RETENTION, WORKS, do

FEWEST: dict[str, dict[str, int]] = {
    "refused list": {STEP: 4},
    "held list": {STEP: 5},
    "mental health submission": {STEP: 5, COMMIT: 2, FSYNC: 4},
    "community submission": {STEP: 5},
    "published waits": {STEP: 5, RENAME: 1},
    "published autism": {STEP: 5},
    "refresh": {STEP: 2, COMMIT: 1},
    "release": {STEP: 4},
    "discard": {STEP: 2},
    "replay": {STEP: 5},
    RETENTION: {STEP: 3, RENAME: 3, DELETE: 5},
}
"""So many places a kind of fault has at least: the loop really goes through the work."""


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kinds in FEWEST.items() for kind in kinds])
def test_a_work_that_is_killed_before_any_step_is_made_good_by_the_next(
    intake: Intake, store_url: str, tmp_path: Path, never_failed: NeverFailed, name: str, kind: str
) -> None:
    whole, place = never_failed(name), 1
    WORKS[name].arrange(intake, tmp_path)
    reached = place_among(whole, intake)
    while died(store_url, intake.landing.folder, partial(do, name, tmp_path), Place(kind, place)):
        before, reached = reached, place_among(whole, intake)
        assert reached >= before
        place += 1
    assert place > FEWEST[name][kind]
    assert dump(intake.store) == whole.at_end, "it differs from a store that met no fault"
    do(name, tmp_path, intake)
    assert dump(intake.store) == whole.at_end, "the same again is no news (I2)"
    assert place_among(whole, intake) == len(whole.states) - 1
