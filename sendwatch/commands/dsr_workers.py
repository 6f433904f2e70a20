"""`sendwatch dsr workers`: the key workers, and what becomes of their people when one leaves."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from dsr.actions.key_working import give_over, plan_for_leaver
from dsr.actions.recording import NotPossible
from dsr.rules.key_work.reallocation import Move
from dsr.store.people import CaseloadFull, ChangedMeanwhile
from dsr.store.staff import KeyWorker, Staff
from dsr.store.workers import WorkerUnknown
from sendwatch.commands.register_options import DryRun, Json, day_of, refuse, the_register
from sendwatch.register import at_the_keyboard, keyboard

app = typer.Typer(no_args_is_help=True, help="Key workers, by the name that records use.")

LONGEST_NAME = 40

Worker = Annotated[str, typer.Argument(help="The key worker as records name them, such as kw-12.")]


@app.callback()
def workers() -> None:
    """Key workers, by the name that records use."""


@app.command()
def add(worker: Worker, team: Annotated[str, typer.Option(help="ODS code of the team's organisation.")]) -> None:
    """Add a key worker; people can be allocated to them from then on."""
    if not worker.strip() or not team.strip() or len(worker) > LONGEST_NAME:
        refuse(f"A key worker has a name in the records, of at most {LONGEST_NAME} letters, and a team.")
    with the_register() as session:
        added = Staff(session, keyboard("dsr workers add")).add(worker, team)
    if not added:
        refuse(f"There is a key worker {worker} already.")
    typer.echo(f"{worker} of {team} is a key worker.")


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List the key workers with what they carry; who left too."""
    with the_register() as session:
        found = Staff(session, keyboard("dsr workers list")).all()
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
        plan = plan_for_leaver(store, worker)
        if dry_run:
            typer.echo("\n".join(_moves(plan, "would go")))
            return
        try:
            if plan:
                give_over(store, worker, plan, reason, override=override)
            Staff(session, keyboard("dsr workers leave")).leaves(worker, day_of(last_day, session))
        except (NotPossible, WorkerUnknown, CaseloadFull) as fault:
            refuse(f"{fault} Nothing was changed.")
        except ChangedMeanwhile:
            refuse("Somebody was allocated meanwhile. Nothing was changed: run it again.")
    typer.echo("\n".join(_moves(plan, "went")))
    typer.echo(f"{worker} has nobody any more; the last day is {day_of(last_day, session)}.")


def _moves(plan: Sequence[Move], go: str) -> list[str]:
    moves = [f"{move.person} {go} to {move.to or 'NOBODY'}{' (override)' if move.override else ''}" for move in plan]
    return moves or ["Nobody was allocated to them."]


def _in_words(one: KeyWorker) -> str:
    left = f", until {one.last_day}" if one.last_day else ""
    return f"{one.worker}, {one.team}: carries {one.carries:g}{left}"
