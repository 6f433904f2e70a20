"""A list that is held: it waits, it is released once, or a corrected one takes its place."""

from dataclasses import replace
from pathlib import Path

import pytest

from diis.extracts.verdict import Rows
from diis.feeds import FEEDS
from diis.intake import Intake
from diis.pull import pull, release
from diis.store.ledger import feed_statuses, held_loads
from tests.diis.conftest import Figures, Send
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import LEDGER, current, dump, ledger_rows

BEFORE = AnExtract(some_referrals(10), census="2026-09-23")
SHORT = AnExtract([*some_referrals(4), a_referral(4, gender="?")], [a_contact(1), a_contact(9)])
WHOLE = AnExtract(some_referrals(9))


@pytest.fixture
def held(send: Send) -> int:
    """The number of a load that is held."""
    send(BEFORE)
    load = send(SHORT).load
    assert load == 2
    return load


def waiting(intake: Intake) -> list[int]:
    with intake.store.reading() as connection:
        return [row.sequence for row in held_loads(connection)]


def held_by_feed(intake: Intake) -> int:
    return sum(status.held for status in feed_statuses(intake.store, FEEDS))


def test_a_held_list_says_why_and_what_to_do(send: Send) -> None:
    send(BEFORE)
    verdict = send(SHORT)
    first = verdict.rejections[0]
    assert (verdict.outcome, first.code, first.level, first.line) == ("held", "list-shrunk", "file", None)
    assert "from 10 to 4 referrals" in first.reason
    assert "quarantine release" in first.reason
    assert verdict.rows == Rows(7, 5, 2)


def test_a_held_list_waits_and_is_counted_until_somebody_decides(held: int, intake: Intake) -> None:
    assert waiting(intake) == [held]
    assert held_by_feed(intake) == 1


def test_the_same_held_list_again_gives_the_same_verdict_and_no_new_load(
    held: int, send: Send, intake: Intake, tmp_path: Path
) -> None:
    before = dump(intake.store)
    first, again = send(SHORT), pull(None, SHORT.archive(tmp_path), intake)
    assert (first.outcome, first.load) == ("held", held)
    assert (again.outcome, again.load, again.rows, again.findings) == ("held", held, first.rows, first.findings)
    assert dump(intake.store) == before


def test_a_release_loads_the_list_and_leaves_a_trail(held: int, intake: Intake, figures: Figures) -> None:
    verdict = release(held, intake)
    assert (verdict.outcome, verdict.load, verdict.rows, verdict.unexplained_leavers) == (
        "partial",
        3,
        Rows(7, 5, 2),
        5,
    )
    rows = ledger_rows(intake.store)
    assert [(row["outcome"], row["released_sequence"]) for row in rows] == [
        ("accepted", None),
        ("held", None),
        ("partial", held),
    ]
    assert rows[1]["arrival_id"] == rows[2]["arrival_id"]
    assert figures("2026-09-30")["open"] == 4
    assert waiting(intake) == []
    assert held_by_feed(intake) == 0


def test_a_release_gives_the_store_that_a_pull_without_a_guard_would_have_given(
    held: int, send: Send, intake: Intake, tmp_path: Path
) -> None:
    released = release(held, intake)
    after_release = current(intake.store, "to_sequence")
    again = send(replace(SHORT, contacts=SHORT.contacts, manifest=True))
    assert again.outcome == released.outcome
    assert current(intake.store, "to_sequence") == after_release


def test_a_list_is_released_once(held: int, intake: Intake) -> None:
    release(held, intake)
    before = dump(intake.store)
    for number in (held, 3, 99):
        verdict = release(number, intake)
        assert (verdict.outcome, verdict.load, [one.code for one in verdict.rejections]) == (
            "refused",
            None,
            ["not-held"],
        )
    assert dump(intake.store) == before


def test_a_released_list_is_a_duplicate_when_it_comes_again(held: int, send: Send, intake: Intake) -> None:
    release(held, intake)
    assert send(SHORT).outcome == "duplicate"


def test_a_corrected_list_of_the_same_census_takes_the_place_of_the_held_one(
    held: int, send: Send, intake: Intake, figures: Figures
) -> None:
    assert send(WHOLE).outcome == "accepted"
    assert waiting(intake) == []
    assert held_by_feed(intake) == 0
    before = dump(intake.store)
    assert release(held, intake).rejections[0].code == "not-held"
    assert send(SHORT).outcome == "duplicate"
    assert dump(intake.store) == before
    assert figures("2026-09-30")["open"] == 9


def test_a_list_of_another_census_or_feed_does_not_settle_a_held_one(held: int, send: Send, intake: Intake) -> None:
    send(replace(WHOLE, census="2026-10-07"))
    send(replace(WHOLE, provider="RBD"))
    assert waiting(intake) == [held]
    verdict = release(held, intake)
    assert (verdict.outcome, verdict.load) == ("partial", 5)


def test_of_two_held_lists_the_later_one_can_still_be_released_after_the_earlier(
    held: int, send: Send, intake: Intake
) -> None:
    later = send(replace(SHORT, referrals=some_referrals(3)))
    assert (later.outcome, waiting(intake)) == ("held", [held, 3])
    release(held, intake)
    assert waiting(intake) == [3]
    assert release(3, intake).outcome == "partial"
    assert waiting(intake) == []


def test_releasing_the_later_of_two_held_lists_settles_the_earlier(held: int, send: Send, intake: Intake) -> None:
    send(replace(SHORT, referrals=some_referrals(3)))
    release(3, intake)
    assert waiting(intake) == []
    assert release(held, intake).outcome == "refused"


def test_a_release_that_a_corrected_list_overtakes_loads_nothing(held: int, intake: Intake, tmp_path: Path) -> None:
    """F13: what is held is asked again under the lock."""
    overtaken = replace(intake, step=lambda step: _pull_once(step, intake, tmp_path))
    verdict = release(held, overtaken)
    assert (verdict.outcome, verdict.load, [one.code for one in verdict.rejections]) == ("refused", None, ["not-held"])
    assert [row["outcome"] for row in ledger_rows(intake.store)] == ["accepted", "held", "accepted"]


def _pull_once(step: str, intake: Intake, folder: Path) -> None:
    if step == "arrive":
        pull(None, WHOLE.folder(folder / "corrected"), intake)


def test_the_same_held_list_again_is_not_news(held: int, send: Send) -> None:
    assert send(SHORT).again


def test_a_held_list_whose_landed_files_are_gone_asks_for_the_extract_again(
    held: int, send: Send, intake: Intake
) -> None:
    landed = intake.landing.folder
    landed.rename(landed.with_name("gone"))
    before = dump(intake.store)
    verdict = release(held, intake)
    assert (verdict.outcome, [one.code for one in verdict.rejections]) == ("refused", ["landing-cleared"])
    assert dump(intake.store, without=LEDGER) == {name: rows for name, rows in before.items() if name not in LEDGER}
    assert send(SHORT).outcome == "held"
    assert release(held, intake).outcome == "partial"
