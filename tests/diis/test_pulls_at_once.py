"""Pulls at the same moment, in processes of their own: the result is that of one after the other (F12, F13, F17)."""

from dataclasses import replace
from pathlib import Path

from diis.intake import Intake
from diis.pull import pull
from tests.diis.dying import at_once, refreshed_at_once
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import current, dump, ledger_rows

LIST = AnExtract([*some_referrals(40), a_referral(41, gender="?")], [a_contact(3)], census="2026-09-23")


def test_the_same_bytes_at_once_are_loaded_once(intake: Intake, store_url: str, tmp_path: Path) -> None:
    """As a folder, as an archive, and twice more."""
    folder, archive = LIST.folder(tmp_path / "1"), LIST.archive(tmp_path / "2")
    outcomes = at_once(store_url, intake.landing.folder, [folder, archive, folder, archive])
    assert outcomes == ["duplicate", "duplicate", "duplicate", "partial"]
    assert len(ledger_rows(intake.store)) == 1
    assert len(current(intake.store)["referral"]) == 40
    assert len(list(intake.landing.folder.rglob("referrals.csv"))) == 1


def test_the_same_held_list_at_once_is_held_once(intake: Intake, store_url: str, tmp_path: Path) -> None:
    pull(None, LIST.folder(tmp_path / "before"), intake)
    short = replace(LIST, referrals=some_referrals(3), census="2026-09-30").folder(tmp_path / "short")
    assert at_once(store_url, intake.landing.folder, [short] * 3) == ["held"] * 3
    assert len(ledger_rows(intake.store)) == 2


def test_the_same_refused_file_at_once_is_entered_once(intake: Intake, store_url: str, tmp_path: Path) -> None:
    broken = replace(LIST, manifest={}).folder(tmp_path)
    assert at_once(store_url, intake.landing.folder, [broken] * 3) == ["refused"] * 3
    assert [row["outcome"] for row in ledger_rows(intake.store)] == ["refused"]


def test_different_feeds_at_once_are_all_loaded_and_sequences_have_no_gaps(
    intake: Intake, store_url: str, tmp_path: Path
) -> None:
    feeds = [("R0D", "neurodevelopmental"), ("RBD", "neurodevelopmental"), ("RBD", "community-paediatrics")]
    lists = [replace(LIST, provider=provider, pathway=pathway) for provider, pathway in feeds]
    paths = [extract.folder(tmp_path / "sent") for extract in lists]
    assert at_once(store_url, intake.landing.folder, paths) == ["partial"] * 3
    rows = ledger_rows(intake.store)
    assert [row["sequence"] for row in rows] == [1, 2, 3]
    assert len(current(intake.store)["referral"]) == 120
    assert len({row["feed"] for row in rows}) == 3


def test_lists_of_one_feed_at_once_end_in_the_knowledge_of_one_after_the_other(
    intake: Intake, store_url: str, tmp_path: Path
) -> None:
    weeks = [
        replace(LIST, census=census, referrals=some_referrals(40, first), contacts=[])
        for first, census in enumerate(("2026-09-09", "2026-09-16", "2026-09-23", "2026-09-30"))
    ]
    paths = [extract.folder(tmp_path / "sent") for extract in weeks]
    assert at_once(store_url, intake.landing.folder, paths) == ["accepted"] * 4
    at_the_same_time = current(intake.store)
    assert [row["sequence"] for row in ledger_rows(intake.store)] == [1, 2, 3, 4]
    assert len(at_the_same_time["referral"]) == 43
    assert len(at_the_same_time["absence"]) == 3
    before = dump(intake.store)
    assert at_once(store_url, intake.landing.folder, paths) == ["duplicate"] * 4
    assert dump(intake.store) == before


def test_refreshes_at_once_come_to_the_figures_of_one(intake: Intake, store_url: str, tmp_path: Path) -> None:
    pull(None, LIST.folder(tmp_path / "1"), intake)
    assert refreshed_at_once(store_url, 3) == [[], [], [1]]
    once = dump(intake.store)
    assert len(once["refresh"]) == 1
    assert refreshed_at_once(store_url, 2) == [[], []]
    assert dump(intake.store) == once
