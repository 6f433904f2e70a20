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
from diis.intake import unwatched
from diis.pull import pull as pull_extract
from diis.refresh import refresh
from sendwatch.commands import exits
from sendwatch.commands.paths import extracts_of
from sendwatch.commands.verdicts import pulled_in_words
from sendwatch.inboxes import pull_inbox
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="One JSON line for each extract.")]
Paths = Annotated[list[Path] | None, typer.Argument(help="Folders, .zip or .xlsx of layout wl-1, or published files.")]


def pull(
    paths: Paths = None,
    feed: Annotated[str | None, typer.Option(help="Pull what lies in the inbox of this feed instead.")] = None,
    as_json: Json = False,
) -> None:
    """Load extracts into the store, each in full or not at all. A folder of extracts stands for those in it.

    Example: sendwatch pull R0D_neurodevelopmental_2026-09-30
    """
    if (feed is None) == (not paths) or (feed is not None and feed not in FEEDS_BY_NAME):
        close = get_close_matches(feed or "", FEEDS_BY_NAME, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        known = ", ".join(FEEDS_BY_NAME)
        raise typer.BadParameter(f"Give the paths of extracts, or --feed with one of: {known}.{hint}")
    settings = Settings()
    with _counter() as progress, open_intake(settings, progress) as intake:
        by_path = (pull_extract(None, path, intake) for path in extracts_of(paths or []))
        codes = _said(by_path if feed is None else pull_inbox(feed, settings.inbox(feed), intake), as_json)
        refresh(intake)
    raise typer.Exit(exits.worst(codes))


def _said(verdicts: Iterable[Verdict], as_json: bool) -> set[int]:
    """Say each verdict as soon as it stands; returns their exit codes."""
    codes = set()
    for verdict in verdicts:
        typer.echo(json.dumps(verdict.as_json()) if as_json else pulled_in_words(verdict))
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
