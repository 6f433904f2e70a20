"""The landing area keeps bytes unchanged and whole, for as long as agreed and no longer."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from diis.extracts.landing import Landing, landing_limit
from diis.extracts.rejections import Refused
from diis.extracts.sources import Source, fingerprint, source_of
from tests.diis.extract_builder import AnExtract, a_referral

EXTRACT = AnExtract([a_referral(1)], manifest=True)


@pytest.fixture
def landing(tmp_path: Path) -> Landing:
    return Landing(tmp_path / "landing")


def test_bytes_lie_unchanged_under_their_fingerprint_for_their_owner_alone(landing: Landing, tmp_path: Path) -> None:
    landed = landing.land(source_of(EXTRACT.archive(tmp_path)))
    assert landed.source.path == landing.folder / landed.fingerprint / EXTRACT.name
    assert {path.name: path.read_bytes() for path in landed.source.path.iterdir()} == EXTRACT.files()
    assert landed.bytes_received == sum(map(len, EXTRACT.files().values()))
    assert landed.fingerprint == fingerprint(landed.source)
    assert [oct(path.stat().st_mode & 0o077) for path in (landing.folder, landed.source.path.parent)] == ["0o0", "0o0"]


def test_the_same_bytes_land_once_however_often_and_however_they_come(landing: Landing, tmp_path: Path) -> None:
    ways = [EXTRACT.folder(tmp_path), EXTRACT.archive(tmp_path), EXTRACT.folder(tmp_path)]
    assert len({landing.land(source_of(path)).source.path for path in ways}) == 1
    assert len(list(landing.folder.rglob("*.csv"))) == 2
    assert not list(landing.folder.glob(".incoming*"))


def test_bytes_that_lie_here_are_not_copied_again(
    landing: Landing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = source_of(EXTRACT.folder(tmp_path))
    first = landing.land(source)
    monkeypatch.setattr("diis.extracts.landing.shutil.copyfileobj", None)
    again = [landing.land(source), landing.land(source, first.fingerprint)]
    assert [(one.fingerprint, one.source.path, one.bytes_received) for one in again] == [
        (first.fingerprint, first.source.path, first.bytes_received)
    ] * 2


def test_a_landing_that_was_cut_off_after_its_folder_was_made_is_completed(landing: Landing, tmp_path: Path) -> None:
    """F01: a killed landing leaves an empty folder or scratch files; neither is taken for the extract."""
    source = source_of(EXTRACT.folder(tmp_path))
    (landing.folder / fingerprint(source)).mkdir(parents=True)
    (landing.folder / ".incoming-killed").mkdir()
    assert landing.find(fingerprint(source), EXTRACT.name) is None
    assert landing.land(source).source.files() == source.files()


def test_files_that_grow_while_they_are_copied_are_refused(landing: Landing, tmp_path: Path) -> None:
    """B30, F18: half a list is not a list."""

    class StillWritten(Source):
        @contextmanager
        def open(self, name: str) -> Iterator[IO[bytes]]:
            with super().open(name) as stream:
                yield stream
            with (self.path / name).open("ab") as file:
                file.write(b"one more row\n")

    with pytest.raises(Refused) as refused:
        landing.land(StillWritten(EXTRACT.folder(tmp_path)))
    assert [rejection.code for rejection in refused.value.rejections] == ["still-written"]
    assert list(landing.folder.iterdir()) == []


@pytest.mark.parametrize(("age_in_days", "kept"), [(399, True), (401, False)])
def test_a_landed_extract_is_cleared_when_its_time_is_up(
    landing: Landing, tmp_path: Path, age_in_days: int, kept: bool
) -> None:
    landed = landing.land(source_of(EXTRACT.folder(tmp_path)))
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    when = (now - timedelta(days=age_in_days)).timestamp()
    for path in (landed.source.path.parent, *landing.folder.glob(".incoming*")):
        os.utime(path, (when, when))
    cleared = landing.clear(landing_limit(now, 400))
    assert cleared == ([] if kept else [landed.fingerprint])
    assert (landing.find(landed.fingerprint, EXTRACT.name) is not None) == kept


def test_what_a_killed_landing_left_is_cleared_too_and_not_counted(landing: Landing) -> None:
    scratch = landing.folder / ".incoming-killed"
    scratch.mkdir(parents=True)
    os.utime(scratch, (0, 0))
    assert landing.clear(datetime(2026, 11, 21, tzinfo=UTC)) == []
    assert not scratch.exists()


def test_a_landing_area_that_was_never_made_has_nothing_to_clear(landing: Landing) -> None:
    assert landing.clear(datetime(2026, 11, 21, tzinfo=UTC)) == []
