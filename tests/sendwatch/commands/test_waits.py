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
WARNING = (
    "WARNING: The newest list of Dorset County Hospital (neurodevelopmental) is of 23 September 2026: "
    "nothing after that day is counted."
)


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


def test_a_provider_that_never_sent_is_missing_from_the_figures_and_it_is_said() -> None:
    """A figure with a missing provider is never silently smaller."""
    told = json.loads(said("--as-at", "2026-09-30", "--json"))
    assert told["missing"] == []
    by_provider = {one["provider"]: one for one in told["completeness"]}
    assert by_provider.keys() == {"R0D", "RBD"}
    assert by_provider["RBD"]["days_behind"] == 7
    assert by_provider["R0D"]["quarantined_share"] == 0
    late = json.loads(said("--as-at", "2026-10-20", "--json"))
    assert late["missing"] == ["R0D", "RBD"]
    assert "these figures may be too small" in said("--as-at", "2026-10-20")


@pytest.mark.parametrize(
    "by", ["age", "gender", "ethnicity", "deprivation", "area", "lac", "sen", "priority", "condition"]
)
def test_the_levels_of_each_breakdown_add_up(by: str) -> None:
    """design.md section 7; R-WAIT-99 to 104."""
    figures = json.loads(said("--as-at", "2026-09-30", "--by", by, "--exact", "--json"))["figures"]
    assert {one["breakdown"] for one in figures} == {by}
    mine = [
        one
        for one in figures
        if (one["measure"], one["figure"], one["provider"]) == ("nd-first-contact", "open", "all")
    ]
    assert sum(one["value"] for one in mine) == 6


@pytest.mark.parametrize("name", ["turning-18", "steps", "leavers", "returned", "referred-again", "adult-transfers"])
def test_each_list_is_told_to_people_and_to_machines(name: str) -> None:
    assert "Nobody is on this list." in said("--as-at", "2026-09-30", "--list", name)
    assert json.loads(said("--as-at", "2026-09-30", "--list", name, "--json")) == []


def test_problems_on_the_way_are_told_when_they_are_asked_for() -> None:
    usual = {one["measure"] for one in json.loads(said("--as-at", "2026-09-30", "--json"))["figures"]}
    every = {one["measure"] for one in json.loads(said("--as-at", "2026-09-30", "--all-measures", "--json"))["figures"]}
    assert "turning-18" not in usual
    assert {"turning-18", "nd-leavers", "nd-returned", "nd-support"} <= every - usual
    assert "nearing 18" in said("--as-at", "2026-09-30", "--measure", "turning-18").lower()
