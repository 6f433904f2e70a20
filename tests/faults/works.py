"""Everything that writes, small: what is there before, and the work itself, which may be done again (trust: I2, I10).

Functions of this module are named to processes that die, so they take a name and a folder and nothing open.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from diis.decisions import NotDiscarded, discard
from diis.extracts.autism_csv import HEADER
from diis.extracts.sources import source_of
from diis.housekeeping import clear_landing
from diis.intake import Intake
from diis.pull import pull, release
from diis.refresh import refresh
from diis.replay import replay
from tests.diis import monthly_builder as monthly
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, as_csv, some_referrals
from tests.diis.test_autism_csv import NAME, a_line, of_provider

FIRST = AnExtract(some_referrals(12), [a_contact(child) for child in range(5)], census="2026-09-23")
SECOND = AnExtract(
    [*some_referrals(9, 2), a_referral(40, gender="?"), a_referral(0, closed_date="2026-09-25", closure_reason="02")],
    [*(a_contact(child) for child in range(2, 5)), a_contact(77)],
)
SHORT = replace(SECOND, referrals=some_referrals(3), contacts=[], census="2026-10-07")
REFUSED = replace(SECOND, census="2026-10-14", manifest={"layout": "wl-1", "rows": {"referrals.csv": 1}})
PUBLISHED_WAITS = Path(__file__).parents[1] / "samples/rtt/20250930-RTT-September-2025-RBD.csv"
DAYS = 400
RETENTION = "retention"


def _mental_health(month: str, children: range) -> monthly.ASubmission:
    referrals = [monthly.a_referral(child) for child in children]
    odd = monthly.a_referral(90, PrimReasonReferralMH="?")
    contacts = [monthly.a_contact(child) for child in children[:3]]
    return monthly.a_submission("RDY", month, referrals=[*referrals, odd], contacts=contacts)


def _community(month: str, children: range) -> monthly.ASubmission:
    referrals = [monthly.a_community_referral(child) for child in children]
    contacts = [monthly.a_community_contact(child) for child in children[:3]]
    return monthly.a_community_submission("RBD", month, referrals=referrals, contacts=contacts)


def _autism_file(folder: Path, value: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_bytes(as_csv(HEADER, [a_line(value=value), of_provider("RDY", "310")]))
    return folder / NAME


def _loaded(intake: Intake, folder: Path) -> None:
    pull(None, FIRST.folder(folder / "first"), intake)


def _first(intake: Intake, folder: Path) -> None:
    _loaded(intake, folder)
    refresh(intake)


def _first_and(earlier: Callable[[Path], Path]) -> "Arrange":
    def arrange(intake: Intake, folder: Path) -> None:
        _loaded(intake, folder)
        assert pull(None, earlier(folder / "earlier"), intake).load == 2

    return arrange


def _pull(sent: Callable[[Path], Path]) -> "Do":
    return lambda intake, folder: pull(None, sent(folder / "sent"), intake)


def _held(intake: Intake, folder: Path) -> None:
    _loaded(intake, folder)
    assert pull(None, SHORT.folder(folder / "short"), intake).outcome == "held"


def _discard(intake: Intake, folder: Path) -> None:
    with suppress(NotDiscarded):
        discard(2, "The trust sends a corrected list", intake)


def _not_refreshed(intake: Intake, folder: Path) -> None:
    _first(intake, folder)
    pull(None, SECOND.archive(folder / "second"), intake)


def _restored(intake: Intake, folder: Path) -> None:
    """After last night's backup was restored: what landed since, the newest first, among it one held, one refused."""
    _first(intake, folder)
    for extract in (REFUSED, SHORT, SECOND):
        intake.landing.land(source_of(extract.folder(folder / extract.name)))


def _past_retention(intake: Intake, folder: Path) -> None:
    """Nine lists long past their time, one that is held, and one that came today."""
    _held(intake, folder)
    for week in range(1, 9):
        intake.landing.land(source_of(replace(FIRST, census=f"2026-07-{week:02}").folder(folder / str(week))))
    for landed in intake.landing.folder.iterdir():
        os.utime(landed, (0, 0))
    intake.landing.land(source_of(SECOND.folder(folder / "today")))


Arrange = Callable[[Intake, Path], None]
Do = Callable[[Intake, Path], object]


@dataclass(frozen=True)
class Work:
    """What is there before, and what is done."""

    arrange: Arrange
    do: Do


WORKS: dict[str, Work] = {
    "list": Work(_first, _pull(SECOND.archive)),
    "refused list": Work(_loaded, _pull(REFUSED.folder)),
    "held list": Work(_loaded, _pull(SHORT.folder)),
    "mental health submission": Work(
        _first_and(_mental_health("2026-08", range(12)).folder), _pull(_mental_health("2026-09", range(2, 14)).archive)
    ),
    "community submission": Work(
        _first_and(_community("2026-08", range(12)).folder), _pull(_community("2026-09", range(2, 14)).archive)
    ),
    "published waits": Work(_loaded, lambda intake, _folder: pull(None, PUBLISHED_WAITS, intake)),
    "published autism": Work(
        _first_and(lambda folder: _autism_file(folder, "290001")), _pull(lambda folder: _autism_file(folder, "293084"))
    ),
    "refresh": Work(_not_refreshed, lambda intake, _folder: refresh(intake)),
    "release": Work(_held, lambda intake, _folder: release(2, intake)),
    "discard": Work(_held, _discard),
    "replay": Work(_restored, lambda intake, _folder: list(replay(intake))),
    RETENTION: Work(_past_retention, lambda intake, _folder: clear_landing(intake, DAYS)),
}


def do(name: str, folder: Path, intake: Intake) -> object:
    """Do a work by its name; the same files are written again, so that it can be done as often as one likes."""
    return WORKS[name].do(intake, folder)
