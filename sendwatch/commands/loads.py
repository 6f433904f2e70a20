"""`sendwatch loads`: the numbers of the loads, by which figures are asked for as they were known."""

import json
from contextlib import closing
from typing import Annotated

import typer

from diis.store.ledger import Entered, entered_loads
from sendwatch.commands.verdicts import printable
from sendwatch.rooms import open_store
from sendwatch.settings import Settings


def loads(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """List all loads by number, the newest last.

    The numbers are those of --as-known of waits and board, and of --from and --to of changes.

    Example: sendwatch loads
    """
    with closing(open_store(Settings())) as store, store.reading() as connection:
        found = entered_loads(connection)
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found]))
    elif not found:
        typer.echo("Nothing was loaded yet. Load a list with: sendwatch pull PATH")
    else:
        typer.echo(f"{'load':>6}  {'when (UTC)':16}  {'outcome':9}  {'census date':11}  {'rows':>9}  feed")
        typer.echo("\n".join(map(_in_words, found)))


def _in_words(one: Entered) -> str:
    when, census_on = f"{one.loaded_at:%Y-%m-%d %H:%M}", str(one.census_on or "")
    return f"{one.load:>6}  {when:16}  {one.outcome:9}  {census_on:11}  {one.rows:>9,}  {printable(one.feed)}"
