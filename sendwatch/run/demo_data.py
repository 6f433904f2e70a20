"""The invented extracts of a run: as fresh as the first time somebody ran it here, and the same ever after."""

import json
from datetime import date, timedelta
from pathlib import Path

from sendwatch.demo import write
from sendwatch.run.errors import RunError

MARK = "demo.json"
SUNDAY = 6
WEEKS = 26


class NotADemoError(RunError):
    """The home folder holds extracts that no demo put there."""


def write_extracts(home: Path, today: date) -> list[Path]:
    """Write the demo into the inboxes of `home`; the extract folders.

    A second time gives the same bytes: with a newer last census date the same referral numbers would be other children.
    """
    last_census = recorded_census(home) or newest_sunday(today)
    refuse_what_is_not_a_demo(home)
    (home / MARK).write_text(json.dumps({"last_census": last_census.isoformat()}), encoding="utf-8")
    return write(home / "inbox", weeks=WEEKS, last_census=last_census)


def recorded_census(home: Path) -> date | None:
    mark = home / MARK
    return date.fromisoformat(json.loads(mark.read_text(encoding="utf-8"))["last_census"]) if mark.exists() else None


def newest_sunday(today: date) -> date:
    """The Sunday on or before a day: lists are drawn up at the end of the week."""
    return today - timedelta(days=(today.weekday() - SUNDAY) % 7)


def refuse_what_is_not_a_demo(home: Path) -> None:
    """Invented children must never be pulled into a store of real ones."""
    landing = home / "landing"
    if not (home / MARK).exists() and landing.is_dir() and any(landing.iterdir()):
        raise NotADemoError(
            f"{landing} holds files that did not come from a demo, and invented data must not be mixed with them. "
            "Choose another folder: make run SENDWATCH_HOME=var/demo"
        )
