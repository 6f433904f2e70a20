"""Imports point down the list of rooms, and each room is the one of this checkout."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOMS, ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def test_the_contracts_between_rooms_are_kept() -> None:
    checked = subprocess.run([LINTER, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_loaded_from_this_checkout(room: str) -> None:
    loaded = importlib.import_module(room).__file__
    assert loaded is not None
    assert Path(loaded).is_relative_to(ROOT)
