"""The store comes back as it was in a backup; the landing area knows what was received since (F33; I2, I3, I10)."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from diis.extracts.sources import source_of
from diis.extracts.stillness import Patience
from diis.intake import Intake
from diis.pull import pull, release
from diis.refresh import refresh
from diis.replay import replay, unjudged
from diis.store.engine import Store
from tests.diis.dying import Place, killed
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import current, dump
from tests.faults.works import FIRST, REFUSED, SECOND, SHORT

LISTS = [
    AnExtract(some_referrals(30, week), [a_contact(week + 1)], census=f"2026-09-{9 + 7 * week:02}") for week in range(3)
]
LATER_OF_ONE_CENSUS = replace(LISTS[0], referrals=some_referrals(29), manifest=True)

Restore = Callable[[], Intake]
BackUp = Callable[[], Restore]


@pytest.fixture
def back_up(request: pytest.FixtureRequest, intake: Intake, tmp_path: Path) -> Iterator[BackUp]:
    """Back the store up as it is now; what that gives restores it. The landing area is not part of it."""
    made: list[str] = []

    def take() -> Restore:
        url = intake.store.engine.url
        name = f"backup_{os.getpid()}_{len(made)}"
        if intake.store.is_sqlite:
            name = str(tmp_path / f"{name}.sqlite")
            _on(intake.store, f"VACUUM INTO '{name}'")
        else:
            server = Store(request.getfixturevalue("postgresql_server"))
            _on(server, f"CREATE DATABASE {name} TEMPLATE {url.database}")
        made.append(name)
        restored = make_url(url).set(database=name).render_as_string(hide_password=False)
        return lambda: replace(intake, store=Store(restored))

    yield take
    if not intake.store.is_sqlite:
        for name in made:
            _on(Store(request.getfixturevalue("postgresql_server")), f"DROP DATABASE {name} WITH (FORCE)")


def _on(store: Store, statement: str) -> None:
    engine = create_engine(store.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def names(intake: Intake) -> list[str]:
    return [one.landed.source.name for one in unjudged(intake)]


def test_what_was_received_since_the_backup_is_found_and_loaded_again(
    intake: Intake, tmp_path: Path, back_up: BackUp
) -> None:
    paths = [extract.folder(tmp_path) for extract in LISTS]
    pull(None, paths[0], intake)
    refresh(intake)
    restore = back_up()
    for path in paths[1:]:
        pull(None, path, intake)
    refresh(intake)
    whole, of_lists = dump(intake.store), current(intake.store)
    assert unjudged(intake) == []
    restored = restore()
    assert names(restored) == [LISTS[1].name, LISTS[2].name]
    assert [verdict.outcome for verdict in replay(restored)] == ["accepted", "accepted"]
    refresh(restored)
    assert current(restored.store) == of_lists
    assert dump(restored.store) == whole, "as if nothing had been lost"
    assert list(replay(restored)) == []
    assert pull(None, paths[2], restored).outcome == "duplicate"


def test_what_was_refused_or_held_since_is_so_again_and_a_release_is_asked_of_a_person_again(
    intake: Intake, tmp_path: Path, back_up: BackUp
) -> None:
    pull(None, FIRST.folder(tmp_path), intake)
    restore = back_up()
    for extract in (SECOND, SHORT, REFUSED):
        pull(None, extract.folder(tmp_path), intake)
    assert release(3, intake).load == 5
    restored = restore()
    verdicts = list(replay(restored))
    assert [(one.outcome, one.load) for one in verdicts] == [("partial", 2), ("held", 3), ("refused", 4)]
    assert list(replay(restored)) == []
    assert release(3, restored).load == 5
    assert dump(restored.store) == dump(intake.store)


@pytest.mark.parametrize("later", [LISTS[0], LATER_OF_ONE_CENSUS], ids=["whole last", "shorter last"])
def test_of_two_lists_of_one_census_the_one_that_came_later_stands_again(
    intake: Intake, tmp_path: Path, later: AnExtract
) -> None:
    """Whatever their fingerprints."""
    earlier = LISTS[0] if later is LATER_OF_ONE_CENSUS else LATER_OF_ONE_CENSUS
    for when, extract in enumerate((earlier, later), start=1):
        landed = intake.landing.land(source_of(extract.folder(tmp_path / str(when))))
        os.utime(landed.source.path, (when, when))
    assert [verdict.load for verdict in replay(intake)] == [1, 2]
    assert len(current(intake.store)["absence"]) == (later is LATER_OF_ONE_CENSUS)


def test_a_pull_that_was_killed_and_whose_extract_is_gone_is_found_in_the_landing_area(
    intake: Intake, store_url: str, tmp_path: Path
) -> None:
    """F01, I10: an arrival is in the ledger and no verdict on it."""
    path = LISTS[0].folder(tmp_path)
    assert killed(store_url, intake.landing.folder, path, Place("load"))
    assert len(dump(intake.store)["arrival"]) == 1
    assert names(intake) == [LISTS[0].name]
    waiting = replace(intake, patience=Patience(quiet_seconds=3600, timeout_seconds=0))
    assert [verdict.outcome for verdict in replay(waiting)] == ["accepted"], "landed bytes are still"
    assert names(intake) == []


def test_landed_bytes_that_are_not_those_received_are_told_and_not_loaded(intake: Intake, tmp_path: Path) -> None:
    """I4: and the extract pulled again takes the place of the damaged copy."""
    landed = intake.landing.land(source_of(LISTS[0].folder(tmp_path)))
    file = landed.source.path / "referrals.csv"
    file.write_bytes(file.read_bytes().replace(b"2026-05-04", b"2026-05-03"))
    for _ in range(2):
        (verdict,) = replay(intake)
        assert (verdict.outcome, verdict.load, verdict.findings[0].code) == ("refused", None, "landed-damaged")
    assert pull(None, LISTS[0].folder(tmp_path), intake).outcome == "accepted"
    assert file.read_bytes() == LISTS[0].files()["referrals.csv"]
    assert list(replay(intake)) == []


def test_a_held_list_is_not_released_from_damaged_bytes(intake: Intake, tmp_path: Path) -> None:
    """I4."""
    pull(None, FIRST.folder(tmp_path), intake)
    short = SHORT.folder(tmp_path)
    pull(None, short, intake)
    (landed,) = (one for one in intake.landing.arrivals() if one.source.name == SHORT.name)
    (landed.source.path / "contacts.csv").unlink()
    before = dump(intake.store)
    assert [found.code for found in release(2, intake).findings] == ["landed-damaged"]
    assert dump(intake.store) == before
    assert pull(None, short, intake).outcome == "held"
    assert release(2, intake).load == 3
