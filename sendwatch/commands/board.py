"""`sendwatch board`: data extracts for the SEND Partnership Board."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from board.waits_extract import NothingKnown, waits_extract
from sendwatch.commands import exits
from sendwatch.commands.days_and_loads import AsKnown
from sendwatch.rooms import open_store
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Data extracts for the board, small numbers suppressed.")


@app.callback()
def board() -> None:
    """Data extracts for the board, small numbers suppressed."""


@app.command()
def build(
    month: Annotated[datetime, typer.Option(formats=["%Y-%m"], metavar="YYYY-MM", help="The month.")],
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder to write to.")],
    as_known: AsKnown = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Write the month's waits as CSV, with their notes. The same month and load give the same bytes.

    Example: sendwatch board build --month 2026-09 --out papers
    """
    store = open_store(Settings())
    try:
        extract = waits_extract(store, month.date(), as_known)
    except NothingKnown as reason:
        typer.echo(f"sendwatch: {reason}", err=True)
        raise typer.Exit(exits.REFUSED) from None
    finally:
        store.close()
    files = extract.write(out)
    if as_json:
        typer.echo(json.dumps({"as_known": extract.as_known, "files": [str(file) for file in files]}))
    else:
        typer.echo("\n".join(f"wrote {file}" for file in files))
