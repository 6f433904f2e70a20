"""`sendwatch pull`: extracts in, verdicts out."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake, unwatched
from diis.pull import pull as pull_extract
from diis.refresh import refresh
from diis.replay import Unjudged, replay, unjudged
from sendwatch.commands import exits
from sendwatch.commands.all_findings import faults_of
from sendwatch.commands.paths import extracts_of
from sendwatch.commands.verdicts import printable, pulled_in_words
from sendwatch.inboxes import pull_inbox
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings

ALL_JUDGED = "Everything that was received has its verdict in the store; there is nothing to pull."

Json = Annotated[bool, typer.Option("--json", help="One JSON line for each extract.")]
Paths = Annotated[list[Path] | None, typer.Argument(help="Folders, .zip or .xlsx of layout wl-1, or published files.")]
FeedName = Annotated[str | None, typer.Option("--feed", help="Pull what lies in the inbox of this feed instead.")]
OfLanding = Annotated[
    bool,
    typer.Option(
        "--landed", help="Pull what was received and has no verdict in the store, as after a restored backup."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="With --landed: list what would be pulled, change nothing.")]


def pull(
    paths: Paths = None,
    feed: FeedName = None,
    landed: OfLanding = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Load extracts into the store, each in full or not at all. A folder of extracts stands for those in it.

    Example: sendwatch pull R0D_neurodevelopmental_2026-09-30
    """
    _check_call(paths, feed, landed, dry_run)
    settings = Settings()
    with _counter() as progress, open_intake(settings, progress) as intake:
        if dry_run:
            _say_unjudged(intake, as_json)
            return
        if landed:
            verdicts = replay(intake)
        elif feed is not None:
            verdicts = pull_inbox(feed, settings.inbox(feed), intake)
        else:
            verdicts = (pull_extract(None, path, intake) for path in extracts_of(paths or []))
        codes = _said(verdicts, intake, as_json)
        refresh(intake)
    if landed and not codes and not as_json:
        typer.echo(ALL_JUDGED)
    raise typer.Exit(exits.worst(codes))


def _check_call(paths: list[Path] | None, feed: str | None, landed: bool, dry_run: bool) -> None:
    """Exactly one way to say what is pulled."""
    if dry_run and not landed:
        raise typer.BadParameter("--dry-run goes with --landed. What a pull would do: sendwatch check PATH.")
    if paths and (feed is not None or landed):
        raise typer.BadParameter("Give either the paths of extracts, or --feed, or --landed: not two of them.")
    if [bool(paths), feed is not None, landed].count(True) != 1 or (feed is not None and feed not in FEEDS_BY_NAME):
        close = get_close_matches(feed or "", FEEDS_BY_NAME, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        known = ", ".join(FEEDS_BY_NAME)
        raise typer.BadParameter(f"Give the paths of extracts, or --landed, or --feed with one of: {known}.{hint}")


def _say_unjudged(intake: Intake, as_json: bool) -> None:
    """What a replay would pull, in its order."""
    found = unjudged(intake)
    for one in found:
        typer.echo(json.dumps(_as_json(one)) if as_json else f"Would pull {_in_words(one)}")
    if not as_json:
        typer.echo("Nothing was changed." if found else ALL_JUDGED)


def _in_words(one: Unjudged) -> str:
    of = f", {one.promise.feed.name} of {one.promise.census_on}" if one.promise else ""
    return f"{printable(one.landed.source.name)}{of}: {one.landed.bytes_received:,} bytes"


def _as_json(one: Unjudged) -> dict[str, object]:
    """Outside checks may read it: the path as in the line of a pull, and what the extract says it is."""
    return {
        "path": str(one.landed.source.path),
        "feed": one.promise.feed.name if one.promise else None,
        "census_on": str(one.promise.census_on) if one.promise else None,
        "bytes": one.landed.bytes_received,
    }


def _said(verdicts: Iterable[Verdict], intake: Intake, as_json: bool) -> set[int]:
    """Say each verdict as soon as it stands; returns their exit codes."""
    codes = set()
    for verdict in verdicts:
        said = json.dumps(verdict.as_json()) if as_json else pulled_in_words(verdict, faults_of(verdict, intake))
        typer.echo(said)
        codes.add(exits.OF_OUTCOME[verdict.outcome])
    return codes


@contextmanager
def _counter() -> Iterator[Callable[[int], None]]:
    """A running count of rows on stderr, only where a person watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield unwatched
        return
    columns = (TextColumn("reading"), TextColumn("{task.completed:,.0f} rows"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("rows", total=None)
        yield lambda rows: progress.advance(task, rows)
