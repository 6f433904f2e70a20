"""`sendwatch check` keeps nothing; `sendwatch quarantine` shows what is held and releases it."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import dump
from tests.sendwatch.commands.conftest import Sendwatch, store_of_home

GOOD = AnExtract(some_referrals(10), [a_contact(1)], census="2026-09-23")
PARTIAL = replace(GOOD, referrals=[*some_referrals(9), a_referral(9, gender="?")])
REFUSED = replace(GOOD, manifest={})
EMPTY = replace(GOOD, referrals=[], contacts=[])
SHORT = replace(GOOD, referrals=some_referrals(3), census="2026-09-30")


@pytest.mark.parametrize(
    ("extract", "outcome", "code"),
    [(GOOD, "accepted", 0), (PARTIAL, "partial", 4), (REFUSED, "refused", 1), (EMPTY, "held", 3)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_check_gives_the_verdict_of_a_pull_and_keeps_nothing(
    sendwatch: Sendwatch,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    extract: AnExtract,
    outcome: str,
    code: int,
) -> None:
    """For a provider, offline: it needs no set-up and leaves none."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    checked = sendwatch("check", extract.folder(tmp_path / "sent"), "--json")
    assert checked.code == code
    assert not home.exists()
    assert list((tmp_path / "scratch").iterdir()) == []
    sendwatch("init")
    pulled = sendwatch("pull", extract.folder(tmp_path / "sent"), "--json")
    assert json.loads(checked.out) == {**json.loads(pulled.out), "load": None}
    assert json.loads(checked.out)["outcome"] == outcome


def test_a_check_does_not_touch_the_store_that_is_there(ready: Sendwatch, home: Path, tmp_path: Path) -> None:
    ready("pull", GOOD.folder(tmp_path))
    before = dump(store_of_home()), sorted(home.rglob("*"))
    assert ready("check", SHORT.folder(tmp_path)).code == 0
    assert ready("check", GOOD.folder(tmp_path)).code == 0
    assert (dump(store_of_home()), sorted(home.rglob("*"))) == before


def test_a_check_in_words_names_no_load(sendwatch: Sendwatch, tmp_path: Path) -> None:
    ran = sendwatch("check", GOOD.folder(tmp_path))
    assert ran.out.splitlines() == [
        f"{GOOD.name}: accepted, every row.",
        "  11 rows: 11 accepted, 0 quarantined, 0 duplicate",
    ]


@pytest.fixture
def held(ready: Sendwatch, tmp_path: Path) -> Sendwatch:
    """Load 2 is held."""
    ready("pull", GOOD.folder(tmp_path))
    assert ready("pull", SHORT.folder(tmp_path)).code == 3
    return ready


def test_what_is_held_is_listed_with_the_command_that_releases_it(held: Sendwatch) -> None:
    assert f"load 2: {SHORT.name}, 4 rows. Release: sendwatch quarantine release 2" in held("quarantine", "list").out
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
    assert "Load 2 is not held" in again.out


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
