"""The use cases as a timer calls them: by feed name, with nothing but the settings."""

from collections.abc import Iterator
from pathlib import Path

from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.housekeeping import clear_landing as clear
from diis.intake import Intake
from diis.pull import pull
from diis.refresh import refresh
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings


class ExtractsRefused(Exception):
    """Some extracts of a feed were refused; the others were loaded."""


def pull_feed(name: str) -> list[int]:
    """Pull every extract waiting in the inbox of a feed, oldest name first; returns the loads made.

    A refused extract does not keep the others out; it raises `ExtractsRefused` at the end, so that it is seen.
    """
    settings = Settings()
    with open_intake(settings) as intake:
        verdicts = list(pull_inbox(name, settings.inbox(name), intake))
    refused = [Path(verdict.path).name for verdict in verdicts if verdict.outcome == "refused"]
    if refused:
        raise ExtractsRefused(
            f"{len(refused)} extracts of {name} were refused: {', '.join(refused[:5])}. See the quarantine."
        )
    return [verdict.load for verdict in verdicts if verdict.load is not None]


def pull_inbox(name: str, inbox: Path, intake: Intake) -> Iterator[Verdict]:
    """Pull what lies in an inbox, in the order of the names, which is that of the census dates."""
    waiting = sorted(path for path in inbox.iterdir() if not path.name.startswith(".")) if inbox.is_dir() else []
    for path in waiting:
        yield pull(FEEDS_BY_NAME[name], path, intake)


def refresh_waits() -> list[int]:
    """Refresh the figures for every load not yet refreshed; returns those loads."""
    with open_intake(Settings()) as intake:
        return refresh(intake)


def clear_landing() -> int:
    """Delete landed files past their retention; returns how many arrivals."""
    settings = Settings()
    with open_intake(settings) as intake:
        return len(clear(intake, settings.landing_days))
