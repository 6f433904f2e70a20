"""Our own check finds in a demo's lists what was spoilt on purpose, and nothing else."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from diis.extracts import wl_1
from diis.extracts.contract import Table
from sendwatch.demo import write
from tests.sendwatch.commands.conftest import Sendwatch

LAST = date(2026, 9, 27)
READ = {table.file for table in vars(wl_1).values() if isinstance(table, Table)}
"""The files of the layout that a check reads."""

FEEDS = ("rdy-camhs-gateway", "rbd-neurodevelopmental", "r0d-neurodevelopmental", "rbd-community-paediatrics")
SPOILT = "r0d-community-paediatrics"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("checked")
    write(found, weeks=2, referrals=1_500, last_census=LAST)
    return found


@pytest.mark.parametrize("feed", FEEDS)
def test_nothing_of_a_sound_list_is_refused(sendwatch: Sendwatch, out: Path, feed: str) -> None:
    for extract in sorted((out / feed).iterdir()):
        verdict = json.loads(sendwatch("check", extract, "--json").out)
        assert verdict["outcome"] == "accepted"
        assert {finding["code"] for finding in verdict["rejections"]} <= {"nhs-number-missing"}


def test_of_the_spoilt_lists_exactly_the_planted_rows_are_refused(sendwatch: Sendwatch, out: Path) -> None:
    sheet = json.loads((out / "answers.json").read_text(encoding="utf-8"))["quarantined_each_week"]
    planted = sorted((row["file"], row["referral_id"]) for row in sheet["rows"] if row["file"] in READ)
    for extract in sorted((out / SPOILT).iterdir()):
        verdict = json.loads(sendwatch("check", extract, "--json").out)
        found = [finding for finding in verdict["rejections"] if finding["level"] == "row"]
        assert sorted((one["file"], _referral_on(extract, one)) for one in found) == planted
        assert verdict["rows"]["quarantined"] == len(planted)
        assert verdict["rows"]["duplicate"] == len(sheet["duplicates"])


def _referral_on(extract: Path, finding: dict[str, object]) -> str:
    with (extract / str(finding["file"])).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    line = finding["line"]
    assert isinstance(line, int)
    return rows[line - 2]["referral_id"]
