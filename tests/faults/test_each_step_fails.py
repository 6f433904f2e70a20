"""Fail at step 1, 2, 3 ... until a pull completes; each time nothing is half done, and the same again makes it good.

Faults F04 and F07, and what F01 shows for a killed process (tests/diis/test_killed_pull.py), here for one that is told
of the fault and lives on: no silent success (I4), all of a file or nothing (I1, I3), the last good figures stay (I5),
one effect however often it is tried (I2, I10), and no history is edited (I9).
"""

from pathlib import Path

import pytest

from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from diis.refresh import refresh
from diis.store.engine import StoreUnavailable
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import dump, empty
from tests.faults.failing import KINDS, Fault, failing

FIRST = AnExtract(some_referrals(12), [a_contact(child) for child in range(5)], census="2026-09-23")
SECOND = AnExtract(
    [*some_referrals(9, 2), a_referral(40, gender="?"), a_referral(0, closed_date="2026-09-25", closure_reason="02")],
    [*(a_contact(child) for child in range(2, 5)), a_contact(77)],
)
FEWEST = {"step": 5, "statement": 20, "fsync": 4, "copy": 2}
"""So many places a kind of fault has at least: the loop really goes through a pull."""


def known_then(intake: Intake) -> list[object]:
    """What was said of the first census as known at the first load."""
    return [(one.measure, one.figure, one.value) for one in figures_at(intake.store, intake.today, 1)]


def tried(intake: Intake, path: Path, fault: Fault) -> bool:
    """Pull under a fault; True if it came to its end. What fails is told, and is not taken for success (I4)."""
    with failing(intake, fault) as suffering:
        try:
            pull(None, path, suffering)
        except (StoreUnavailable, OSError):
            assert fault.struck
            return False
    assert not fault.struck, "a fault was passed over in silence"
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_a_pull_that_fails_at_any_step_leaves_nothing_and_the_next_makes_it_good(
    intake: Intake, tmp_path: Path, kind: str
) -> None:
    pull(None, FIRST.folder(tmp_path / "1"), intake)
    refresh(intake)
    before, then = dump(intake.store, without=["arrival"]), known_then(intake)
    second, place = SECOND.archive(tmp_path / "2"), 1
    while not tried(intake, second, Fault(kind, place)):
        assert dump(intake.store, without=["arrival"]) == before
        assert known_then(intake) == then
        assert not list(intake.landing.folder.glob(".*")), "scratch was left behind"
        place += 1
    assert place > FEWEST[kind]
    assert known_then(intake) == then
    assert pull(None, second, intake).outcome == "duplicate"
    found = dump(intake.store, without=["arrival"])
    empty(intake.store)
    pull(None, FIRST.folder(tmp_path / "again"), intake)
    refresh(intake)
    pull(None, SECOND.archive(tmp_path / "again"), intake)
    assert found == dump(intake.store, without=["arrival"]), "it differs from a store that met no fault"
