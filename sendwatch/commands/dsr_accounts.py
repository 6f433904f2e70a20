"""`sendwatch dsr accounts`: who may sign in, in which roles and until when; each change is in the audit."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated

import typer

from dsr.auth.accounts import Grant, GrantRefused
from dsr.auth.holding import Account, Accounts
from dsr.auth.roles import Relationship, Role
from dsr.store.session import Session
from sendwatch.commands.register_options import Json, LastDay, day_of, refuse, the_register
from sendwatch.register import keyboard

app = typer.Typer(no_args_is_help=True, help="Who may sign in, in which roles and until when.")

Number = Annotated[int, typer.Argument(min=1, help="The number of an account.")]
_First = typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The first day. Default: today.")
_Last = typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The last day. Default: none.")


@app.callback()
def accounts() -> None:
    """Who may sign in, in which roles and until when."""


@contextmanager
def _held(command: str) -> Iterator[tuple[Session, Accounts]]:
    try:
        with the_register() as session:
            yield session, Accounts(session, keyboard(f"dsr accounts {command}"))
    except GrantRefused as reason:
        refuse(reason)


@app.command()
def add(
    issuer: Annotated[str, typer.Option(help="The address of who signs them in, as the register knows it.")],
    subject: Annotated[str, typer.Option(help="Who they are to the issuer; never a mail address.")],
    name: Annotated[str, typer.Option(help="Their name, kept sealed.")],
    organisation: Annotated[str, typer.Option(help="ODS code of the organisation.")],
) -> None:
    """Make an account, without any role yet."""
    with _held("add") as (_, held):
        number = held.add(issuer=issuer, subject=subject, name=name, organisation=organisation)
    typer.echo(f"Account {number}. It has no role yet: sendwatch dsr accounts grant {number} --role ROLE")


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List the accounts with their roles. The look is in the audit."""
    with _held("list") as (session, held):
        found = held.all()
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], default=str))
    else:
        typer.echo("\n".join(line for one in found for line in _in_words(one, session.today)) or "There is no account.")


@app.command()
def grant(
    account: Number,
    role: Annotated[Role, typer.Option(help="The role.")],
    starts: Annotated[datetime | None, _First] = None,
    ends: Annotated[datetime | None, _Last] = None,
    team: Annotated[str | None, typer.Option(help="For a role of a team: which.")] = None,
    authority: Annotated[str | None, typer.Option(help="For a role of a council: which.")] = None,
    worker: Annotated[str | None, typer.Option(help="For a role of own cases: who they are in the register.")] = None,
    person: Annotated[str | None, typer.Option(help="For a role of a single person: their reference.")] = None,
    relationship: Annotated[Relationship | None, typer.Option(help="For a family: whose account it is.")] = None,
    review: Annotated[str | None, typer.Option(help="For a panel: which C(E)TR, as it was planned.")] = None,
) -> None:
    """Give a role.

    From today on and without an end, unless days are named.

    Example: sendwatch dsr accounts grant 7 --role key-worker --worker kw-12
    """
    with _held("grant") as (session, held):
        last = ends.date() if ends else None
        given = Grant(
            role=role,
            starts_on=day_of(starts, session),
            ends_on=last,
            team=team,
            authority=authority,
            worker=worker,
            person_ref=person,
            relationship=relationship,
            review=review,
        )
        number = held.grant(account, given)
    typer.echo(f"Grant {number}: account {account} is {role.words} from {given.starts_on}{_until(last)}.")


@app.command()
def end(grant: Annotated[int, typer.Argument(min=1, help="The number of a grant.")], last_day: LastDay) -> None:
    """Take a role away after a day; with yesterday it ends at once."""
    with _held("end") as (_, held):
        ended = held.end(grant, last_day.date())
    typer.echo(f"Grant {grant} ends with {last_day.date()}." if ended else f"Grant {grant} ends no later than that.")


@app.command()
def disable(account: Number) -> None:
    """Let an account in no more, from the next request on."""
    with _held("disable") as (_, held):
        done = held.disable(account)
    typer.echo(f"Account {account} is disabled." if done else f"Account {account} was disabled already.")


@app.command()
def enable(account: Number) -> None:
    """Let an account in again, with the roles that it still has."""
    with _held("enable") as (_, held):
        done = held.enable(account)
    typer.echo(f"Account {account} is let in again." if done else f"Account {account} was not disabled.")


def _in_words(account: Account, today: date) -> Iterator[str]:
    shut = f", disabled since {account.disabled_at:%Y-%m-%d}" if account.disabled_at else ""
    yield f"account {account.account_id}: {account.name}, {account.organisation}{shut}"
    yield f"  signs in as {account.subject} at {account.issuer}"
    for one in account.grants:
        over = one.team or one.authority or one.worker or one.person_ref
        state = "" if one.holds(today) else " (not today)"
        reach = f" for {over}" if over else ""
        whose = f" ({one.relationship})" if one.relationship else ""
        of = f" of C(E)TR {one.review}" if one.review else ""
        yield f"  grant {one.grant_id}: {one.role}{whose}{reach}{of} from {one.starts_on}{_until(one.ends_on)}{state}"


def _until(last: date | None) -> str:
    return f" until {last}" if last else ""
