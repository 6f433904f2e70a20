"""`sendwatch pull`: exit codes, JSON lines and words, for a person and for a timer (design.md section 7)."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sendwatch.usecases import ExtractsRefused, fail_for_refusals, pull_feed
from tests.diis.extract_builder import AnExtract, a_contact, a_folder, a_referral, some_referrals
from tests.diis.store_dump import dump
from tests.sendwatch.commands.conftest import Sendwatch, store_of_home

GOOD = AnExtract(some_referrals(10), [a_contact(1)], census="2026-09-23")
PARTIAL = replace(GOOD, referrals=[*some_referrals(9), a_referral(9, birth_date="04/03/2015")], census="2026-09-24")
SHORT = replace(GOOD, referrals=some_referrals(3), census="2026-09-25")
REFUSED = replace(GOOD, census="2026-09-26", manifest={"layout": "wl-1", "rows": {"referrals.csv": 11}})

TWO_WAYS = "The date can be read day first or month first. Write it as 2026-09-30 (year-month-day)."
PROJECT = Path(__file__).parents[3]
SAMPLE = PROJECT / "tests/samples/rtt/20250930-RTT-September-2025-RBD.csv"
PUBLISHED = PROJECT.parent / "shared/data/20241130-RTT-November-2024-RBD.csv"


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_outcome_has_its_exit_code(ready: Sendwatch, tmp_path: Path) -> None:
    extracts = {"accepted": GOOD, "partial": PARTIAL, "held": SHORT, "refused": REFUSED, "duplicate": GOOD}
    codes = {outcome: ready("pull", extract.folder(tmp_path)).code for outcome, extract in extracts.items()}
    assert codes == {"accepted": 0, "partial": 4, "held": 3, "refused": 1, "duplicate": 0}


@pytest.mark.parametrize(
    ("extracts", "code"),
    [([GOOD, PARTIAL], 4), ([GOOD, PARTIAL, SHORT], 3), ([GOOD, REFUSED, SHORT, PARTIAL], 1), ([GOOD, GOOD], 0)],
)
def test_of_many_extracts_the_worst_gives_the_exit_code_and_none_keeps_another_out(
    ready: Sendwatch, tmp_path: Path, extracts: list[AnExtract], code: int
) -> None:
    """F31."""
    ran = ready("pull", *(extract.folder(tmp_path) for extract in extracts), "--json")
    assert ran.code == code
    assert [Path(str(line["path"])).name for line in lines(ran.out)] == [extract.name for extract in extracts]


def test_a_json_line_has_the_shape_that_was_promised(ready: Sendwatch, tmp_path: Path) -> None:
    """Design.md section 7; warnings stand beside it."""
    ready("pull", GOOD.folder(tmp_path))
    path = PARTIAL.folder(tmp_path)
    ran = ready("pull", path, "--json")
    (line,) = lines(ran.out)
    assert ran.err == ""
    assert line == {
        "path": str(path),
        "load": 2,
        "outcome": "partial",
        "rows": {"in": 11, "accepted": 10, "quarantined": 1, "duplicate": 0},
        "rejections": [
            {
                "code": "date-format",
                "level": "row",
                "file": "referrals.csv",
                "line": 11,
                "field": "birth_date",
                "reason": TWO_WAYS,
            }
        ],
        "warnings": [],
        "unexplained_leavers": 0,
    }


@pytest.mark.parametrize(
    ("extract", "load", "rows"),
    [(GOOD, None, (11, 0, 0, 11)), (SHORT, 2, (4, 4, 0, 0)), (REFUSED, 2, (0, 0, 0, 0))],
    ids=["duplicate", "held", "refused"],
)
def test_a_json_line_of_what_was_not_loaded_says_so(
    ready: Sendwatch, tmp_path: Path, extract: AnExtract, load: int | None, rows: tuple[int, ...]
) -> None:
    ready("pull", GOOD.folder(tmp_path))
    (line,) = lines(ready("pull", extract.folder(tmp_path), "--json").out)
    names = ("in", "accepted", "quarantined", "duplicate")
    assert (line["load"], line["rows"]) == (load, dict(zip(names, rows, strict=True)))


def test_a_person_reads_what_is_wrong_in_which_line_and_column_and_what_to_do(ready: Sendwatch, tmp_path: Path) -> None:
    ran = ready("pull", PARTIAL.folder(tmp_path))
    assert ran.err == ""
    assert ran.out.splitlines() == [
        f"{PARTIAL.name}: accepted, with rows in quarantine. Correct them and send the list again.",
        "  11 rows: 10 accepted, 1 quarantined, 0 duplicate; load 1",
        f"  referrals.csv, line 11, column birth_date: {TWO_WAYS} [date-format]",
    ]


def test_a_person_is_told_of_leavers_and_of_more_findings_than_are_shown(ready: Sendwatch, tmp_path: Path) -> None:
    ready("pull", replace(GOOD, referrals=some_referrals(60), contacts=[]).folder(tmp_path / "1"))
    bad = [a_referral(child, gender="?") for child in range(100, 125)]
    ran = ready("pull", replace(GOOD, referrals=[*some_referrals(58), *bad], census="2026-09-30").folder(tmp_path))
    assert "2 children left the list without an outcome" in ran.out
    assert "referrals.csv, 25 rows, lines 60, 61, 62 ..., column gender: " in ran.out
    lines = ran.out.splitlines()
    assert lines[0] == lines[-1] or len(lines) < 5


@pytest.mark.parametrize("name", ["new\nline", "esc\x1b[2J", "\udcff", "no-such-path", "n" * 200])
def test_any_path_is_told_on_one_line_that_can_be_printed(ready: Sendwatch, tmp_path: Path, name: str) -> None:
    """B44, B80."""
    ran = ready("pull", tmp_path / name)
    assert ran.code == 1
    assert len(ran.out.splitlines()) == 2
    assert ran.out.replace("\n", "").isprintable()
    assert lines(ready("pull", tmp_path / name, "--json").out)[0]["outcome"] == "refused"


def test_a_pull_refreshes_the_figures(ready: Sendwatch, tmp_path: Path) -> None:
    ready("pull", GOOD.folder(tmp_path))
    assert dump(store_of_home())["refresh"]
    ran = ready("waits", "--as-at", "2026-09-23", "--measure", "nd-first-contact", "--provider", "R0D", "--json")
    figures = {one["figure"]: one["value"] for one in json.loads(ran.out)["figures"]}
    assert (figures["open"], figures["open-band:127-364"]) == (10, 10)


@pytest.mark.parametrize(
    "arguments", [[], ["x", "--feed", "rdy-camhs-gateway"], ["--feed", "rdy-camhs"], ["--nonsense"]]
)
def test_a_wrong_call_is_a_usage_error_and_says_what_is_right(ready: Sendwatch, arguments: list[str]) -> None:
    ran = ready("pull", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "sendwatch pull --help" in ran.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["pul"], "Did you mean 'pull'?"),
        (["pull", "--jason"], "--json"),
        (["pull", "--feed", "rdy-camhs-gatewy"], "Did you mean rdy-camhs-gateway?"),
        (["waits", "--as-at", "2026-09-30", "--measure", "nd-first"], "Did you mean nd-first-contact?"),
    ],
)
def test_a_slip_of_the_finger_is_met_with_the_word_that_was_meant(
    sendwatch: Sendwatch, arguments: list[str], hint: str
) -> None:
    ran = sendwatch(*arguments)
    assert ran.code == 2
    assert hint in ran.err


def test_a_folder_of_extracts_stands_for_those_in_it(ready: Sendwatch, tmp_path: Path) -> None:
    GOOD.folder(tmp_path / "many")
    replace(GOOD, census="2026-09-30").archive(tmp_path / "many")
    outcomes = [line["outcome"] for line in lines(ready("pull", tmp_path / "many", "--json").out)]
    assert outcomes == ["accepted", "accepted"]


def test_beside_an_extract_whatever_else_lies_in_a_folder_is_told_by_itself(ready: Sendwatch, tmp_path: Path) -> None:
    (sent := tmp_path / "sent").mkdir()
    GOOD.folder(sent)
    (sent / "README.txt").write_text("Nothing of a layout.", encoding="utf-8")
    ran = ready("pull", sent, "--json")
    outcomes = {Path(str(line["path"])).name: line["outcome"] for line in lines(ran.out)}
    assert ran.code == 1
    assert outcomes == {GOOD.name: "accepted", "README.txt": "refused"}


def test_an_inbox_is_pulled_oldest_first_and_what_is_still_hidden_is_left(ready: Sendwatch, home: Path) -> None:
    """F14, F18: a sender writes under a hidden name and renames; three days later all is there, each once."""
    inbox = home / "inbox/r0d-neurodevelopmental"
    for census in ("2026-10-07", "2026-09-23", "2026-09-30"):
        replace(GOOD, census=census).archive(inbox)
    a_folder(inbox / f".{GOOD.name}.part", {"referrals.csv": b"half"})
    ran = ready("pull", "--feed", "r0d-neurodevelopmental", "--json")
    assert [Path(str(line["path"])).stem[-10:] for line in lines(ran.out)] == ["2026-09-23", "2026-09-30", "2026-10-07"]
    before = dump(store_of_home())
    assert {line["outcome"] for line in lines(ready("pull", "--feed", "r0d-neurodevelopmental", "--json").out)} == {
        "duplicate"
    }
    assert dump(store_of_home()) == before


def test_an_empty_inbox_is_no_fault(ready: Sendwatch, home: Path) -> None:
    ran = ready("pull", "--feed", "rbd-rtt", "--json")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    (home / "inbox/rbd-rtt").rmdir()
    assert ready("pull", "--feed", "rbd-rtt").code == 0


def test_the_use_case_of_a_timer_loads_what_can_be_loaded_and_fails_once_for_a_refusal(
    ready: Sendwatch, home: Path
) -> None:
    """F31, I4: no silent success, and no extract that keeps another out."""
    inbox = home / "inbox/r0d-neurodevelopmental"
    (inbox / "note.txt").write_text("not an extract")
    replace(GOOD, provider="RBD").folder(inbox)
    REFUSED.folder(inbox)
    GOOD.folder(inbox)
    loads = pull_feed("r0d-neurodevelopmental")
    assert loads == [1, 2]
    assert len(dump(store_of_home())["referral"]) == 10
    with pytest.raises(ExtractsRefused, match=f"1 extracts were refused: {REFUSED.name}"):
        fail_for_refusals(loads)
    assert pull_feed("r0d-neurodevelopmental") == []
    replace(GOOD, census="2026-09-30").folder(inbox)
    assert pull_feed("r0d-neurodevelopmental") == [3]
    assert fail_for_refusals([1, 3]) == 2


@pytest.mark.parametrize("path", [SAMPLE, *[PUBLISHED] * PUBLISHED.exists()], ids=lambda path: path.name)
def test_a_published_file_is_pulled_by_the_same_command(ready: Sendwatch, path: Path) -> None:
    """Layout rtt-full-csv (R-WAIT-12 to 22)."""
    (line,) = lines(ready("pull", path, "--json").out)
    rows = len(path.read_text(encoding="utf-8").splitlines()) - 1
    assert (line["outcome"], line["load"], line["rejections"]) == ("accepted", 1, [])
    assert line["rows"] == {"in": rows, "accepted": rows, "quarantined": 0, "duplicate": 0}
    as_at = {"2025": "2025-09-30", "2024": "2024-11-30"}[path.name[:4]]
    ran = ready("waits", "--as-at", as_at, "--provider", "RBD", "--by", "treatment-function", "--json")
    figures = json.loads(ran.out)["figures"]
    assert {"total", "median-weeks"} & {one["figure"] for one in figures}
    assert {one["provider"] for one in figures} == {"RBD"}
    before = dump(store_of_home())
    (again,) = lines(ready("pull", path, "--json").out)
    assert (again["outcome"], again["load"]) == ("duplicate", None)
    assert dump(store_of_home()) == before


def test_a_published_file_with_a_bad_row_and_one_that_is_cut_off(ready: Sendwatch, tmp_path: Path) -> None:
    """The conservation law and the one transaction hold for published lines too."""
    text = SAMPLE.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "cut.csv").write_text("".join(text)[:-200], encoding="utf-8")
    assert ready("pull", tmp_path / "cut.csv").code == 1
    assert dump(store_of_home())["rtt_line"] == []
    bad = [*text[:3], text[3].rsplit(",", 1)[0] + ",many\n", text[2], *text[4:]]
    (tmp_path / "bad.csv").write_text("".join(bad), encoding="utf-8")
    (line,) = lines(ready("pull", tmp_path / "bad.csv", "--json").out)
    rows = line["rows"]
    assert isinstance(rows, dict)
    assert (rows["in"], rows["quarantined"], rows["duplicate"]) == (len(bad) - 1, 1, 1)
    assert rows["in"] == rows["accepted"] + rows["quarantined"] + rows["duplicate"]
    assert rows["accepted"] == len(dump(store_of_home())["rtt_line"])
