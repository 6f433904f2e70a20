"""The table of bad inputs (B01 to B86), as far as it is about layouts that are read here: one case or more a row.

Each is pulled on both databases behind a sound list, and must come to its verdict, lose or shift nothing else, and
leave the store as it was when it is refused or held. A check at the provider's end must say the same.
"""

import json
from pathlib import Path

import pytest

from diis.intake import Intake
from diis.pull import pull, release
from tests.bad_inputs.archives import ARCHIVES
from tests.bad_inputs.files import CONTENT
from tests.bad_inputs.judging import hold_to
from tests.bad_inputs.published import PUBLISHED, published
from tests.bad_inputs.rows import VALUES
from tests.bad_inputs.stored import Stored, facts
from tests.bad_inputs.table import BASE, BEFORE, Case
from tests.bad_inputs.workbooks import WORKBOOKS
from tests.diis.conftest import Fresh
from tests.diis.store_dump import LEDGER, dump
from tests.sendwatch.commands.conftest import Sendwatch

LISTS = (*CONTENT, *ARCHIVES, *WORKBOOKS, *VALUES)


@pytest.mark.parametrize("case", LISTS, ids=lambda case: case.id)
def test_a_list_comes_to_its_verdict_and_nothing_else_is_lost(
    case: Case, intake: Intake, tmp_path: Path, stored: Stored
) -> None:
    assert pull(None, BEFORE.folder(tmp_path / "before"), intake).outcome == "accepted"
    before = dump(intake.store, without=LEDGER)
    verdict = pull(None, case.send(tmp_path / "sent"), intake)
    hold_to(case, verdict.as_json())
    if case.verdict in ("R", "H"):
        assert dump(intake.store, without=LEDGER) == before
    if case.verdict == "H":
        assert verdict.load is not None
        assert release(verdict.load, intake).outcome in ("accepted", "partial")
    if case.verdict != "R":
        assert facts(intake.store) == stored.of(case.left)


@pytest.mark.parametrize("case", PUBLISHED, ids=lambda case: case.id)
def test_a_published_file_comes_to_its_verdict_and_nothing_else_is_lost(
    case: Case, fresh: Fresh, tmp_path: Path
) -> None:
    with fresh() as intake:
        pull(None, published()(tmp_path / "whole"), intake)
        whole = {row[1:] for row in dump(intake.store)["rtt_line"]}
    with fresh() as intake:
        verdict = pull(None, case.send(tmp_path / "sent"), intake)
        hold_to(case, verdict.as_json())
        lines = {row[1:] for row in dump(intake.store)["rtt_line"]}
    assert lines <= whole
    assert len(whole - lines) == {"A": 0, "Q": 1, "R": len(whole)}[case.verdict]


def test_a_check_gives_the_verdict_of_a_pull(sendwatch: Sendwatch, fresh: Fresh, tmp_path: Path) -> None:
    """Of every case, in one run that is given them all: none bears on another."""
    cases = [*LISTS, *PUBLISHED]
    paths = [case.send(tmp_path / str(number)) for number, case in enumerate(cases)]
    checked = [json.loads(line) for line in sendwatch("check", *paths, "--json").out.splitlines()]
    for case, path, verdict in zip(cases, paths, checked, strict=True):
        hold_to(case, verdict)
        with fresh() as intake:
            assert verdict == {**pull(None, path, intake).as_json(), "load": None}


def test_the_sound_list_itself_is_sound(intake: Intake, tmp_path: Path) -> None:
    """What every case is made of: forty referrals and their contacts, nothing to say of them."""
    verdict = pull(None, BASE.folder(tmp_path), intake)
    assert (verdict.outcome, verdict.findings, verdict.rows.accepted) == ("accepted", (), 52)
