"""`sendwatch dsr erase`: destroy the records that nothing asks for any more (R-DSR-116). It cannot be taken back."""

import json
import sys
from datetime import date, datetime
from typing import Annotated

import typer

from diis.store.engine import StoreUnavailable
from dsr.store.erasing import Due, Erasing, ToErase
from dsr.store.scope import Scope
from sendwatch.commands import exits
from sendwatch.commands.register_options import DryRun, Json, day_of, refuse, the_register
from sendwatch.register import keyboard

On = Annotated[
    datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Past their day by then. Default: today."),
]
_UNREADABLE = "cannot be read, so nobody can say whether its day has come."
_WHAT_TO_DO = (
    "They were written by a newer version, or are damaged: bring the service to that version, or restore them."
)
_NOT_THE_OWNER = (
    "Nothing was erased: only the role that owns the register's tables takes anything away, and SENDWATCH_REGISTER_URL "
    "names another. On a server: docker compose --file deploy/compose.yaml run --rm register-migrate sendwatch dsr "
    "erase. docs/how-to-run-the-register.md says more."
)
_AGAIN = "Run this command again, without --dry-run, to write over that."
Yes = Annotated[bool, typer.Option("--yes", help="Erase without asking.")]


def erase(on: On = None, yes: Yes = False, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Erase every record that is past its day and that nobody holds.

    Names, numbers, reasons and every text are destroyed; days and codes stay, for the figures of past months. Records
    are told by reference and date. Look through them first: sendwatch dsr erase --dry-run

    What was erased is written over in the pages of the database too; where an earlier run could not, this one does.

    A record that cannot be read is told and stays, and the command ends with 1. All others are judged.

    On PostgreSQL it needs the role that owns the tables, and is refused to any other; a rehearsal is not.

    It cannot be taken back. Backups are not touched: they end when their own time is over.
    """
    with the_register() as session:
        register = Erasing(session, Scope(everybody=True), keyboard("dsr erase"))
        day = day_of(on, session)
        if day > session.today and not dry_run:
            refuse(f"{day} is still to come. Ask with --dry-run what will be past its day by then.")
        if dry_run:
            _tell_left(register.left_to_scrub())
        elif not register.may_erase():
            refuse(_NOT_THE_OWNER)
        else:
            _scrub(register)
        due = register.due(day)
        done = [] if dry_run else _erase(register, due, day, yes=yes)
        _tell(due, done, as_json=as_json)
        if not dry_run:
            _scrub(register)
    if due.unreadable:
        refuse(f"Records that cannot be read: {len(due.unreadable)}. {_WHAT_TO_DO}")


def _erase(register: Erasing, due: Due, day: date, *, yes: bool) -> list[ToErase]:
    if due.found and not yes:
        _must_be_meant(due)
    return [one for one in due.found if register.erase(one.person_ref, day)]


def _scrub(register: Erasing) -> None:
    """Write over what this run erased, or one that died."""
    try:
        if register.left_to_scrub():
            register.scrub()
    except StoreUnavailable as fault:
        typer.echo(f"sendwatch: What was erased may still stand in pages of the database: {fault}. {_AGAIN}", err=True)
        raise typer.Exit(exits.DEPENDENCY_DOWN) from None


def _must_be_meant(due: Due) -> None:
    if not sys.stdin.isatty():
        refuse(f"To be erased for good: {len(due.found)}. Nothing was; say --yes if that is meant.")
    _tell(due, [], as_json=False)
    wanted = f"erase {len(due.found)}"
    if typer.prompt(f"It cannot be taken back. Type '{wanted}' to go on", err=True) != wanted:
        refuse("Nothing was erased.")


def _tell_left(left: int) -> None:
    if left:
        typer.echo(f"Erased by an earlier run, and still in pages of the database: {left}. {_AGAIN}", err=True)


def _tell(due: Due, done: list[ToErase], *, as_json: bool) -> None:
    if as_json:
        told = [
            {"person": one.person_ref, "since": one.since, "why": one.why, "erased": one in done} for one in due.found
        ]
        told += [{"person": ref, "since": None, "why": _UNREADABLE, "erased": False} for ref in due.unreadable]
        typer.echo(json.dumps(told, default=str))
        return
    for one in due.found:
        typer.echo(f"{one.since}  {one.person_ref}  {'erased' if one in done else 'to be erased'}. {one.why}")
    for ref in due.unreadable:
        typer.echo(f"not known   {ref}  {_UNREADABLE}")
    typer.echo(f"Past their day: {len(due.found)}, erased: {len(done)}.")
