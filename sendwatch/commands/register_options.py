"""What the commands of the register have alike: options, days, a bar, and how they refuse."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from dsr.store.session import Session
from sendwatch.commands import exits
from sendwatch.register import open_register
from sendwatch.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")]
LastDay = Annotated[datetime, typer.Option("--last-day", formats=["%Y-%m-%d"], metavar="DATE", help="The last day.")]


@contextmanager
def the_register() -> Iterator[Session]:
    """The register that the settings name."""
    with open_register(Settings()) as session:
        yield session


def day_of(given: datetime | None, session: Session) -> date:
    """The day that was asked for, today if none was."""
    return given.date() if given else session.today


def refuse(reason: object) -> NoReturn:
    """Say why not on stderr, and end."""
    typer.echo(f"sendwatch: {reason}", err=True)
    raise typer.Exit(exits.REFUSED)


def with_a_bar(steps: Iterable[int], total: int, what: str) -> int:
    """Go all steps, with a bar where a person watches; returns how many were done in all."""
    console = Console(stderr=True)
    done = 0
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(what, total=total)
        for step in steps:
            done += step
            progress.advance(bar, step)
    return done
