"""`sendwatch dsr audit`: whether the audit holds, its anchors, and who looked at a person."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from dsr.store.audit_reading import AuditReading, Look
from dsr.store.people import NobodyThere
from dsr.store.scope import COMMAND_LINE
from sendwatch.anchors import add_anchor, read_anchors
from sendwatch.commands import exits
from sendwatch.commands.register_options import Json, refuse, the_register
from sendwatch.register import keyboard
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Who looked at whom: whether the record holds, and what it says.")


@app.callback()
def audit() -> None:
    """Who looked at whom: whether the record holds, and what it says."""


@app.command()
def verify(as_json: Json = False) -> None:
    """Look for rows that were changed, removed, put in or cut off.

    Compares with every anchor. Ends with 1 where anything does not hold.
    """
    with the_register() as session:
        anchors = [anchor for anchor, _ in read_anchors(Settings().anchors)]
        reading = AuditReading(session, keyboard("dsr audit verify"))
        rows, broken = reading.anchor().number, reading.verify(anchors)
    if as_json:
        typer.echo(json.dumps({"rows": rows, "anchors": len(anchors), "broken": [asdict(one) for one in broken]}))
    else:
        for one in broken:
            typer.echo(f"BROKEN at row {one.number}: {one.what}")
        holds = f"{rows} rows hold, compared with {len(anchors)} anchors."
        typer.echo(f"The audit does not hold: {len(broken)} found. Tell the privacy officer." if broken else holds)
    if broken:
        raise typer.Exit(exits.REFUSED)


@app.command()
def anchor() -> None:
    """Keep number and hash of the newest row outside the database.

    By a timer, each day. The file is SENDWATCH_REGISTER_ANCHORS; only added to.
    """
    settings = Settings()
    with the_register() as session:
        newest = AuditReading(session, keyboard("dsr audit anchor")).anchor()
        added = add_anchor(settings.anchors, newest, session.now)
    typer.echo(f"Row {newest.number} is held by {settings.anchors}." + ("" if added else " Nothing was added."))


@app.command()
def who(
    person: Annotated[str, typer.Argument(metavar="PERSON_REF", help="The reference of a person, such as K7QX2M9R.")],
    as_json: Json = False,
) -> None:
    """Say who looked at a person and who changed what, oldest first. This look is in the audit as well.

    Accounts are told by number: sendwatch dsr accounts list.
    """
    with the_register() as session:
        try:
            looks = AuditReading(session, keyboard("dsr audit who", "audit")).who_looked(person.upper())
        except NobodyThere:
            refuse("There is nobody of this reference on the register. The question is in the audit.")
    if as_json:
        typer.echo(json.dumps([asdict(look) for look in looks], default=str))
    else:
        typer.echo("\n".join(_in_words(look) for look in looks))


def _in_words(look: Look) -> str:
    said = f"{look.action} ({look.outcome}) of {look.fields or 'nothing'}, for {look.purpose}, by {look.route or '-'}"
    return f"{look.at:%Y-%m-%d %H:%M:%S} UTC  {_whom(look)}: {said}"


def _whom(look: Look) -> str:
    """An account in its role; or the command line, which has no account here, as an account of the machine."""
    if look.account_id is not None:
        return f"account {look.account_id}, {look.role} of {look.organisation}"
    if look.role != COMMAND_LINE:
        return f"nobody signed in, {look.role} of {look.organisation}"
    # Rows from before the machine's account was kept have a dash.
    return "the command line" + ("" if look.organisation == "-" else f", as {look.organisation}")
