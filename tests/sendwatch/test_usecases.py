"""The use cases of the timers: what is refused is told once, and no log holds a name that may be a person's."""

import logging
import os
import stat
from pathlib import Path

import pytest

from sendwatch.settings import Settings
from sendwatch.usecases import ExtractsRefused, clear_landing, fail_for_refusals, pull_feed
from tests.diis.extract_builder import AnExtract, a_folder, some_referrals

FEED = "r0d-neurodevelopmental"
SOUND = AnExtract(some_referrals(3))
REFUSED = AnExtract(some_referrals(3), census="2026-09-23", manifest={})
SAMPLES = Path(__file__).parent.parent / "samples" / "rtt"
PERSON = "Smith, John 9990000018\nasked for.csv"


@pytest.fixture
def inbox(settings: Settings) -> Path:
    return settings.inbox(FEED)


def test_a_refused_list_does_not_keep_the_loads_of_the_others_back(inbox: Path) -> None:
    SOUND.folder(inbox)
    REFUSED.folder(inbox)
    loads = pull_feed(FEED)
    assert loads == [1, 2]
    with pytest.raises(ExtractsRefused, match=f"1 extracts were refused: {REFUSED.name}"):
        fail_for_refusals(loads)


def test_a_refusal_is_told_once_and_not_on_each_run(inbox: Path) -> None:
    REFUSED.folder(inbox)
    assert pull_feed(FEED) == [1]
    assert pull_feed(FEED) == []
    assert fail_for_refusals([]) == 0


def test_loads_without_a_refusal_among_them_raise_nothing(inbox: Path) -> None:
    SOUND.folder(inbox)
    assert fail_for_refusals(pull_feed(FEED)) == 1


def test_what_is_no_extract_is_counted_in_the_log_and_raises_nothing(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    SOUND.folder(inbox)
    (inbox / PERSON).write_text("x")
    with caplog.at_level(logging.WARNING):
        assert pull_feed(FEED) == [1]
    assert f"1 entries in the inbox of {FEED} were not taken" in caplog.text
    assert "Smith" not in caplog.text


def test_a_refused_file_of_another_form_of_name_is_not_named(settings: Settings) -> None:
    sound = next(SAMPLES.glob("*.csv")).read_text(encoding="utf-8-sig")
    two_months = sound + sound.splitlines()[-1].replace(sound.splitlines()[-1].split(",")[0], "RTT-May-2019") + "\n"
    a_folder(settings.inbox("rbd-rtt"), {"Smith John.csv": two_months.encode()})
    loads = pull_feed("rbd-rtt")
    assert len(loads) == 1
    with pytest.raises(ExtractsRefused) as told:
        fail_for_refusals(loads)
    assert "one of another form of name" in str(told.value)
    assert "Smith" not in str(told.value)


def test_what_a_use_case_writes_is_for_its_owner_alone(settings: Settings, inbox: Path) -> None:
    before = os.umask(0o022)
    try:
        SOUND.folder(inbox)
        pull_feed(FEED)
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    landed = [path for path in settings.landing.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in landed} == {0}


def test_housekeeping_counts_landed_and_waiting_files(inbox: Path, settings: Settings) -> None:
    entry = SOUND.folder(inbox)
    pull_feed(FEED)
    assert clear_landing() == 0
    for path in (entry, *settings.landing.iterdir()):
        os.utime(path, (0, 0))
    assert clear_landing() == 2
    assert list(inbox.iterdir()) == list(settings.landing.iterdir()) == []
