"""The days and loads that a question may name: what no calendar or ledger can hold is a fault of use."""

from datetime import date, datetime
from typing import Annotated

import typer

from diis.store.engine import Store
from diis.store.ledger import newest_number

FIRST_DAY = date(2000, 1, 1)
"""No referral is older (R-WAIT-119), and no definition was in force before."""
LAST_DAY = date(2999, 12, 31)
"""Later than any list; what is counted forward from a day is still in the calendar."""
LAST_LOAD = 2**31 - 1
"""The largest number that both databases have for a load."""


def _day(words: str) -> datetime:
    """A day as it is typed; raises `BadParameter`."""
    try:
        day = datetime.strptime(words, "%Y-%m-%d")  # noqa: DTZ007 - a day, in no zone
    except ValueError:
        raise typer.BadParameter("Write it as 2026-09-30 (year-month-day).") from None
    if FIRST_DAY <= day.date() <= LAST_DAY:
        return day
    raise typer.BadParameter(f"Give a day from {FIRST_DAY} to {LAST_DAY}.")


def a_day(words: str) -> object:
    """The option of a day."""
    return typer.Option(parser=_day, metavar="YYYY-MM-DD", help=words)


AsAt = Annotated[datetime, a_day("The day the figures describe.")]
AsKnown = Annotated[
    int | None,
    typer.Option(
        min=0, max=LAST_LOAD, help="As known when this load was the newest (numbers: sendwatch loads); default now."
    ),
]


def warn_of_no_such_load(store: Store, *loads: int | None) -> None:
    """Say that a load is not there yet: what is answered is what is known now, and may be another answer tomorrow."""
    with store.reading() as connection:
        newest = newest_number(connection)
    for asked in loads:
        if asked is not None and asked > newest:
            typer.echo(f"There is no load {asked} yet; the newest is {newest}. This is as known now.", err=True)
