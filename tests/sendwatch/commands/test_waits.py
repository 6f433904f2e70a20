"""`sendwatch waits` says up to when each provider told us, and warns of a day that none of their lists reaches."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sendwatch.__main__ import app
from sendwatch.settings import Settings
from tests.diis.extract_builder import AnExtract, some_referrals

EARLIER = AnExtract(some_referrals(3), census="2026-09-23", provider="RBD")
NEWEST = AnExtract(some_referrals(3))
WARNING = "WARNING: 2026-09-30 is after the newest list of RBD neurodevelopmental 2026-09-23."


@pytest.fixture(autouse=True)
def loaded(settings: Settings, tmp_path: Path) -> None:
    """A folder of extracts, with what a Mac leaves in each folder."""
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / ".DS_Store").write_bytes(b"x")
    for extract in (EARLIER, NEWEST):
        extract.folder(tmp_path / "sent")
    assert CliRunner().invoke(app, ["pull", str(tmp_path / "sent")]).exit_code == 0


def said(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["waits", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_says_how_far_the_lists_reach_and_warns_of_those_that_end_earlier() -> None:
    told = said("--as-at", "2026-09-30")
    assert "Newest list: R0D neurodevelopmental 2026-09-30, RBD neurodevelopmental 2026-09-23\n" in told
    assert WARNING in told


def test_it_does_not_warn_of_a_day_that_every_list_reaches() -> None:
    assert "WARNING" not in said("--as-at", "2026-09-23")
    assert "WARNING" not in said("--as-at", "2026-09-30", "--provider", "R0D")


def test_a_machine_is_told_the_same() -> None:
    assert json.loads(said("--as-at", "2026-09-30", "--json"))["newest_lists"] == [
        {"provider": "R0D", "pathway": "neurodevelopmental", "census_on": "2026-09-30"},
        {"provider": "RBD", "pathway": "neurodevelopmental", "census_on": "2026-09-23"},
    ]


def test_it_says_how_far_the_lists_reached_as_known_at_a_load() -> None:
    first = json.loads(said("--as-at", "2026-09-30", "--as-known", "1", "--json"))
    assert [one["provider"] for one in first["newest_lists"]] == ["R0D"]
