"""`sendwatch changes` and `sendwatch forecast backtest`: what changed and why, and how good a forecast was."""

import json
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, some_referrals
from tests.sendwatch.commands.conftest import Sendwatch

BEFORE = AnExtract(some_referrals(20), census="2026-09-23")
AFTER = AnExtract(some_referrals(13), census="2026-09-30")
FIRST_TO_SECOND = ("changes", "--from", 1, "--to", 2, "--as-at", "2026-09-30")

LEFT = ("nd-first-contact", "R0D", "open", "leaver")


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
    told = json.loads(pulled(*FIRST_TO_SECOND, "--json").out)["changes"]
    (open_here,) = [one for one in told if (one["measure"], one["provider"], one["figure"], one["reason"]) == LEFT]
    assert (open_here["more"], open_here["fewer"], open_here["suppressed"]) == (None, 5, True)
    assert "-7" not in pulled(*FIRST_TO_SECOND).out


def test_no_change_tells_by_being_there_that_there_was_one(pulled: Sendwatch, tmp_path: Path) -> None:
    """R-WAIT-95: three who left and nobody who left look the same."""
    assert pulled("pull", AnExtract(some_referrals(10), census="2026-10-07").folder(tmp_path / "third")).code == 0
    as_at = ("--as-at", "2026-10-07")
    three = pulled("changes", "--from", 2, "--to", 3, *as_at)
    nobody = pulled("changes", "--from", 3, "--to", 3, *as_at)
    assert three.out.replace("load 2 to", "load 3 to") == nobody.out
    told = [json.loads(pulled("changes", "--from", one, "--to", 3, *as_at, "--json").out) for one in (2, 3)]
    assert told[0]["changes"] == told[1]["changes"] != []
    exact = json.loads(pulled("changes", "--from", 2, "--to", 3, *as_at, "--exact", "--json").out)["changes"]
    assert {(one["fewer"], one["suppressed"]) for one in exact} == {(3, False)}


def test_nothing_changed_is_said(pulled: Sendwatch) -> None:
    same = ("changes", "--from", 2, "--to", 2, "--as-at", "2026-09-30")
    what = "2026-09-30, from load 2 to load 2.\n"
    assert pulled(*same, "--exact").out == f"Nothing that was open or stopped differs: {what}"
    assert pulled(*same).out == f"Nothing that was open or stopped differs by 5 or more for one reason: {what}"


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
