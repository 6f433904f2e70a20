"""`sendwatch demo`: invented extracts and an invented register to try the service with."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dsr.store.session import Session
from sendwatch.commands import exits
from sendwatch.commands.progress import counting
from sendwatch.demo import LAST_CENSUS, CannotBeMade, write
from sendwatch.demo.answers import ANSWERS_FILE
from sendwatch.demo.monthly.writing import submission_paths
from sendwatch.demo.plan import USUAL_REFERRALS, Plan
from sendwatch.demo.published import published_path
from sendwatch.demo.register.filling import NotAllowed, NotEmpty, fill, may_be_filled
from sendwatch.demo.register.tale import tale_of
from sendwatch.demo.register.writing import MAPPING, SPREADSHEET
from sendwatch.demo.writing import ORGANISATIONS_FILE, POSTCODES_FILE, PRACTICES_FILE
from sendwatch.register import open_register
from sendwatch.settings import Settings

Until = Annotated[
    datetime,
    typer.Option(
        formats=["%Y-%m-%d"], help="Newest census date; fixed by default, so that a seed gives the same bytes."
    ),
]


def demo(
    out: Annotated[Path, typer.Argument(file_okay=False, help="Folder to write to; an inbox folder will do.")],
    weeks: Annotated[int, typer.Option(min=1, help="Weekly lists of each feed.")] = 26,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, other children.")] = 1,
    referrals: Annotated[
        int, typer.Option(min=1, help="Rows of the newest lists of all feeds together.")
    ] = USUAL_REFERRALS,
    fill_register: Annotated[
        bool,
        typer.Option("--fill-register", help="Fill the register too, which must be empty: a year of invented work."),
    ] = False,
    until: Until = datetime(LAST_CENSUS.year, LAST_CENSUS.month, LAST_CENSUS.day),  # noqa: DTZ001 - a day, no time
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Write invented extracts and an invented register.

    Weekly lists, monthly submissions, young people: nobody in them exists; what is wrong is so on purpose.

    Example: sendwatch demo var/inbox --weeks 26
    """
    last_census = until.date()
    try:
        plan = Plan(seed=seed, weeks=weeks, referrals=referrals, last_census=last_census)
        with ExitStack() as stack:
            session = stack.enter_context(_register_to_fill()) if fill_register else None
            with counting("Referrals") as progress:
                folders = write(
                    out, weeks=weeks, seed=seed, referrals=referrals, last_census=last_census, progress=progress
                )
            filled = _filled(session, plan) if session else None
    except (CannotBeMade, NotAllowed, NotEmpty) as reason:
        typer.echo(f"sendwatch: {reason}", err=True)
        raise typer.Exit(exits.REFUSED) from None
    _say(out, folders, last_census, filled, as_json)


@contextmanager
def _register_to_fill() -> Iterator[Session]:
    """The register, if it may be filled: that is asked before anything is written."""
    with open_register(Settings()) as session:
        may_be_filled(session)
        yield session


def _filled(session: Session, plan: Plan) -> int:
    """Fill the register; returns how many records it has then."""
    with counting("Register") as progress:
        return len(fill(session, tale_of(plan), progress))


def _say(out: Path, folders: list[Path], last_census: date, filled: int | None, as_json: bool) -> None:
    published, postcodes = published_path(out, last_census), out / POSTCODES_FILE
    submissions = submission_paths(out, last_census)
    if as_json:
        written = {
            "extracts": [str(folder) for folder in folders],
            "submissions": [str(path) for path in submissions],
            "published": str(published),
            "postcodes": str(postcodes),
            "practices": str(out / PRACTICES_FILE),
            "organisations": str(out / ORGANISATIONS_FILE),
            "answers": str(out / ANSWERS_FILE),
            "register": str(out / SPREADSHEET),
            "register_mapping": str(out / MAPPING),
            "register_filled": filled,
        }
        typer.echo(json.dumps(written))
        return
    feeds = {folder.parent.name for folder in folders}
    typer.echo(f"{len(folders)} extracts of {len(feeds)} feeds up to {last_census}, in {out}")
    typer.echo(f"{len(submissions)} monthly submissions, one published file, {published}")
    typer.echo(f"the spreadsheet of a register, {out / SPREADSHEET}, and how it is to be read, {out / MAPPING}")
    typer.echo(f"what is true of them, {out / ANSWERS_FILE}")
    if filled:
        typer.echo(f"{filled} records in the register, with a year of history")
    settings = f"SENDWATCH_POSTCODES={postcodes} and SENDWATCH_PRACTICES={out / PRACTICES_FILE}"
    typer.echo(f"To pull them, set SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1, {settings}")
    typer.echo(f"For boards and regions, set SENDWATCH_ORGANISATIONS={out / ORGANISATIONS_FILE}")
