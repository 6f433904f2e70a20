"""One run at a time in one folder."""

import os
from pathlib import Path

import pytest

from sendwatch.run.lock import AlreadyRunningError, only_run_in


def test_a_second_run_in_the_same_folder_is_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    refused = pytest.raises(AlreadyRunningError, match=f"process {os.getpid()} already runs")
    with only_run_in(tmp_path), refused, only_run_in(tmp_path):
        pytest.fail("two runs in one folder")


def test_the_next_run_may_start_when_the_first_has_ended(tmp_path: Path) -> None:
    with only_run_in(tmp_path):
        pass
    with only_run_in(tmp_path):
        assert (tmp_path / "run.lock").exists()


def test_the_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    with only_run_in(tmp_path / "var"):
        assert (tmp_path / "var").stat().st_mode & 0o077 == 0
