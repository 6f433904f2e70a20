"""`sendwatch loads`: the numbers that --as-known, --from and --to ask for; and what the command line says of itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.sendwatch.commands.conftest import Sendwatch

GOOD = AnExtract(some_referrals(10), [a_contact(1)], census="2026-09-23")
SHORT = replace(GOOD, referrals=some_referrals(3), census="2026-09-30")


def test_loads_are_listed_newest_last_with_what_became_of_each(ready: Sendwatch, tmp_path: Path) -> None:
    assert "Nothing was loaded yet" in ready("loads").out
    ready("pull", GOOD.folder(tmp_path))
    ready("pull", SHORT.folder(tmp_path))
    found = json.loads(ready("loads", "--json").out)
    assert [(one["load"], one["outcome"], one["census_on"], one["rows"]) for one in found] == [
        (1, "accepted", "2026-09-23", 11),
        (2, "held", "2026-09-30", 4),
    ]
    assert {one["feed"] for one in found} == {"r0d-neurodevelopmental"}
    heading, first, second = ready("loads").out.splitlines()
    assert "when (UTC)" in heading
    assert first.split()[0] == "1"
    assert "held" in second


def test_the_version_is_told(sendwatch: Sendwatch) -> None:
    assert sendwatch("--version").out.startswith("sendwatch ")


@pytest.mark.parametrize("day", ["30/09/2026", "2026-9", "yesterday"])
def test_a_day_in_another_form_is_met_with_the_right_one(ready: Sendwatch, day: str) -> None:
    ran = ready("waits", "--as-at", day)
    assert (ran.code, "Write it as 2026-09-30" in ran.err) == (2, True)
    assert "%Y" not in ready("waits", "--help").out


def test_a_provider_is_known_in_small_letters_and_others_are_met_with_names(ready: Sendwatch, tmp_path: Path) -> None:
    ready("pull", GOOD.folder(tmp_path))
    ran = ready("waits", "--as-at", "2026-09-23", "--provider", "r0d", "--exact")
    assert ran.code == 0
    assert "R0D University Hospitals Dorset" in ran.out
    assert "the standard of 91 days" in ran.out
    assert "RBD (Dorset County Hospital)" in ready("waits", "--as-at", "2026-09-23", "--provider", "XXX").err


def test_a_problem_on_the_way_is_told_in_words(ready: Sendwatch, tmp_path: Path) -> None:
    ready("pull", GOOD.folder(tmp_path))
    ran = ready("waits", "--as-at", "2026-09-23", "--all-measures", "--exact")
    assert "18-before-assessment:" not in ran.out


def test_paths_and_a_feed_are_not_given_together(ready: Sendwatch, tmp_path: Path) -> None:
    ran = ready("pull", "--feed", "r0d-neurodevelopmental", GOOD.folder(tmp_path))
    assert (ran.code, "not two of them" in ran.err) == (2, True)
