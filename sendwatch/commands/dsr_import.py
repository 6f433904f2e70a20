"""`sendwatch dsr import`: today's spreadsheet into the register, with a preview and nothing lost."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Annotated

import typer

from diis.extracts.rejections import Refused
from diis.store.engine import StoreUnavailable
from dsr.actions.importing.mapping import MappingUnusable, Reading, read_mapping
from dsr.actions.importing.planning import Planned, plan
from dsr.actions.importing.report import write_report
from dsr.actions.importing.sheet import SheetRead, read_sheet
from dsr.actions.importing.verdicts import Outcome, Verdict
from dsr.actions.importing.writing import carried_out
from dsr.store.register import RegisterStore
from sendwatch.commands import exits
from sendwatch.commands.import_words import CUT_OFF, INTERRUPTED, Ended, as_json, in_words
from sendwatch.commands.interrupts import between_steps
from sendwatch.commands.progress import counting
from sendwatch.register import at_the_keyboard, open_register
from sendwatch.settings import Settings

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The spreadsheet, .xlsx or .csv.")]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Say what would become of each row; import nothing. The audit notes the looks."),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", exists=True, dir_okay=False, help="TOML file of your own headings and words."),
]
Report = Annotated[
    Path | None,
    typer.Option("--report", dir_okay=False, help="Write the difference report here: it holds values of people."),
]
Json = Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")]


def import_(
    file: File, dry_run: DryRun = False, mapping: MappingFile = None, report: Report = None, as_json_: Json = False
) -> None:
    """Import a spreadsheet of young people.

    Each row is imported, merged with the record there is, or listed with its reason. Printed are row numbers,
    references and names of fields, never a value of a person. Run it with --dry-run first.

    Ctrl-C stops it after the row that it is at: what was done is told, in the report too. Run it again with the same
    file, and the rows that are in are merged with nothing new.

    Example: sendwatch dsr import register.xlsx --dry-run --report differences.csv
    """
    reading = _reading(mapping)
    with ExitStack() as stack:
        stream = stack.enter_context(_new_file(report)) if report else None
        try:
            ended = _imported(file, reading, stream, dry_run=dry_run)
        except BaseException as fault:
            if report:
                report.unlink()
            if isinstance(fault, KeyboardInterrupt):
                typer.echo("sendwatch: Interrupted before the first row. Nothing was imported.", err=True)
                raise typer.Exit(exits.INTERRUPTED) from None
            raise
    typer.echo(json.dumps(as_json(ended)) if as_json_ else "\n".join(in_words(ended)))
    if ended.stopped:
        typer.echo(f"sendwatch: {ended.how_to_go_on}", err=True)
        raise typer.Exit(exits.INTERRUPTED if ended.stopped in (INTERRUPTED, CUT_OFF) else exits.DEPENDENCY_DOWN)
    listed = any(one.outcome is Outcome.LISTED for one in ended.verdicts)
    raise typer.Exit(exits.QUARANTINED if listed else exits.OK)


def _reading(mapping: Path | None) -> Reading:
    try:
        return read_mapping(mapping.read_text(encoding="utf-8")) if mapping else Reading()
    except MappingUnusable as fault:
        raise typer.BadParameter(str(fault), param_hint="--mapping") from None
    except UnicodeDecodeError:
        raise typer.BadParameter("The file is not UTF-8 text. Save it as UTF-8.", param_hint="--mapping") from None


def _new_file(path: Path) -> IO[bytes]:
    """A file that was not there, for its owner alone (as every file that a command makes)."""
    try:
        return path.open("xb")
    except FileExistsError:
        reason = "There is such a file already. Name one that is not there."
        raise typer.BadParameter(reason, param_hint="--report") from None


def _imported(file: Path, reading: Reading, stream: IO[bytes] | None, *, dry_run: bool) -> Ended:
    try:
        sheet = read_sheet(file, reading)
        with open_register(Settings()) as session:
            store = at_the_keyboard(session, "dsr import", purpose="import")
            verdicts, stopped = _verdicts(store, sheet, reading, dry_run=dry_run)
            digest = write_report(stream, verdicts, sheet.rows) if stream else ""
            noted = bool(digest) and _is_noted(store, digest, stopped)
    except Refused as refused:
        for one in refused.rejections:
            line = f", line {one.line}" if one.line else ""
            typer.echo(f"sendwatch: {one.code}{line}: {one.reason} Nothing was imported.", err=True)
        raise typer.Exit(exits.REFUSED) from None
    return Ended(sheet, verdicts, digest, dry_run=dry_run, stopped=stopped, noted=noted)


def _is_noted(store: RegisterStore, digest: str, stopped: str) -> bool:
    """Whether the audit has the report; a report of what was done is kept also where the store has gone since."""
    try:
        store.note_report(digest)
    except StoreUnavailable:
        if not stopped:
            raise
        return False
    return True


def _verdicts(store: RegisterStore, sheet: SheetRead, reading: Reading, *, dry_run: bool) -> tuple[list[Verdict], str]:
    with counting("Judging rows") as judging:
        plans = plan(store, sheet, reading, judging)
    if dry_run:
        return [one.verdict for one in plans], ""
    return _written(store, plans, reading, sheet.sha256)


def _written(
    store: RegisterStore, plans: Sequence[Planned], reading: Reading, sha256: str
) -> tuple[list[Verdict], str]:
    """The ends of the rows that were done, and what stopped it before the last; blank where nothing did."""
    done = list[Verdict]()
    with counting("Writing rows") as writing, between_steps() as interrupted:
        try:
            for verdict in carried_out(store, plans, reading, sha256, writing):
                done.append(verdict)
                if interrupted() and len(done) < len(plans):
                    return done, INTERRUPTED
        except KeyboardInterrupt:
            return done, CUT_OFF
        except StoreUnavailable as fault:
            if not done:
                raise
            return done, f"The store does not answer any more; the next row may be in too. The database says: {fault}."
    return done, ""
