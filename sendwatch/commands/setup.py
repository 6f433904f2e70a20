"""`sendwatch init` and `doctor`: make what is missing, and say what is wrong."""

import json
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from diis.definitions.days import days_between
from diis.extracts.pseudonyms import Pseudonymiser, read_key
from diis.feeds import FEEDS, FEEDS_BY_NAME
from diis.replay import unjudged
from diis.store import migrate
from diis.store.engine import Store
from diis.store.ledger import feed_statuses, key_ids
from diis.store.readings import FeedStatus
from sendwatch.commands import exits
from sendwatch.commands.findings import Finding
from sendwatch.commands.register_findings import register_findings
from sendwatch.inboxes import strays
from sendwatch.owner_only import OWNER_ONLY
from sendwatch.register import initialise_register
from sendwatch.rooms import initialise, key_path, open_intake, read_references, utc_now
from sendwatch.settings import Settings


class Part(StrEnum):
    """What of the service lies on this machine: on a server the two have credentials and containers of their own."""

    STORE = "store"
    REGISTER = "register"


Only = Annotated[Part | None, typer.Option("--only", help="The waiting times or the register alone.")]


def init(only: Only = None) -> None:
    """Make folders, keys and databases where they are missing.

    Safe to run again: what is there stays as it is.
    """
    settings = Settings()
    done = [] if only is Part.REGISTER else initialise(settings)
    done += [] if only is Part.STORE else initialise_register(settings)
    typer.echo("\n".join(done) if done else "Everything is there; nothing was changed.")


def doctor(only: Only = None, as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Say what is wrong and what to do about it.

    Looks at folders, keys, databases, schemas, feeds, and the audit's anchors.
    """
    settings = Settings()
    found = [] if only is Part.REGISTER else list(_findings(settings))
    found += [] if only is Part.STORE else list(register_findings(settings))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in found]))
    else:
        typer.echo("\n".join(finding.in_words() for finding in found))
    if not all(finding.well for finding in found):
        raise typer.Exit(exits.REFUSED)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _home_finding(settings)
    yield from _stray_findings(settings)
    yield from _reference_findings(settings)
    try:
        key_id = Pseudonymiser(read_key(key_path(settings))).key_id
        yield Finding(f"pseudonym key {key_id}", True)
        store = Store(settings.database_url())
        migrate.check(store)
        yield Finding(f"store at schema {migrate.head()}", True)
        yield from _store_findings(store, key_id)
        store.close()
        yield _landing_finding(settings)
    except exits.KNOWN_FAULTS as fault:
        yield Finding(type(fault).__name__, False, str(fault))


def _home_finding(settings: Settings) -> Finding:
    what = f"home folder {settings.home}"
    if not settings.home.is_dir():
        return Finding(what, False, "Run sendwatch init.")
    for_others = stat.S_IMODE(settings.home.stat().st_mode) & OWNER_ONLY
    advice = f"Others can look into it, and it holds received files: chmod 700 {settings.home}" if for_others else ""
    return Finding(what, not for_others, advice)


def _stray_findings(settings: Settings) -> Iterator[Finding]:
    """Inboxes with entries that no pull takes; their names are not repeated, for they may hold a person."""
    for feed in FEEDS:
        codes = Counter(strays(feed.name, settings.inbox(feed.name), utc_now().date()))
        if codes:
            why = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
            advice = "Look at each with sendwatch check; then rename it, move it or delete it."
            yield Finding(f"inbox {settings.inbox(feed.name)}, not taken: {why}", False, advice)


def _reference_findings(settings: Settings) -> Iterator[Finding]:
    """Which lists the national measures count with; one that lacks a set counts too few without anyone seeing it."""
    try:
        references = read_references(settings)
    except exits.KNOWN_FAULTS as fault:
        yield Finding(type(fault).__name__, False, str(fault))
        return
    codes, boards = references.codes, references.organisations.parents
    missing = f"Nothing is listed of {', '.join(codes.missing_sets)}: fewer four-week clocks stop than nationally."
    listed = len({one.code for one in codes.interventions})
    what = f"procedures that stop the four-week clock, {listed} from {settings.interventions or 'the national code'}"
    yield Finding(what, not (settings.interventions and codes.missing_sets), missing if codes.missing_sets else "")
    what = f"organisations, {len(boards)} sub-ICBs from {settings.organisations or 'nowhere'}"
    yield Finding(what, True, "" if boards else "National figures have no boards and regions.")


def _store_findings(store: Store, key_id: str) -> Iterator[Finding]:
    with store.reading() as connection:
        others = key_ids(connection) - {key_id}
    advice = "The store was filled under another key: restore that key." if others else ""
    yield Finding("key is the one the store was filled under", not others, advice)
    for status in feed_statuses(store, FEEDS):
        yield _feed_finding(status)


def _landing_finding(settings: Settings) -> Finding:
    """After a restored backup, or a pull that was killed, the landing area knows more than the store (F33)."""
    with open_intake(settings) as intake:
        lost = len(unjudged(intake))
    advice = (
        f"Received and without a verdict: {lost}. If no pull is under way: sendwatch pull --landed --dry-run lists "
        "them, sendwatch pull --landed loads them."
    )
    return Finding("landing area, every arrival has its verdict", not lost, advice if lost else "")


def _feed_finding(status: FeedStatus) -> Finding:
    """A feed is well when its newest list is not late and none waits for a person; a new service has none yet."""
    feed = FEEDS_BY_NAME.get(status.feed)
    advice = []
    if status.held:
        advice.append(f"Lists that wait for a person: {status.held}. See sendwatch quarantine list.")
    if feed is not None and status.census_on is not None:
        age = days_between(status.census_on, utc_now().date())
        if age > feed.late_after_days:
            advice.append(f"It is {age} days old; late after {feed.late_after_days}. Ask {feed.owner}.")
    return Finding(f"feed {status.feed}, newest list {status.census_on or 'none yet'}", not advice, " ".join(advice))
