"""`sendwatch demo`: invented extracts and an invented register to try the service with."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dsr.api.personas import ISSUER
from dsr.store.invented import why_not_invented
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

ANOTHER_HOME = "Name another folder with SENDWATCH_HOME, and run sendwatch init there."

Until = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help=f"Newest census date, and last day of the register. Default: {LAST_CENSUS}, so that a seed gives the same "
        "bytes; today with --fill-register.",
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
        typer.Option(
            "--fill-register", help="Fill the register too, which must be empty: a year of invented work up to today."
        ),
    ] = False,
    until: Until = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
) -> None:
    """Write invented extracts and an invented register.

    Weekly lists, monthly submissions, young people: nobody in them exists; what is wrong is so on purpose.

    Example: sendwatch demo var/inbox --weeks 26
    """
    try:
        with ExitStack() as stack:
            session = stack.enter_context(_register_to_fill(until)) if fill_register else None
            last_census = until.date() if until else session.today if session else LAST_CENSUS
            plan = Plan(seed=seed, weeks=weeks, referrals=referrals, last_census=last_census)
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
def _register_to_fill(until: datetime | None) -> Iterator[Session]:
    """The register, if it may be filled: that is asked before anything is written."""
    settings = Settings()
    with open_register(settings) as session:
        if until and until.date() > session.today:
            raise NotAllowed(f"A register is filled up to today at the latest, and {until.date()} is to come.")
        try:
            may_be_filled(session)
        except NotEmpty as reason:
            with session.database.reading() as connection:
                real = why_not_invented(connection, session.keys, ISSUER)
            advice = (
                ANOTHER_HOME if real else f"If it was left by a filling that was interrupted: {_clean_start(settings)}"
            )
            raise NotEmpty(f"{reason} {advice}") from None
        yield session


def _filled(session: Session, plan: Plan) -> int:
    """Fill the register; returns how many records it has then.

    However it is ended before its time, such as with Ctrl-C, it says what to do about the half that is there.
    """
    try:
        with counting("Register") as progress:
            return len(fill(session, tale_of(plan), progress))
    except BaseException:
        words = "The filling ended before its time: the register holds a part of its invented people. To begin again:"
        typer.echo(f"sendwatch: {words} {_clean_start(Settings())}", err=True)
        raise


def _clean_start(settings: Settings) -> str:
    """How to come to an empty register again; only ever said where nobody is real."""
    if settings.register_url:
        return "empty the database of SENDWATCH_REGISTER_URL, run sendwatch init, then the same command."
    return f"rm {settings.home / 'register.sqlite'}*, run sendwatch init, then the same command."


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
        typer.echo(f"{filled} records in the register, with a year of history up to {last_census}")
    settings = f"SENDWATCH_POSTCODES={postcodes} and SENDWATCH_PRACTICES={out / PRACTICES_FILE}"
    typer.echo(f"To pull them, set SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1, {settings}")
    typer.echo(f"For boards and regions, set SENDWATCH_ORGANISATIONS={out / ORGANISATIONS_FILE}")
