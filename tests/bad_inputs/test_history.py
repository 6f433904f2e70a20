"""The rows of the table that depend on what came before, when it came, and into whose inbox (B24, B30, B33 to B40)."""

import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest

from diis.extracts.stillness import Patience
from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake
from diis.pull import pull
from sendwatch.usecases import pull_feed
from tests.bad_inputs.judging import hold_to
from tests.bad_inputs.table import BASE, Case, changed
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, a_referral
from tests.diis.store_dump import LEDGER, current, dump
from tests.sendwatch.commands.conftest import Sendwatch

REFERRALS = list(BASE.referrals)
NEXT = replace(BASE, census="2026-10-07")


class Sender:
    """Time that passes only while it is waited for; meanwhile somebody writes, for so many turns."""

    def __init__(self, path: Path, turns: int) -> None:
        self.path, self.turns, self.waited = path, turns, 0.0
        self.start = path.stat().st_mtime + 0.5

    def patience(self) -> Patience:
        return Patience(quiet_seconds=2, timeout_seconds=20, now=lambda: self.start + self.waited, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.waited += seconds
        if self.turns:
            self.turns -= 1
            with self.path.open("a", encoding="utf-8") as file:
                file.write("R0D,NE000013,late-1,2026-08-01,5,01,,\n".replace("late-1", f"late-{self.turns}"))
            os.utime(self.path, (self.start + self.waited, self.start + self.waited))


def sent_while_writing(intake: Intake, folder: Path, turns: int) -> tuple[Verdict, Sender]:
    path = BASE.folder(folder)
    sender = Sender(path / "contacts.csv", turns)
    return pull(None, path, replace(intake, patience=sender.patience())), sender


def test_b30_a_file_that_grows_is_waited_for_and_then_read_whole(intake: Intake, tmp_path: Path) -> None:
    verdict, sender = sent_while_writing(intake, tmp_path, 3)
    assert (verdict.outcome, verdict.rows.rows_in) == ("accepted", 55)
    assert 0 < sender.waited <= 20
    assert sender.turns == 0


def test_b30_a_file_that_does_not_stop_growing_is_refused_in_the_end(intake: Intake, tmp_path: Path) -> None:
    before = dump(intake.store)
    verdict, sender = sent_while_writing(intake, tmp_path, 1_000_000)
    hold_to(Case("B30", "grows", "R", "still-written", changed(bytes)), verdict.as_json())
    assert sender.waited <= 20
    assert dump(intake.store) == before


def test_b30_a_file_that_lies_still_is_not_waited_for(intake: Intake, tmp_path: Path) -> None:
    path = BASE.folder(tmp_path)
    sender = Sender(path / "contacts.csv", 0)
    sender.start += 3600
    assert pull(None, path, replace(intake, patience=sender.patience())).outcome == "accepted"
    assert sender.waited == 0


def test_b33_the_same_file_again_is_a_duplicate(send: Send, intake: Intake) -> None:
    send(BASE)
    before = dump(intake.store)
    verdict = send(BASE)
    assert (verdict.outcome, verdict.load, verdict.rejections) == ("duplicate", None, [])
    assert dump(intake.store) == before


def test_b34_the_same_period_with_other_content_restates_it_and_is_told(send: Send, intake: Intake) -> None:
    send(BASE)
    again = replace(BASE, referrals=[*REFERRALS[:-1], REFERRALS[-1] | {"gender": "2"}])
    verdict = send(again)
    hold_to(Case("B34", "restated", "W", "restated", changed(bytes), says="as load 1"), verdict.as_json())
    assert len([row for row in current(intake.store)["referral"] if row[2] == "NE000039"]) == 1


def test_b35_an_older_period_after_a_newer_one_is_history_only(send: Send, intake: Intake) -> None:
    send(NEXT)
    before = current(intake.store)
    verdict = send(replace(BASE, referrals=REFERRALS[:-1]))
    hold_to(Case("B35", "late", "W", "late", changed(bytes), says="2026-10-07"), verdict.as_json())
    assert current(intake.store) == before


def test_b36_a_file_in_the_inbox_of_another_is_refused_and_names_both_owners(intake: Intake, tmp_path: Path) -> None:
    ours, theirs = FEEDS_BY_NAME["r0d-neurodevelopmental"], FEEDS_BY_NAME["rbd-neurodevelopmental"]
    before = dump(intake.store)
    verdict = pull(ours, replace(BASE, provider="RBD").folder(tmp_path), intake)
    for owner in (ours.owner, theirs.owner):
        hold_to(Case("B36", "wrong inbox", "R", "wrong-feed", changed(bytes), says=owner), verdict.as_json())
    assert dump(intake.store) == before


def test_b36_a_timer_tells_of_it_at_once(
    ready: Sendwatch, home: Path, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """B26 as well; no name that was received is in the log."""
    inbox = home / "inbox/r0d-neurodevelopmental"
    replace(BASE, provider="RBD").folder(inbox)
    (inbox / "Amy Quackenbush").symlink_to(tmp_path)
    with caplog.at_level(logging.WARNING):
        pull_feed("r0d-neurodevelopmental")
    told = [record.getMessage() for record in caplog.records]
    assert len([one for one in told if "Dorset County Hospital" in one and "University Hospitals Dorset" in one]) == 1
    assert len([one for one in told if "link" in one]) == 1
    assert "Quackenbush" not in caplog.text


def test_b36_rows_of_another_provider_are_refused_when_there_are_no_others(send: Send, intake: Intake) -> None:
    verdict = send(replace(BASE, referrals=[row | {"provider": "RBD"} for row in REFERRALS], contacts=[]))
    hold_to(Case("B36", "rows of another", "R", "no-row-accepted", changed(bytes)), verdict.as_json())
    assert {one.code for one in verdict.rejections[1:]} == {"provider-differs"}


def test_b37_a_census_in_the_future_is_refused(send: Send) -> None:
    hold_to(
        Case("B37", "future", "R", "census-in-future", changed(bytes)),
        send(replace(BASE, census="2026-11-22")).as_json(),
    )


@pytest.mark.parametrize(
    ("number", "code", "extract"),
    [
        ("B38", "list-shrunk", replace(NEXT, referrals=REFERRALS[:24])),
        ("B39", "list-grown", replace(NEXT, referrals=[*REFERRALS, *(a_referral(n) for n in range(100, 220))])),
        (
            "B40",
            "dates-all-the-same",
            replace(NEXT, referrals=[row | {"received_date": "2026-06-01"} for row in REFERRALS], contacts=[]),
        ),
    ],
)
def test_b38_to_b40_a_list_that_cannot_be_like_that_waits_for_a_person(
    send: Send, intake: Intake, number: str, code: str, extract: AnExtract
) -> None:
    send(BASE)
    before = dump(intake.store, without=LEDGER)
    verdict = send(extract)
    hold_to(Case(number, code, "H", code, changed(bytes)), verdict.as_json())
    assert dump(intake.store, without=LEDGER) == before


def test_b40_few_rows_may_share_a_date(send: Send) -> None:
    """Nineteen children on one day can be a day's clinic; twenty are a column filled downwards."""
    few = [row | {"received_date": "2026-06-01"} for row in REFERRALS[:19]]
    assert send(replace(BASE, referrals=few, contacts=[])).outcome == "accepted"
    more = [row | {"received_date": "2026-06-01"} for row in REFERRALS[:20]]
    assert send(replace(NEXT, referrals=more, contacts=[])).outcome == "held"
