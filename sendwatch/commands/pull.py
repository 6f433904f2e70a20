"""`sendwatch pull`, `check` and `quarantine`: extracts in, verdicts out."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from diis.extracts.rejections import Rejection
from diis.extracts.verdict import Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake, unwatched
from diis.pull import pull as pull_extract
from diis.pull import release as release_load
from diis.refresh import refresh
from diis.store.ledger import held_loads
from sendwatch.commands import exits
from sendwatch.inboxes import pull_inbox, waiting
from sendwatch.rooms import initialise, open_intake
from sendwatch.settings import Settings

LISTED = 20
"""Findings shown to a person; --json lists more, the quarantine holds all."""

Json = Annotated[bool, typer.Option("--json", help="One JSON line for each extract.")]
Paths = Annotated[list[Path] | None, typer.Argument(help="Folders or .zip of layout wl-1, or published files.")]

quarantine = typer.Typer(no_args_is_help=True, help="Lists held for a person: see them, release them.")


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
        extracts = (extract for path in paths or [] for extract in _extracts(path))
        by_path = (pull_extract(None, path, intake) for path in extracts)
        codes = _said(by_path if feed is None else pull_inbox(feed, settings.inbox(feed), intake), as_json)
        refresh(intake)
    raise typer.Exit(exits.worst(codes))


def check(path: Annotated[Path, typer.Argument(help="An extract.")], as_json: Json = False) -> None:
    """Give the verdict that a pull would give on an extract alone, and keep nothing. Needs no set-up.

    Example: sendwatch check R0D_neurodevelopmental_2026-09-30
    """
    with tempfile.TemporaryDirectory(prefix="sendwatch-check-") as scratch:
        ours = Settings()
        settings = ours.model_copy(update={"home": Path(scratch), "store_url": "", "pseudonym_key_file": None})
        initialise(settings)
        with open_intake(settings) as intake:
            verdict = replace(pull_extract(None, path, intake), load=None)
    typer.echo(json.dumps(verdict.as_json()) if as_json else in_words(verdict))
    raise typer.Exit(exits.OF_OUTCOME[verdict.outcome])


@quarantine.command("list")
def list_held(as_json: Json = False) -> None:
    """List the loads that are held, oldest first."""
    with open_intake(Settings()) as intake, intake.store.reading() as connection:
        held = [
            {
                "load": row.sequence,
                "feed": row.feed,
                "census_on": str(row.census_on),
                "name": row.name,
                "rows": row.rows_in,
            }
            for row in held_loads(connection)
        ]
    if as_json:
        typer.echo(json.dumps(held))
    elif not held:
        typer.echo("Nothing is held.")
    else:
        for row in held:
            typer.echo(
                f"load {row['load']}: {row['name']}, {row['rows']} rows. "
                f"Release: sendwatch quarantine release {row['load']}"
            )


@quarantine.command("release")
def release(
    load: Annotated[int, typer.Argument(help="The number of a held load.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be released, change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load a held list after a person has looked at it and found it right."""
    with open_intake(Settings()) as intake:
        if dry_run:
            typer.echo(_what_would_be_released(intake, load))
            return
        verdict = release_load(load, intake)
        refresh(intake)
    typer.echo(json.dumps(verdict.as_json()) if as_json else in_words(verdict))
    raise typer.Exit(exits.OF_OUTCOME[verdict.outcome])


def _what_would_be_released(intake: Intake, load: int) -> str:
    with intake.store.reading() as connection:
        held = [row for row in held_loads(connection) if row.sequence == load]
    if not held:
        return f"Load {load} is not held; nothing would be released."
    row = held[0]
    return f"Would load {row.name}: {row.referrals:,} referrals of {row.census_on} for {row.feed}. Nothing was changed."


def in_words(verdict: Verdict) -> str:
    """A verdict as a person reads it."""
    rows = verdict.rows
    lines = [f"{_printable(Path(verdict.path).name)}: {_OUTCOME_WORDS[verdict.outcome]}"]
    if rows.rows_in and verdict.outcome != "duplicate":
        lines.append(
            f"  {rows.rows_in:,} rows: {rows.accepted:,} accepted, {rows.quarantined:,} quarantined, "
            f"{rows.duplicate:,} duplicate" + (f"; load {verdict.load}" if verdict.load is not None else "")
        )
    if verdict.unexplained_leavers:
        lines.append(
            f"  {verdict.unexplained_leavers} children left the list without an outcome. Ask the provider about each."
        )
    found = [*verdict.rejections, *verdict.warnings]
    lines += [f"  {_finding_in_words(finding)}" for finding in found[:LISTED]]
    if len(found) > LISTED:
        lines.append("  and more; --json lists up to 1,000, the quarantine holds all")
    return "\n".join(lines)


_OUTCOME_WORDS = {
    "accepted": "accepted, every row.",
    "partial": "accepted, with rows in quarantine. Correct them and send the list again.",
    "refused": "refused. Nothing of it was loaded; the last good list stays.",
    "held": "held for a person. Nothing of it is loaded yet; the last good list stays.",
    "duplicate": "already received, nothing to do.",
}


def _finding_in_words(finding: Rejection) -> str:
    place = ", ".join(
        part
        for part in (
            _printable(finding.file),
            f"line {finding.line:,}" if finding.line is not None else "",
            f"column {finding.field}" if finding.field else "",
        )
        if part
    )
    return f"{'warning: ' if finding.level == 'warning' else ''}{place}: {finding.reason} [{finding.code}]"


def _printable(name: str) -> str:
    """A name that was received, without the signs that move a cursor or cannot be written."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _extracts(path: Path) -> list[Path]:
    """The extracts of a folder that holds nothing else, oldest name first; any other path is one extract itself."""
    inside = waiting(path) if not path.is_symlink() else []
    only_extracts = bool(inside) and all(entry.is_dir() or entry.suffix == ".zip" for entry in inside)
    return inside if only_extracts else [path]


def _said(verdicts: Iterable[Verdict], as_json: bool) -> set[int]:
    """Say each verdict as soon as it stands; returns their exit codes."""
    codes = set()
    for verdict in verdicts:
        typer.echo(json.dumps(verdict.as_json()) if as_json else in_words(verdict))
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
