"""`sendwatch pull --landed`: what was received and has no verdict, as after a restored backup (F33)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import dump
from tests.sendwatch.commands.conftest import Sendwatch, store_of_home

GOOD = AnExtract(some_referrals(10), [a_contact(1)], census="2026-09-23")
NEXT = replace(GOOD, census="2026-09-30")
SHORT = replace(GOOD, referrals=some_referrals(3), contacts=[], census="2026-10-07")
REFUSED = replace(GOOD, census="2026-10-14", manifest={"layout": "wl-1", "rows": {"referrals.csv": 11}})


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def restored(ready: Sendwatch, home: Path, tmp_path: Path) -> Sendwatch:
    """The command line after a backup was restored that was made before three lists came, in whatever order."""
    ready("pull", GOOD.folder(tmp_path))
    shutil.copy(home / "store.sqlite", tmp_path / "backup.sqlite")
    for extract in (NEXT, SHORT, REFUSED):
        ready("pull", extract.folder(tmp_path))
    for left in home.glob("store.sqlite*"):
        left.unlink()
    shutil.copy(tmp_path / "backup.sqlite", home / "store.sqlite")
    return ready


def test_what_would_be_pulled_is_listed_oldest_census_first_and_nothing_is_changed(
    restored: Sendwatch, home: Path
) -> None:
    before = dump(store_of_home())
    ran = restored("pull", "--landed", "--dry-run")
    size = sum(map(len, NEXT.files().values()))
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"Would pull {NEXT.name}, r0d-neurodevelopmental of 2026-09-30: {size:,} bytes"
    assert ran.out.splitlines()[-1] == "Nothing was changed."
    listed = lines(restored("pull", "--landed", "--dry-run", "--json").out)
    assert [line["census_on"] for line in listed] == ["2026-09-30", "2026-10-07", "2026-10-14"]
    assert {line["feed"] for line in listed} == {"r0d-neurodevelopmental"}
    assert all(Path(str(line["path"])).is_relative_to(home / "landing") for line in listed)
    assert listed[0]["bytes"] == size
    assert dump(store_of_home()) == before


def test_it_is_pulled_in_json_lines_of_a_pull_with_its_exit_code_and_the_figures_are_refreshed(
    restored: Sendwatch,
) -> None:
    ran = restored("pull", "--landed", "--json")
    assert ran.code == 1, "of a refused, a held and an accepted list the refused one tells most"
    found = [(line["outcome"], line["load"]) for line in lines(ran.out)]
    assert found == [("accepted", 2), ("held", 3), ("refused", 4)]
    assert set(lines(ran.out)[0]) == {
        "path",
        "load",
        "outcome",
        "rows",
        "rejections",
        "warnings",
        "unexplained_leavers",
    }
    assert dump(store_of_home())["refresh"][-1][0] == 2
    assert restored("quarantine", "release", 3).code == 0


def test_pulled_twice_it_is_loaded_once(restored: Sendwatch) -> None:
    restored("pull", "--landed")
    before = dump(store_of_home())
    for dry_run in ([], ["--dry-run"]):
        ran = restored("pull", "--landed", *dry_run)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == "Everything that was received has its verdict in the store; there is nothing to pull.\n"
        assert restored("pull", "--landed", "--json", *dry_run).out == ""
    assert dump(store_of_home()) == before


def test_the_doctor_finds_it_and_says_what_to_do(restored: Sendwatch) -> None:
    def landing() -> dict[str, object]:
        found = json.loads(restored("doctor", "--json").out)
        return next(one for one in found if str(one["what"]).startswith("landing area"))

    sick = landing()
    assert not sick["well"]
    assert "Received and without a verdict: 3." in str(sick["advice"])
    assert "sendwatch pull --landed --dry-run" in str(sick["advice"])
    restored("pull", "--landed")
    assert landing() == {"what": "landing area, every arrival has its verdict", "well": True, "advice": ""}


def test_what_cannot_be_told_any_more_is_listed_all_the_same(ready: Sendwatch, home: Path) -> None:
    (home / "landing" / ("0" * 64) / "of no form").mkdir(parents=True)
    (line,) = lines(ready("pull", "--landed", "--dry-run", "--json").out)
    assert (line["feed"], line["census_on"], line["bytes"]) == (None, None, 0)
    assert "Would pull of no form: 0 bytes" in ready("pull", "--landed", "--dry-run").out
    assert ready("pull", "--landed").code == 1


@pytest.mark.parametrize(
    "arguments", [["--landed", "x"], ["--landed", "--feed", "rdy-camhs-gateway"], ["--dry-run"], ["x", "--dry-run"]]
)
def test_a_call_that_says_two_things_is_a_usage_error(ready: Sendwatch, arguments: list[str]) -> None:
    ran = ready("pull", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "sendwatch pull --help" in ran.err
