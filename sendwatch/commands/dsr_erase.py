"""`sendwatch dsr erase`: destroy the records that nothing asks for any more (R-DSR-116). It cannot be taken back."""

import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from dsr.store.erasing import Erasing, ToErase
from dsr.store.scope import Scope
from sendwatch.commands.register_options import DryRun, Json, day_of, refuse, the_register
from sendwatch.register import keyboard

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Past their day by then. Default: today."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Erase without asking.")]


def erase(on: On = None, yes: Yes = False, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Erase every record that is past its day and that nobody holds.

    Names, numbers, reasons and every text are destroyed; days and codes stay, for the figures of past months. Records
    are told by reference and date. Look through them first: sendwatch dsr erase --dry-run

    It cannot be taken back. Backups are not touched: they end when their own time is over.
    """
    with the_register() as session:
        register = Erasing(session, Scope(everybody=True), keyboard("dsr erase"))
        day = day_of(on, session)
        if day > session.today and not dry_run:
            refuse(f"{day} is still to come. Ask with --dry-run what will be past its day by then.")
        found = register.due(day)
        if dry_run:
            _tell(found, [], as_json=as_json)
            return
        if found and not yes:
            _must_be_meant(found)
        done = [one for one in found if register.erase(one.person_ref, day)]
        if yes or done:
            register.scrub()
    _tell(found, done, as_json=as_json)


def _must_be_meant(found: list[ToErase]) -> None:
    if not sys.stdin.isatty():
        refuse(f"To be erased for good: {len(found)}. Nothing was; say --yes if that is meant.")
    _tell(found, [], as_json=False)
    wanted = f"erase {len(found)}"
    if typer.prompt(f"It cannot be taken back. Type '{wanted}' to go on", err=True) != wanted:
        refuse("Nothing was erased.")


def _tell(found: list[ToErase], done: list[ToErase], *, as_json: bool) -> None:
    if as_json:
        told = ({"person": one.person_ref, "since": one.since, "why": one.why, "erased": one in done} for one in found)
        typer.echo(json.dumps(list(told), default=str))
        return
    for one in found:
        typer.echo(f"{one.since}  {one.person_ref}  {'erased' if one in done else 'to be erased'}. {one.why}")
    typer.echo(f"Past their day: {len(found)}, erased: {len(done)}.")
