"""`sendwatch dsr workers`: the key workers, and what becomes of their people when one leaves."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from dsr.actions import key_working
from dsr.actions.key_working import add_key_worker, plan_for_leaver
from dsr.actions.recording import NotPossible
from dsr.rules.key_work.reallocation import Move
from dsr.store.people import CaseloadFull, ChangedMeanwhile, NobodyThere
from dsr.store.register import RegisterStore
from dsr.store.staff import KeyWorker, staff
from sendwatch.commands.register_options import DryRun, Json, day_of, refuse, the_register
from sendwatch.register import at_the_keyboard

app = typer.Typer(no_args_is_help=True, help="Key workers, by the name that records use.")

Worker = Annotated[str, typer.Argument(help="The key worker as records name them, such as kw-12.")]


@app.callback()
def workers() -> None:
    """Key workers, by the name that records use."""


@app.command()
def add(worker: Worker, team: Annotated[str, typer.Option(help="ODS code of the team's organisation.")]) -> None:
    """Add a key worker; people can be allocated to them from then on."""
    with the_register() as session:
        try:
            add_key_worker(at_the_keyboard(session, "dsr workers add"), worker, team)
        except NotPossible as fault:
            refuse(str(fault))
    typer.echo(f"{worker} of {team} is a key worker.")


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List the key workers with what they carry; who left too."""
    with the_register() as session:
        found = staff(session)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], default=str))
    else:
        typer.echo("\n".join(map(_in_words, found)) or "There is no key worker.")


@app.command()
def leave(
    worker: Worker,
    reason: Annotated[str, typer.Option(help="Why, in a sentence; it is kept with each person who is moved.")],
    last_day: Annotated[
        datetime | None,
        typer.Option("--last-day", formats=["%Y-%m-%d"], metavar="DATE", help="The last day. Default: today."),
    ] = None,
    override: Annotated[bool, typer.Option("--override", help="A caseload may become too heavy.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Give everybody of a key worker to others, nobody dropped.

    From today on, in one action. Run it with --dry-run first: it tells where everybody would go.
    """
    with the_register() as session:
        store = at_the_keyboard(session, "dsr workers leave")
        plan = _plan(store, worker)
        if dry_run:
            typer.echo("\n".join(_moves(plan, "would go")))
            return
        try:
            key_working.leave(store, worker, day_of(last_day, session), plan, reason, override=override)
        except (NotPossible, CaseloadFull) as fault:
            refuse(f"{fault} Nothing was changed.")
        except ChangedMeanwhile:
            refuse("Somebody was allocated meanwhile. Nothing was changed: run it again.")
    typer.echo("\n".join(_moves(plan, "went")))
    typer.echo(f"{worker} has nobody any more; the last day is {day_of(last_day, session)}.")


def _plan(store: RegisterStore, worker: str) -> tuple[Move, ...]:
    try:
        return plan_for_leaver(store, worker)
    except NobodyThere:
        refuse(f"There is no such key worker as {worker}. Nothing was changed. See: sendwatch dsr workers list")
    except NotPossible as fault:
        refuse(f"{fault} Nothing was changed.")


def _moves(plan: Sequence[Move], go: str) -> list[str]:
    moves = [
        f"{move.person} {go} to {move.to}{' (override)' if move.override else ''}"
        if move.to
        else f"{move.person} is not moved, because {move.because}"
        for move in plan
    ]
    return moves or ["Nobody was allocated to them."]


def _in_words(one: KeyWorker) -> str:
    left = f", until {one.last_day}" if one.last_day else ""
    return f"{one.worker}, {one.team}: carries {one.carries:g}{left}"
