"""The use cases as a timer calls them: by feed name, with nothing but the settings."""

import logging

from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS
from diis.housekeeping import clear_inboxes
from diis.housekeeping import clear_landing as clear
from diis.refresh import refresh
from diis.store.ledger import refused_names
from sendwatch.inboxes import pull_inbox
from sendwatch.names_in_logs import name_in_logs
from sendwatch.owner_only import files_for
from sendwatch.rooms import open_intake, open_store
from sendwatch.settings import Settings

TOLD_AT_ONCE = frozenset({"wrong-feed", "archive-unsafe-path", "path-is-link"})
"""Codes of a file that came to the wrong inbox (B36) or was made to do harm (B26)."""
NAMED = 5
"""Refused extracts named in a log; the quarantine has all."""

log = logging.getLogger(__name__)


class ExtractsRefused(Exception):
    """Some extracts of a feed were refused; the others were loaded."""


@files_for()
def pull_feed(name: str) -> list[int]:
    """Pull every extract waiting in the inbox of a feed, oldest name first; returns the loads made.

    A refused extract does not keep the others out. One that is new is among the loads: `fail_for_refusals` tells them.
    What is no extract of this feed at all has no load, and is only counted: `sendwatch doctor` reports it.
    """
    settings = Settings()
    with open_intake(settings) as intake:
        verdicts = list(pull_inbox(name, settings.inbox(name), intake))
    for reason in sorted(_told_at_once(verdicts)):
        log.warning("%s", reason)
    strays = sum(verdict.outcome == "refused" and verdict.load is None for verdict in verdicts)
    if strays:
        log.warning("%d entries in the inbox of %s were not taken. See: sendwatch doctor", strays, name)
    return [verdict.load for verdict in verdicts if verdict.load is not None and not verdict.again]


def _told_at_once(verdicts: list[Verdict]) -> set[str]:
    """Why what lay in an inbox is a matter for people at once; the reasons name feeds and owners, nothing received."""
    return {found.reason for verdict in verdicts for found in verdict.findings if found.code in TOLD_AT_ONCE}


@files_for()
def fail_for_refusals(loads: list[int]) -> int:
    """Raise `ExtractsRefused` if there is a refusal among loads, so that it is seen once; returns how many it saw."""
    store = open_store(Settings())
    try:
        with store.reading() as connection:
            refused = [name_in_logs(name) for name in refused_names(connection, loads)]
    finally:
        store.close()
    if refused:
        raise ExtractsRefused(
            f"{len(refused)} extracts were refused: {', '.join(refused[:NAMED])}. See the quarantine."
        )
    return len(loads)


@files_for()
def refresh_waits() -> list[int]:
    """Refresh the figures for every load not yet refreshed; returns those loads."""
    with open_intake(Settings()) as intake:
        return refresh(intake)


@files_for()
def clear_landing() -> int:
    """Delete received files past their retention; returns how many arrivals and inbox entries."""
    settings = Settings()
    with open_intake(settings) as intake:
        inboxes = [settings.inbox(feed.name) for feed in FEEDS]
        return len(clear(intake, settings.landing_days)) + clear_inboxes(intake, inboxes, settings.landing_days)
