"""`sendwatch waits`: up to when each provider told us, every breakdown, and answers without waiting for libraries."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete
from typer.testing import CliRunner

from diis.definitions.breakdowns import BREAKDOWN_IDS, BREAKDOWNS
from diis.refresh import refresh
from diis.store.tables import figure
from sendwatch.__main__ import app
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings
from tests.diis.extract_builder import AnExtract, some_referrals
from tests.diis.monthly_builder import a_referral as a_monthly_referral
from tests.diis.monthly_builder import a_submission

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


def figures_by(*arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(said("--as-at", "2026-09-30", "--json", *arguments))["figures"]
    return found


@pytest.mark.parametrize("breakdown", BREAKDOWN_IDS)
def test_every_breakdown_is_told_with_all_its_levels(breakdown: str) -> None:
    found = figures_by("--by", breakdown, "--exact", "--measure", "nd-first-contact", "--provider", "all")
    assert {one["breakdown"] for one in found} == {breakdown}
    opened = {one["level"]: one["value"] for one in found if one["figure"] == "open"}
    assert sum(opened.values()) == 6  # type: ignore[arg-type]
    fixed = {one.id: one.levels for one in BREAKDOWNS}.get(breakdown, ("all",))
    assert set(opened) == set(fixed or ("unknown",))


def test_without_a_breakdown_the_figures_are_over_everybody() -> None:
    assert figures_by() == figures_by("--by", "all")
    assert {one["level"] for one in figures_by()} == {"all"}


def test_small_numbers_of_a_level_are_suppressed_like_any_other() -> None:
    assert all(one["suppressed"] for one in figures_by("--by", "gender", "--provider", "RBD"))


def test_a_table_tells_figures_in_words_and_each_level_once() -> None:
    told = said("--as-at", "2026-09-30", "--by", "gender", "--measure", "nd-first-contact")
    assert "Waiting longer than the standard" in told
    assert "open-over-standard" not in told
    assert told.count(" non-binary ") == 1


def test_the_answer_is_the_same_counted_and_refreshed() -> None:
    counted = figures_by("--by", "age")
    with open_intake(Settings()) as intake:
        with intake.store.writing() as connection:
            connection.execute(delete(figure))
        assert refresh(intake) == []
    assert figures_by("--by", "age") == counted


def test_a_question_needs_none_of_the_large_libraries_that_others_need() -> None:
    """An answer in less than a second has no time for them."""
    heavy = ("alembic", "fastapi", "pandas", "polars", "prometheus_client", "rich", "requests")
    told = f"import sys, sendwatch.commands.waits; print([name for name in {heavy} if name in sys.modules])"
    command = [sys.executable, "-c", told]
    imported = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert imported.stdout.strip() == "[]"


def test_a_provider_that_never_sent_is_missing_from_the_figures_and_it_is_said() -> None:
    """A figure with a missing provider is never silently smaller."""
    told = json.loads(said("--as-at", "2026-09-30", "--json"))
    assert told["missing"] == []
    by_provider = {one["provider"]: one for one in told["completeness"]}
    assert by_provider.keys() == {"R0D", "RBD"}
    assert by_provider["RBD"]["days_behind"] == 7
    exact = json.loads(said("--as-at", "2026-09-30", "--json", "--exact"))["completeness"]
    assert {one["quarantined_share"] for one in exact} == {0}
    assert {one["rows_in"] for one in told["completeness"]} == {None}
    late = json.loads(said("--as-at", "2026-10-20", "--json"))
    assert late["missing"] == ["R0D", "RBD"]
    assert "these figures may be too small" in said("--as-at", "2026-10-20")


def test_a_question_that_no_list_answers_says_whose_list_is_missing() -> None:
    told = json.loads(said("--as-at", "2026-09-30", "--json", "--measure", "camhs-first-contact"))
    assert (told["figures"], told["missing"]) == ([], ["RDY"])
    assert "Dorset HealthCare has never sent" in said("--as-at", "2026-09-30", "--measure", "camhs-first-contact")


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


@pytest.mark.parametrize("narrowed", [("--measure", "nd-first-contact"), ("--by", "age")])
def test_a_list_is_not_narrowed_by_what_it_does_not_know(narrowed: tuple[str, str]) -> None:
    result = CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30", "--list", "turning-18", *narrowed])
    assert result.exit_code == 2
    assert "--list is not narrowed" in result.output


def test_a_load_that_is_not_there_yet_is_said_so() -> None:
    result = CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30", "--as-known", "99"])
    assert result.exit_code == 0
    assert "There is no load 99 yet; the newest is 2." in result.stderr
    assert (
        "There is no load" not in CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30", "--as-known", "2"]).stderr
    )


def test_nobody_is_not_said_of_children_that_no_list_tells_of(tmp_path: Path) -> None:
    """Dorset HealthCare sends its neurodevelopmental referrals in its national submission alone."""
    submission = a_submission("RDY", "2026-09", referrals=[a_monthly_referral(1)]).folder(tmp_path)
    assert CliRunner().invoke(app, ["pull", str(submission)]).exit_code == 0
    words = "Dorset HealthCare sends no list of neurodevelopmental"
    for asked in (("--list", "turning-18"), ("--measure", "turning-18"), ("--list", "turning-18", "--provider", "RDY")):
        assert words in said("--as-at", "2026-09-30", *asked)
    assert words not in said("--as-at", "2026-09-30", "--list", "turning-18", "--provider", "R0D")
    assert words not in said("--as-at", "2026-09-30", "--measure", "nd-first-contact")
    told = json.loads(said("--as-at", "2026-09-30", "--measure", "turning-18", "--json"))
    assert [sentence.startswith(words) for sentence in told["without_lists"]] == [True]
