"""The same seed gives the same bytes, whatever else differs; the files are what a careful provider would send."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from sendwatch.demo import write
from sendwatch.demo.entries import child_of
from sendwatch.demo.plan import Plan
from sendwatch.demo.workers import PORTION, children_of
from tests.sendwatch.demo.lists import fingerprint, lists_in

LAST = date(2026, 3, 29)
PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from sendwatch.demo import write
if __name__ == "__main__":
    write(Path(sys.argv[1]), weeks=2, seed=5, referrals=300, last_census=date(2026, 3, 29))
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process_with_other_habits(tmp_path: Path) -> None:
    write(tmp_path / "here", weeks=2, seed=5, referrals=300, last_census=LAST)
    for hash_seed, zone, language in (("1", "Pacific/Auckland", "C"), ("2", "America/Lima", "C.UTF-8")):
        habits = {"PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": language}
        out = tmp_path / hash_seed
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(out)], check=True, env={**os.environ, **habits}, cwd=Path.cwd()
        )
        assert fingerprint(out) == fingerprint(tmp_path / "here")


def test_writing_again_over_a_demo_leaves_the_same_files(tmp_path: Path) -> None:
    write(tmp_path, weeks=2, seed=5, referrals=300, last_census=LAST)
    before = fingerprint(tmp_path)
    write(tmp_path, weeks=2, seed=5, referrals=300, last_census=LAST)
    assert fingerprint(tmp_path) == before


def test_another_seed_gives_other_children(tmp_path: Path) -> None:
    write(tmp_path / "a", weeks=1, seed=1, referrals=300, last_census=LAST)
    write(tmp_path / "b", weeks=1, seed=2, referrals=300, last_census=LAST)
    ours, theirs = fingerprint(tmp_path / "a"), fingerprint(tmp_path / "b")
    assert {path for path in ours.keys() ^ theirs.keys() if "mhsds" not in path and "csds" not in path} == set()
    same = {path for path in ours.keys() & theirs.keys() if ours[path] == theirs[path]}
    assert {path for path in same if path.count("/") < 2 and not path.endswith(".zip")} == {
        "organisations.csv",
        "postcodes.csv",
        "practices.csv",
        "register-mapping.toml",
        "england-autism/AutismStats_Apr2026_Jun2026_England_v1.csv",
    }
    assert not [path for path in same if path.endswith(("referrals.csv", "contacts.csv", "MPI.csv", ".zip"))]


def test_workers_make_the_same_children_in_the_same_order() -> None:
    plan = Plan(seed=4, weeks=2, referrals=1_000, last_census=LAST)
    with children_of(plan, workers=2) as children:
        made = list(islice(children, 2 * PORTION + 50))
    assert made == [child_of(plan, child) for child in range(2 * PORTION + 50)]


def test_text_files_end_their_lines_with_line_feeds_and_the_last_line_too(small: Path) -> None:
    for path in _text_files(small):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert content.isascii()


def _text_files(out: Path) -> Iterator[Path]:
    return out.rglob("*.csv")


def test_manifests_count_exactly_what_is_there(small: Path) -> None:
    for lists in lists_in(small).values():
        for each in lists:
            rows = {"referrals.csv": len(each.everything), "contacts.csv": len(each.contacts)}
            rows["events.csv"] = len(each.events)
            if (each.folder / "steps.csv").exists():
                rows["steps.csv"] = len(each.steps)
            assert json.loads((each.folder / "manifest.json").read_text()) == {"layout": "wl-1", "rows": rows}


def test_nothing_unfinished_is_left_behind(small: Path) -> None:
    assert [path for path in small.rglob("*") if path.name.startswith(".")] == []


def test_a_demo_that_is_interrupted_leaves_no_extract(tmp_path: Path) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, weeks=2, referrals=300, last_census=LAST, progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_the_folders_written_are_named_in_the_answer(tmp_path: Path) -> None:
    folders = write(tmp_path, weeks=2, seed=5, referrals=300, last_census=LAST)
    assert sorted(folders) == sorted(each.folder for lists in lists_in(tmp_path).values() for each in lists)
    assert {folder.name for folder in folders if folder.parent.name == "rdy-camhs-gateway"} == {
        "RDY_camhs-gateway_2026-03-22",
        "RDY_camhs-gateway_2026-03-29",
    }
