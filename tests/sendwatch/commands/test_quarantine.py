"""`sendwatch quarantine`: what was found and held is seen again, and a person decides what becomes of it."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import dump
from tests.sendwatch.commands.conftest import Sendwatch, store_of_home

GOOD = AnExtract(some_referrals(10), [a_contact(1)], census="2026-09-23")
PARTIAL = replace(GOOD, referrals=[*some_referrals(9), a_referral(9, gender="?")], census="2026-10-07")
SHORT = replace(GOOD, referrals=some_referrals(3), census="2026-09-30")


@pytest.fixture
def held(ready: Sendwatch, tmp_path: Path) -> Sendwatch:
    """Load 2 is held."""
    ready("pull", GOOD.folder(tmp_path))
    assert ready("pull", SHORT.folder(tmp_path)).code == 3
    return ready


def test_what_is_held_is_listed_with_the_command_that_releases_it(held: Sendwatch) -> None:
    out = held("quarantine", "list").out
    assert f"load 2: {SHORT.name}, 4 rows, held since " in out
    assert "Why: The list fell from 10 to 3 referrals, by 40% or more." in out
    assert all(f"sendwatch quarantine {verb} 2" in out for verb in ("show", "release", "discard"))
    assert json.loads(held("quarantine", "list", "--json").out) == [
        {
            "load": 2,
            "feed": "r0d-neurodevelopmental",
            "census_on": "2026-09-30",
            "name": SHORT.name,
            "rows": 4,
        }
    ]


def test_a_release_can_be_tried_dry_and_is_then_done_once(held: Sendwatch) -> None:
    before = dump(store_of_home())
    dry = held("quarantine", "release", 2, "--dry-run")
    assert (dry.code, dump(store_of_home())) == (0, before)
    assert "3 referrals of 2026-09-30 for r0d-neurodevelopmental. Nothing was changed." in dry.out
    released = held("quarantine", "release", 2, "--json")
    assert (released.code, json.loads(released.out)["load"]) == (0, 3)
    assert json.loads(released.out)["unexplained_leavers"] == 7
    assert "Nothing is held." in held("quarantine", "list").out
    again = held("quarantine", "release", 2)
    assert again.code == 1
    assert again.out == (
        f"Load 2 is not held: {SHORT.name} was held, and was released, discarded or replaced since. "
        "Nothing was changed.\n"
    )


@pytest.mark.parametrize(("load", "code"), [("99", 1), ("1", 1), ("two", 2)])
def test_what_is_not_held_is_not_released(held: Sendwatch, load: str, code: int) -> None:
    before = dump(store_of_home())
    assert held("quarantine", "release", load).code == code
    assert dump(store_of_home()) == before


def test_a_release_refreshes_the_figures(held: Sendwatch) -> None:
    held("quarantine", "release", 2)
    ran = held("waits", "--as-at", "2026-09-30", "--measure", "nd-first-contact", "--exact", "--json")
    opened = [one["value"] for one in json.loads(ran.out)["figures"] if one["figure"] == "open"]
    assert opened == [2, 2]
    assert json.loads(ran.out)["as_known"] == 3


def test_what_was_found_in_a_load_can_be_seen_again(ready: Sendwatch, tmp_path: Path) -> None:
    pulled = json.loads(ready("pull", PARTIAL.folder(tmp_path), "--json").out)
    shown = ready("quarantine", "show", 1, "--json")
    assert (shown.code, json.loads(shown.out)) == (0, {**pulled, "path": PARTIAL.name})
    assert "line 11, column gender" in ready("quarantine", "show", 1).out


def test_a_load_that_is_not_there_is_told(ready: Sendwatch) -> None:
    ran = ready("quarantine", "show", 7)
    assert (ran.code, ran.out, ran.err) == (1, "", "There is no load 7.\n")


@pytest.mark.parametrize(("extract", "load"), [(PARTIAL, 2), (SHORT, 2), (replace(GOOD, manifest={}), 2)])
def test_a_fix_it_sheet_of_an_earlier_load_is_that_of_a_check(
    ready: Sendwatch, tmp_path: Path, extract: AnExtract, load: int
) -> None:
    ready("pull", replace(GOOD, census="2026-09-16").folder(tmp_path))
    ready("pull", extract.folder(tmp_path))
    ready("quarantine", "show", load, "--fix-it", tmp_path / "fix")
    with (tmp_path / f"fix/{extract.name}.fix-it.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    listed = json.loads(ready("quarantine", "show", load, "--json").out)
    assert [one["code"] for one in found] == [one["code"] for one in listed["rejections"]]


WHY = "The trust sends a corrected list on Monday"


def test_a_held_list_that_is_discarded_is_settled_for_good_and_stays_on_record(held: Sendwatch, tmp_path: Path) -> None:
    """The reason is kept; the same bytes do not come back as held, a corrected list does come in."""
    before = dump(store_of_home())
    assert held("quarantine", "discard", 2, "--reason", WHY, "--dry-run").code == 0
    assert dump(store_of_home()) == before
    ran = held("quarantine", "discard", 2, "--reason", WHY)
    assert (ran.code, ran.out) == (0, f"Discarded load 2, {SHORT.name}. The last good list stays.\n")
    assert dump(store_of_home()) == before | {"discard": [(2, WHY)]}
    assert "Nothing is held." in held("quarantine", "list").out
    assert json.loads(held("pull", SHORT.folder(tmp_path), "--json").out)["outcome"] == "duplicate"
    assert held("quarantine", "release", 2).code == 1
    corrected = replace(SHORT, referrals=some_referrals(9))
    assert held("pull", corrected.folder(tmp_path / "again")).code == 0


@pytest.mark.parametrize("load", [1, 9])
def test_what_is_not_held_is_not_discarded(held: Sendwatch, load: int) -> None:
    before = dump(store_of_home())
    ran = held("quarantine", "discard", load, "--reason", WHY)
    assert (ran.code, dump(store_of_home())) == (1, before)
    assert f"Load {load} is not held" in ran.err


@pytest.mark.parametrize(
    "reason", ["", " ", "x" * 301, "two\nlines", "wrong for 999 000 0018", "born 27/11/2013", "born 2013-11-27"]
)
def test_a_reason_says_something_and_nobody(held: Sendwatch, reason: str) -> None:
    before = dump(store_of_home())
    ran = held("quarantine", "discard", 2, "--reason", reason)
    assert (ran.code, dump(store_of_home())) == (1, before)
    assert not reason.strip() or reason not in ran.err


def test_a_list_can_not_be_discarded_without_a_reason(held: Sendwatch) -> None:
    assert held("quarantine", "discard", 2).code == 2
