"""`sendwatch quarantine`: what was set aside or held, and what a person decides about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from diis.decisions import NotDiscarded, discard
from diis.extracts.rejections import Rejection
from diis.fix_it.faults import told_apart
from diis.intake import Intake
from diis.pull import release as release_load
from diis.refresh import refresh
from diis.store.ledger import findings_of, held_loads, verdict_of
from diis.store.tables import HELD
from sendwatch.commands import exits
from sendwatch.commands.all_findings import faults_of
from sendwatch.commands.check import FixIt, write_sheet
from sendwatch.commands.days_and_loads import LAST_LOAD
from sendwatch.commands.verdicts import printable, pulled_headline, pulled_in_words
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="What was set aside or held: see it, release it, discard it.")

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Held = Annotated[int, typer.Argument(min=1, max=LAST_LOAD, help="The number of a held load.")]


@dataclass(frozen=True)
class _Held:
    """A list that waits for a person, and the finding that held it, which is the first of its load."""

    row: Any
    findings: list[Rejection]

    def as_json(self) -> dict[str, object]:
        row = self.row
        return {
            "load": row.sequence,
            "feed": row.feed,
            "census_on": str(row.census_on),
            "name": row.name,
            "rows": row.rows_in,
        }

    def in_words(self) -> Iterator[str]:
        row = self.row
        since = f"held since {row.loaded_at:%Y-%m-%d %H:%M} UTC"
        yield f"load {row.sequence}: {printable(row.name)}, {row.rows_in:,} rows, {since}"
        yield from (f"  Why: {told_apart(found.reason)[0]}" for found in self.findings)
        yield f"  Look at it:   sendwatch quarantine show {row.sequence}"
        yield f"  It is right:  sendwatch quarantine release {row.sequence}"
        yield f'  It is wrong:  sendwatch quarantine discard {row.sequence} --reason "..."'


@app.command("list")
def list_held(as_json: Json = False) -> None:
    """List the loads that are held, oldest first."""
    with open_intake(Settings()) as intake, intake.store.reading() as connection:
        held = [_Held(row, findings_of(connection, row.sequence, 1)) for row in held_loads(connection)]
    if as_json:
        typer.echo(json.dumps([row.as_json() for row in held]))
    elif not held:
        typer.echo("Nothing is held.")
    else:
        for row in held:
            typer.echo("\n".join(row.in_words()))


@app.command("show")
def show(
    load: Annotated[int, typer.Argument(min=1, max=LAST_LOAD, help="The number of a load.")],
    as_json: Json = False,
    fix_it: FixIt = None,
) -> None:
    """Say again what was found in a load.

    Rows set aside, warnings, why it was refused or held.

    Example: sendwatch quarantine show 12 --fix-it fix-it
    """
    with open_intake(Settings()) as intake:
        with intake.store.reading() as connection:
            verdict = verdict_of(connection, load)
        if verdict is None:
            typer.echo(f"There is no load {load}.", err=True)
            raise typer.Exit(exits.REFUSED)
        words = json.dumps(verdict.as_json()) if as_json else pulled_in_words(verdict, faults_of(verdict, intake))
        typer.echo(words)
        if fix_it is not None:
            write_sheet(fix_it, verdict, pulled_headline(verdict), intake, quiet=as_json)


@app.command("release")
def release(
    load: Held,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be released, change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load a held list that a person found right."""
    with open_intake(Settings()) as intake:
        if dry_run:
            typer.echo(_what_would_be_released(intake, load))
            return
        if not as_json:
            _refuse_what_is_not_held(intake, load)
        verdict = release_load(load, intake)
        refresh(intake)
        faults = faults_of(verdict, intake)
    typer.echo(json.dumps(verdict.as_json()) if as_json else pulled_in_words(verdict, faults))
    raise typer.Exit(exits.OF_OUTCOME[verdict.outcome])


@app.command("discard")
def discard_held(
    load: Held,
    reason: Annotated[str, typer.Option(help="Why it is not loaded, in a sentence that names nobody.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be discarded, change nothing.")] = False,
) -> None:
    """Decide that a held list is not loaded. What came stays on record, and so does the reason.

    Example: sendwatch quarantine discard 12 --reason "The trust sends a corrected list on Monday"
    """
    with open_intake(Settings()) as intake:
        try:
            name = discard(load, reason, intake, dry_run=dry_run)
        except NotDiscarded as fault:
            typer.echo(str(fault), err=True)
            raise typer.Exit(exits.REFUSED) from None
    done = "Would discard" if dry_run else "Discarded"
    typer.echo(f"{done} load {load}, {name}. {'Nothing was changed.' if dry_run else 'The last good list stays.'}")


def _refuse_what_is_not_held(intake: Intake, load: int) -> None:
    """Say what the load is instead, and that nothing was changed."""
    with intake.store.reading() as connection:
        held = any(row.sequence == load for row in held_loads(connection))
        verdict = verdict_of(connection, load)
    if held:
        return
    if verdict is None:
        typer.echo(f"There is no load {load}. Nothing was changed; `sendwatch quarantine list` shows what is held.")
    else:
        now = "was held, and was released, discarded or replaced since" if verdict.outcome == HELD else verdict.outcome
        typer.echo(f"Load {load} is not held: {printable(verdict.path)} {_BECAME.get(now, now)}. Nothing was changed.")
    raise typer.Exit(exits.REFUSED)


_BECAME = {
    "accepted": "was accepted",
    "partial": "was accepted, with rows in quarantine",
    "refused": "was refused",
}


def _what_would_be_released(intake: Intake, load: int) -> str:
    with intake.store.reading() as connection:
        held = [row for row in held_loads(connection) if row.sequence == load]
    if not held:
        return f"Load {load} is not held; nothing would be released."
    row = held[0]
    return f"Would load {row.name}: {row.referrals:,} referrals of {row.census_on} for {row.feed}. Nothing was changed."
