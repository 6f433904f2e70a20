"""Kill -9 during a pull, then pull again: the store equals the one that was never killed (F01, F02; I1 to I3, I10)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diis.extracts.landing import Landing
from diis.intake import Intake
from diis.pull import pull, release
from diis.store import migrate
from tests.diis.dying import Place, killed, open_intake
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, some_referrals
from tests.diis.store_dump import Dump, dump

STEPS = ("land", "arrive", "load", "enter", "commit")

FIRST = AnExtract(some_referrals(60), [a_contact(child) for child in range(15)], census="2026-09-23", manifest=True)
BAD: list[Row] = [a_referral(70, gender="?"), a_referral(71), a_referral(71, gender="2"), a_referral(5)]
SECOND = AnExtract(
    [*some_referrals(50, 3), a_referral(0, decision="accepted", decision_date="2026-09-25"), *BAD],
    [*(a_contact(child) for child in range(3, 14)), a_contact(4, attendance="7"), a_contact(99)],
    manifest=True,
)
SHORT = replace(SECOND, referrals=some_referrals(9), contacts=[], manifest=False)


@pytest.fixture(scope="module")
def never_killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dump]]:
    """The store after the first list, the second, and a short one that was held and released."""
    folder = tmp_path_factory.mktemp("never-killed")
    intake = open_intake(f"sqlite:///{folder / 'store.sqlite'}", folder / "landing")
    store = intake.store
    migrate.upgrade(store)
    dumps = [dump(store)]
    for extract in (FIRST, SECOND, replace(SHORT, census="2026-10-07")):
        pull(None, extract.folder(folder / extract.census), intake)
        dumps.append(dump(store))
    release(3, intake)
    yield [*dumps, dump(store)]
    store.close()


def sent(tmp_path: Path) -> tuple[Path, Path, Path]:
    """The three lists, as they lie in an inbox."""
    third = replace(SHORT, census="2026-10-07")
    return FIRST.folder(tmp_path / "1"), SECOND.archive(tmp_path / "2"), third.folder(tmp_path / "3")


def whole(landing: Landing) -> bool:
    """Whether each landed extract has every byte that was sent."""
    known = [FIRST.files(), SECOND.files(), replace(SHORT, census="2026-10-07").files()]
    extracts = [folder for folder in landing.folder.glob("[!.]*/*") if folder.is_dir()]
    return all({file.name: file.read_bytes() for file in folder.iterdir()} in known for folder in extracts)


@pytest.mark.parametrize("step", STEPS)
def test_a_pull_killed_before_any_step_is_made_good_by_the_next(
    intake: Intake, store_url: str, tmp_path: Path, never_killed: list[Dump], step: str
) -> None:
    for number, path in enumerate(sent(tmp_path)[:2], start=1):
        assert killed(store_url, intake.landing.folder, path, Place(step)), f"the pull has no step {step}"
        assert dump(intake.store, without=["arrival"]) == without_arrivals(never_killed[number - 1])
        assert whole(intake.landing)
        assert pull(None, path, intake).load == number
        assert dump(intake.store) == never_killed[number]
        assert pull(None, path, intake).outcome == "duplicate"
        assert dump(intake.store) == never_killed[number]


def without_arrivals(whole_store: Dump) -> Dump:
    return {name: rows for name, rows in whole_store.items() if name != "arrival"}


@pytest.mark.parametrize("kind", ["statement", "fsync", "batch"])
def test_a_pull_killed_again_and_again_and_each_time_later_is_made_good(
    intake: Intake, store_url: str, tmp_path: Path, never_killed: list[Dump], kind: str
) -> None:
    """At the first statement, at a later one, ... until one pull comes to its end: readers see all of it or none."""
    first, second, _ = sent(tmp_path)
    pull(None, first, intake)
    before = without_arrivals(never_killed[1])
    times, stride = 1, 1 if intake.store.is_sqlite or kind != "statement" else 3
    while killed(store_url, intake.landing.folder, second, Place(kind, times)):
        assert dump(intake.store, without=["arrival"]) == before
        assert whole(intake.landing)
        times += stride
    assert times > {"statement": 30, "fsync": 5, "batch": 5}[kind]
    assert dump(intake.store) == never_killed[2]


@pytest.mark.parametrize("step", ["arrive", "load", "enter", "commit"])
def test_a_release_that_is_killed_is_made_good_by_the_next(
    intake: Intake, store_url: str, tmp_path: Path, never_killed: list[Dump], step: str
) -> None:
    for path in sent(tmp_path):
        pull(None, path, intake)
    assert dump(intake.store) == never_killed[3]
    assert killed(store_url, intake.landing.folder, 3, Place(step))
    assert dump(intake.store) == never_killed[3]
    assert release(3, intake).load == 4
    assert dump(intake.store) == never_killed[4]


@pytest.mark.parametrize("step", STEPS)
def test_a_refusal_that_is_killed_is_entered_by_the_next(
    intake: Intake, store_url: str, tmp_path: Path, step: str
) -> None:
    path = replace(FIRST, manifest={"layout": "wl-1", "rows": {"referrals.csv": 1}}).folder(tmp_path / "sent")
    if not killed(store_url, intake.landing.folder, path, Place(step)):
        assert step in {"load", "enter", "commit"}, "a refusal is found before the rows are loaded"
    verdict = pull(None, path, intake)
    assert (verdict.outcome, verdict.load) == ("refused", 1)
    assert [len(dump(intake.store)[name]) for name in ("arrival", "load", "quarantine", "referral")] == [1, 1, 1, 0]
