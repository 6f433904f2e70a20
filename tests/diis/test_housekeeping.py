"""Retention: received files go when their time is up, wherever they lie, and a held list stays releasable."""

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diis.housekeeping import clear_inboxes, clear_landing
from diis.intake import Intake
from diis.pull import pull, release
from sendwatch.inboxes import waiting
from tests.diis.dying import Place, killed
from tests.diis.extract_builder import AnExtract, some_referrals

LIST = AnExtract(some_referrals(10), census="2026-09-23")
SHORT = AnExtract(some_referrals(3))
DAYS = 400


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def now(intake: Intake) -> Intake:
    """Inboxes have the dates of the file system, so here time runs."""
    return replace(intake, now=datetime.now(UTC).replace(tzinfo=None))


def later(intake: Intake, days: int) -> Intake:
    return replace(intake, now=intake.now + timedelta(days=days))


@pytest.mark.parametrize(("days", "deleted"), [(DAYS - 1, 0), (DAYS + 1, 3)])
def test_what_lies_in_an_inbox_is_deleted_when_its_time_is_up(
    now: Intake, inbox: Path, days: int, deleted: int
) -> None:
    LIST.folder(inbox)
    SHORT.archive(inbox)
    (inbox / "of no form at all.txt").write_text("x")
    assert clear_inboxes(later(now, days), [inbox, inbox / "never-made"], DAYS) == deleted
    assert len(list(inbox.iterdir())) == 3 - deleted


def test_an_old_date_deletes_what_was_received_and_not_what_waits(now: Intake, inbox: Path) -> None:
    """A copy with its dates kept looks old on the day it comes."""
    received, waiting, stray = LIST.folder(inbox), SHORT.folder(inbox), inbox / "stray.txt"
    pull(None, received, now)
    stray.write_text("x")
    for entry in (received, waiting, stray):
        os.utime(entry, (0, 0))
    assert clear_inboxes(now, [inbox], DAYS) == 1
    assert sorted(inbox.iterdir()) == sorted([waiting, stray])


def test_a_link_is_deleted_and_not_what_it_leads_to(now: Intake, inbox: Path, tmp_path: Path) -> None:
    elsewhere = LIST.folder(tmp_path / "elsewhere")
    inbox.mkdir()
    (inbox / LIST.name).symlink_to(elsewhere)
    assert clear_inboxes(later(now, DAYS + 1), [inbox], DAYS) == 1
    assert list(inbox.iterdir()) == []
    assert elsewhere.is_dir()


def test_the_landed_bytes_of_a_held_list_stay_until_somebody_decides(now: Intake, tmp_path: Path) -> None:
    pull(None, LIST.folder(tmp_path), now)
    held = pull(None, SHORT.folder(tmp_path), now).load
    assert held is not None
    assert len(clear_landing(later(now, DAYS + 1), DAYS)) == 1
    assert release(held, now).outcome == "accepted"
    assert len(clear_landing(later(now, DAYS + 1), DAYS)) == 1


def test_a_deletion_that_was_cut_off_leaves_no_extract_and_is_completed_whatever_the_date(
    now: Intake, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F01: half a list is not there to be pulled, and does not stay for its retention once more."""
    received = LIST.folder(inbox)
    pull(None, received, now)
    late = later(now, DAYS + 1)
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", _cut_off)
        with pytest.raises(OSError, match="read-only"):
            clear_inboxes(late, [inbox], DAYS)
        with pytest.raises(OSError, match="read-only"):
            clear_landing(late, DAYS)
    assert waiting(inbox) == []
    assert list(now.landing.arrivals()) == []
    assert len(list(inbox.iterdir())) == len(list(now.landing.folder.iterdir())) == 1
    assert clear_inboxes(now, [inbox], DAYS) == 0
    assert clear_landing(now, DAYS) == []
    assert list(inbox.iterdir()) == list(now.landing.folder.iterdir()) == []


def _cut_off(path: Path) -> None:
    next(path.rglob("*.csv")).unlink()
    raise OSError("read-only")


def test_an_old_date_does_not_delete_what_a_killed_pull_left_without_a_verdict(
    now: Intake, store_url: str, inbox: Path
) -> None:
    """F01, I10: the ledger has its arrival, and the next pull loads it."""
    received = LIST.folder(inbox)
    os.utime(received, (0, 0))
    assert killed(store_url, now.landing.folder, received, Place("load"))
    assert clear_inboxes(now, [inbox], DAYS) == 0
    assert pull(None, received, now).outcome == "accepted"
    assert clear_inboxes(now, [inbox], DAYS) == 1
