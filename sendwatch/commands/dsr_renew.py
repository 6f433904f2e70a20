"""`sendwatch dsr renew`: bring the lists of the register to today, where no server does it."""

from typing import Annotated

import typer

from dsr.store.standings import left_to_renew, make_stale
from dsr.store.standings import renew as renew_all
from sendwatch.commands.register_options import the_register, with_a_bar

Again = Annotated[
    bool, typer.Option("--again", help="Everybody, as after a change of terms or a new version of the service.")
]


def renew(again: Again = False) -> None:
    """Bring the lists of the register to today.

    Consents lapse and people turn 16 or 18 without anybody doing anything.

    Safe to run twice, at once with others, and to interrupt. The server does it by itself when the day changes.
    """
    with the_register() as session:
        if again:
            make_stale(session)
        done = with_a_bar(renew_all(session), left_to_renew(session), "people")
    typer.echo(f"People brought to {session.today}: {done}." if done else f"All are as of {session.today} already.")
