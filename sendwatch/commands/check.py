"""`sendwatch check`: the verdict of a pull for a provider, offline, with nothing kept."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from diis.extracts.verdict import Verdict
from diis.fix_it.sheet import write_fix_it
from diis.intake import Intake
from diis.pull import pull
from sendwatch.commands import exits
from sendwatch.commands.all_findings import all_findings, faults_of
from sendwatch.commands.paths import extracts_of
from sendwatch.commands.verdicts import checked_headline, checked_in_words, printable
from sendwatch.rooms import initialise, open_intake, utc_now
from sendwatch.settings import Settings


def _a_folder(path: Path | None) -> Path | None:
    if path is not None and path.exists() and not path.is_dir():
        raise typer.BadParameter("That is a file; give a folder.")
    return path


FixIt = Annotated[
    Path | None,
    typer.Option(
        "--fix-it", metavar="DIR", callback=_a_folder, help="Write what has to be put right there, as CSV and page."
    ),
]


_OF_EXTRACTS = (".csv", ".zip", ".xlsx", ".xls")
"""How files end that may be extracts."""


def check(
    paths: Annotated[list[Path], typer.Argument(help="Extracts, or folders of extracts.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line for each extract.")] = False,
    fix_it: FixIt = None,
) -> None:
    """Say what is wrong with an extract, and keep nothing.

    It is what a pull would make of each extract alone. Needs no set-up and no network.

    Example: sendwatch check R0D_neurodevelopmental_2026-09-30 --fix-it fix-it
    """
    codes = set()
    with tempfile.TemporaryDirectory(prefix="sendwatch-check-") as scratch:
        ours = Settings().model_copy(update={"store_url": "", "pseudonym_key_file": None})
        empty = ours.model_copy(update={"home": Path(scratch, "empty")})
        initialise(empty)
        for path in _told_extracts(paths):
            with _home_for_one(empty) as home, open_intake(ours.model_copy(update={"home": home})) as intake:
                verdict = pull(None, path, intake)
                codes.add(exits.OF_OUTCOME[verdict.outcome])
                shown = replace(verdict, load=None)
                words = json.dumps(shown.as_json()) if as_json else checked_in_words(shown, faults_of(verdict, intake))
                typer.echo(words)
                if fix_it is not None:
                    write_sheet(fix_it, verdict, checked_headline(verdict), intake, quiet=as_json)
    raise typer.Exit(exits.worst(codes))


def write_sheet(folder: Path, verdict: Verdict, said: str, intake: Intake, *, quiet: bool) -> None:
    """Write the fix-it sheet of a load, or of a verdict that came to none, and say where it lies."""
    with all_findings(verdict, intake) as findings:
        table, page = write_fix_it(folder, verdict, said, findings, utc_now())
    typer.echo(f"  Fix-it sheet: {printable(str(page))} and {printable(table.name)}", err=quiet)


def _told_extracts(paths: list[Path]) -> Iterator[Path]:
    """The extracts; what lies beside them and is plainly none is told and is no fault of theirs."""
    for path in extracts_of(paths):
        if path not in paths and path.is_file() and path.suffix.lower() not in _OF_EXTRACTS:
            typer.echo(f"{printable(path.name)}: not an extract; not checked.", err=True)
        else:
            yield path


@contextmanager
def _home_for_one(empty: Settings) -> Iterator[Path]:
    """A copy of an empty home: what is checked before does not bear on the next."""
    home = empty.home.with_name("home")
    shutil.copytree(empty.home, home)
    try:
        yield home
    finally:
        shutil.rmtree(home)
