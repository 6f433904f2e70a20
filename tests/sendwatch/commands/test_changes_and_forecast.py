"""`sendwatch changes` and `sendwatch forecast backtest`: what changed and why, and how good a forecast was."""

import json
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, some_referrals
from tests.sendwatch.commands.conftest import Sendwatch

BEFORE = AnExtract(some_referrals(20), census="2026-09-23")
AFTER = AnExtract(some_referrals(13), census="2026-09-30")
FIRST_TO_SECOND = ("changes", "--from", 1, "--to", 2, "--as-at", "2026-09-30")


@pytest.fixture
def pulled(ready: Sendwatch, tmp_path: Path) -> Sendwatch:
    for extract in (BEFORE, AFTER):
        assert ready("pull", extract.folder(tmp_path / "sent")).code == 0
    return ready


def test_exact_changes_are_told_with_their_sum(pulled: Sendwatch) -> None:
    said = pulled(*FIRST_TO_SECOND, "--exact")
    assert said.code == 0
    assert "nd-first-contact, R0D: open -7\n" in said.out
    assert "missing from a newer list" in said.out


def test_without_leave_to_see_them_numbers_are_rounded(pulled: Sendwatch) -> None:
    (first, *_) = json.loads(pulled(*FIRST_TO_SECOND, "--json").out)["changes"]
    assert (first["reason"], first["more"], first["fewer"], first["suppressed"]) == ("leaver", None, 5, True)
    assert "-7" not in pulled(*FIRST_TO_SECOND).out


def test_nothing_changed_is_said(pulled: Sendwatch) -> None:
    same = pulled("changes", "--from", 2, "--to", 2, "--as-at", "2026-09-30")
    assert same.out == "Nothing that was open or stopped differs: 2026-09-30, from load 2 to load 2.\n"


def test_loads_in_the_wrong_order_are_a_fault_of_use(pulled: Sendwatch) -> None:
    wrong = pulled("changes", "--from", 2, "--to", 1, "--as-at", "2026-09-30")
    assert wrong.code == 2
    assert "Give the earlier load first" in wrong.err


def test_a_backtest_is_printed_and_suppressed(pulled: Sendwatch) -> None:
    exact = pulled("forecast", "backtest", "--as-at", "2026-08-31", "--weeks", 4, "--exact")
    assert exact.code == 0
    assert "Forecast of 2026-08-31, held against the 4 weeks after it" in exact.out
    told = json.loads(pulled("forecast", "backtest", "--as-at", "2026-08-31", "--weeks", 4, "--json").out)
    assert (told["weeks"], told["waiting"], told["assessed"], told["suppressed"]) == (4, 20, None, True)


def test_weeks_that_no_list_has_reached_cannot_be_compared(pulled: Sendwatch) -> None:
    wrong = pulled("forecast", "backtest", "--as-at", "2026-08-31", "--weeks", 5)
    assert wrong.code == 2
    assert "Give an earlier day or fewer weeks." in " ".join(wrong.err.split())
