"""`sendwatch check`: the verdict of a pull in the words of a check, with nothing kept but a fix-it sheet."""

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


def test_a_check_in_words_says_what_would_be_done_and_names_no_load(sendwatch: Sendwatch, tmp_path: Path) -> None:
    ran = sendwatch("check", GOOD.folder(tmp_path))
    assert ran.out.splitlines() == [
        f"{GOOD.name}: would be accepted, every row.",
        "  11 rows: 11 sound, 0 to correct, 0 there twice",
    ]


def test_a_folder_of_extracts_is_checked_one_by_one_each_alone(sendwatch: Sendwatch, tmp_path: Path) -> None:
    """No list is held because another in the folder is longer, and none is a duplicate."""
    GOOD.folder(tmp_path / "many")
    SHORT.archive(tmp_path / "many")
    replace(PARTIAL, census="2026-10-07").folder(tmp_path / "many")
    ran = sendwatch("check", tmp_path / "many", GOOD.folder(tmp_path), "--json")
    verdicts = [json.loads(line) for line in ran.out.splitlines()]
    assert [verdict["outcome"] for verdict in verdicts] == ["accepted", "accepted", "partial", "accepted"]
    assert (ran.code, {verdict["load"] for verdict in verdicts}) == (4, {None})


def test_a_check_writes_a_fix_it_sheet_that_is_said_to_a_person_and_not_between_json_lines(
    sendwatch: Sendwatch, tmp_path: Path
) -> None:
    ran = sendwatch("check", PARTIAL.folder(tmp_path), "--fix-it", tmp_path / "fix")
    names = [f"{PARTIAL.name}.fix-it.csv", f"{PARTIAL.name}.fix-it.html"]
    assert sorted(path.name for path in (tmp_path / "fix").iterdir()) == names
    assert ran.out.splitlines()[-1] == f"  Fix-it sheet: {tmp_path / 'fix' / names[1]} and {names[0]}"
    quiet = sendwatch("check", PARTIAL.folder(tmp_path), "--fix-it", tmp_path / "fix", "--json")
    assert [json.loads(line)["outcome"] for line in quiet.out.splitlines()] == ["partial"]


def test_a_fix_it_sheet_can_be_had_of_what_is_no_extract_at_all(sendwatch: Sendwatch, tmp_path: Path) -> None:
    (tmp_path / "=1+1.docx").write_text("x")
    assert sendwatch("check", tmp_path / "=1+1.docx", "--fix-it", tmp_path / "fix").code == 1
    assert (tmp_path / "fix" / "1-1-docx.fix-it.html").is_file()
    assert "'=1+1.docx" in (tmp_path / "fix" / "1-1-docx.fix-it.csv").read_text(encoding="utf-8-sig")


def test_a_note_beside_extracts_is_told_and_is_no_fault(sendwatch: Sendwatch, tmp_path: Path) -> None:
    GOOD.folder(tmp_path / "many")
    (tmp_path / "many" / "README.txt").write_text("Sent on Monday")
    ran = sendwatch("check", tmp_path / "many")
    assert ran.code == 0
    assert ran.err == "README.txt: not an extract; not checked.\n"


def test_a_file_is_no_folder_for_a_fix_it_sheet(sendwatch: Sendwatch, tmp_path: Path) -> None:
    (tmp_path / "fix").write_text("x")
    ran = sendwatch("check", GOOD.folder(tmp_path), "--fix-it", tmp_path / "fix")
    assert (ran.code, "That is a file; give a folder." in ran.err) == (2, True)
