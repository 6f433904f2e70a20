"""A sender's file that is pulled while half of it is written, and then renamed (F18, B30): no part of it is loaded."""

from pathlib import Path

import pytest

from diis.intake import Intake
from sendwatch.inboxes import pull_inbox
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import current, dump, empty, ledger_rows

FEED = "r0d-neurodevelopmental"
SENT = AnExtract(some_referrals(12), [a_contact(1)], manifest=True)


@pytest.mark.parametrize("hundredths", [1, 30, 60, 99])
def test_half_an_archive_is_no_list_and_the_whole_one_is(intake: Intake, tmp_path: Path, hundredths: int) -> None:
    inbox, whole = tmp_path / "inbox", SENT.archive(tmp_path / "sender").read_bytes()
    inbox.mkdir()
    hidden, name = inbox / f".{SENT.name}.zip.part", inbox / f"{SENT.name}.zip"
    hidden.write_bytes(whole[: len(whole) * hundredths // 100])
    assert list(pull_inbox(FEED, inbox, intake)) == [], "a hidden name is not looked at"
    hidden.rename(name)
    assert [verdict.outcome for verdict in pull_inbox(FEED, inbox, intake)] == ["refused"]
    assert current(intake.store)["referral"] == []
    hidden.write_bytes(whole)
    hidden.rename(name)
    assert [verdict.outcome for verdict in pull_inbox(FEED, inbox, intake)] == ["accepted"]
    assert [row["rows_accepted"] for row in ledger_rows(intake.store)] == [13]
    found = dump(intake.store)
    empty(intake.store)
    name.unlink()
    SENT.folder(inbox)
    list(pull_inbox(FEED, inbox, intake))
    assert dump(intake.store) == found, "as if half of it had never come"


def test_half_a_folder_is_refused_for_its_manifest_says_how_much_it_is(intake: Intake, tmp_path: Path) -> None:
    """A sender that writes into the folder itself sends a manifest, or waits: SENDWATCH_QUIET_SECONDS."""
    folder = SENT.folder(tmp_path / "inbox")
    file = folder / "referrals.csv"
    rows = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(rows[:7]))
    assert [verdict.outcome for verdict in pull_inbox(FEED, folder.parent, intake)] == ["refused"]
    assert current(intake.store)["referral"] == []
    file.write_bytes(b"".join(rows))
    assert [verdict.outcome for verdict in pull_inbox(FEED, folder.parent, intake)] == ["accepted"]
