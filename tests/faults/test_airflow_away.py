"""Nothing ran for three days and then all of it at once, twice over (F14): each waiting arrival once, in its order."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake
from diis.refresh import refresh
from diis.store.figures import latest_figures
from sendwatch.inboxes import pull_inbox
from tests.diis import monthly_builder as monthly
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, some_referrals
from tests.diis.store_dump import current, dump, ledger_rows

CENSUSES = ("2026-09-28", "2026-09-29", "2026-09-30")
LIST = AnExtract(some_referrals(12))
LISTS = ("r0d-neurodevelopmental", "rbd-community-paediatrics")


def fill(inboxes: Path, day: int, lists: Sequence[str] = LISTS) -> None:
    """What is sent on a day: a list of each feed that has one child more and one less, and on the last two months."""
    for name in lists:
        feed = FEEDS_BY_NAME[name]
        day_of_feed = replace(LIST, provider=feed.provider, pathway=str(feed.pathway), census=CENSUSES[day])
        replace(day_of_feed, referrals=some_referrals(12, day)).archive(inboxes / name)
    if day == 2:
        for month in ("2026-09", "2026-08"):
            monthly.a_submission("RDY", month, referrals=[monthly.a_referral(1)]).folder(inboxes / "rdy-mhsds")


def run_all(intake: Intake, inboxes: Path) -> list[str]:
    """What the timers do: every feed, and one refresh."""
    outcomes = [verdict.outcome for name in FEEDS_BY_NAME for verdict in pull_inbox(name, inboxes / name, intake)]
    refresh(intake)
    return outcomes


def shown(intake: Intake) -> list[tuple[str, str, str, str, float | None]]:
    """The figures of the newest day, whichever load they were counted at."""
    return [(one.measure, one.provider, one.level, one.figure, one.value) for one in latest_figures(intake.store)]


def test_after_three_days_every_waiting_arrival_is_applied_once_in_order_of_its_period(
    intake: Intake, tmp_path: Path
) -> None:
    for day in (2, 0, 1):
        fill(tmp_path / "inbox", day)
    assert run_all(intake, tmp_path / "inbox") == ["accepted"] * 8
    loads = [(row["feed"], row["census_on"]) for row in ledger_rows(intake.store)]
    for name in {feed for feed, _ in loads}:
        of_feed = [census for feed, census in loads if feed == name]
        assert of_feed == sorted(of_feed), f"{name} was not applied in order"  # type: ignore[type-var]
    before = dump(intake.store)
    assert [row[0] for row in before["refresh"]] == [8], "one refresh takes in all that waited"
    assert run_all(intake, tmp_path / "inbox") == ["duplicate"] * 8
    assert dump(intake.store) == before


def test_what_is_known_afterwards_is_what_daily_runs_would_have_told(fresh: Fresh, tmp_path: Path) -> None:
    known = []
    for runs in ([(0, 1, 2)], [(0,), (1,), (2,)]):
        with fresh() as intake:
            inboxes = tmp_path / f"{len(runs)} runs"
            for days in runs:
                for day in days:
                    fill(inboxes, day, LISTS[:1])
                run_all(intake, inboxes)
            known.append((current(intake.store), shown(intake)))
    assert known[0] == known[1]
