"""A work that sleeps while another does the same and wakes afterwards (F12, F13): its writing comes to nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from diis.intake import Intake
from tests.diis.store_dump import dump
from tests.faults.conftest import NeverFailed
from tests.faults.invariants import place_among
from tests.faults.works import RETENTION, WORKS, do

LANDS = ("land", "arrive", "load")
SLEEPS_BEFORE: dict[str, tuple[str, ...]] = {
    "list": LANDS,
    "refused list": ("arrive", "enter"),
    "held list": ("load",),
    "mental health submission": ("arrive", "load"),
    "community submission": ("load",),
    "published waits": ("load",),
    "published autism": ("load",),
    "refresh": ("keep",),
    "release": ("load",),
    "discard": ("discard",),
    "replay": ("load",),
    RETENTION: ("clear",),
}
"""Steps outside a transaction: inside one, nobody else writes."""


@pytest.mark.parametrize(("name", "step"), [(name, step) for name, steps in SLEEPS_BEFORE.items() for step in steps])
def test_a_work_that_wakes_after_another_did_the_same_changes_nothing(
    intake: Intake, tmp_path: Path, never_failed: NeverFailed, name: str, step: str
) -> None:
    whole, slept = never_failed(name), list[str]()
    WORKS[name].arrange(intake, tmp_path)

    def sleep(taken: str) -> None:
        if taken == step and not slept:
            slept.append(taken)
            do(name, tmp_path, intake)

    do(name, tmp_path, replace(intake, step=sleep))
    assert slept
    assert dump(intake.store) == whole.at_end
    assert place_among(whole, intake) == len(whole.states) - 1
