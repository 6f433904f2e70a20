"""`sendwatch dsr counts`: the register in figures without people, small numbers hidden."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from diis.extracts.places import read_places
from dsr.counts import Count, MonthNotClosed, month_of
from dsr.counts import counts as counts_of
from dsr.rules.measures.closing import closes_on
from sendwatch.commands.register_options import Json, refuse, the_register
from sendwatch.register import at_the_keyboard
from sendwatch.register.terms import read_populations
from sendwatch.settings import Settings


def counts(
    month: Annotated[
        datetime, typer.Option(formats=["%Y-%m"], metavar="YYYY-MM", help="A month whose figures are closed.")
    ],
    as_json: Json = False,
) -> None:
    """Count the register in a month, K1 to K18.

    Nobody is among the figures: 0 to 7 is one band, other counts are to the nearest 5. A month is told some days after
    its end and as it was known then; what is recorded later changes nothing.

    Example: sendwatch dsr counts --month 2027-02
    """
    settings, period = Settings(), month_of(month.date())
    populations, places = read_populations(settings.register_terms), read_places(settings.postcodes)
    with the_register() as session:
        try:
            found = counts_of(
                at_the_keyboard(session, "dsr counts", "monitoring"),
                period,
                populations,
                lambda postcode: places.area_of(postcode).decile,
            )
        except MonthNotClosed as reason:
            refuse(reason)
        as_known = closes_on(period, session.terms)
    if as_json:
        figures = [asdict(one) | {"suppressed": one.suppressed} for one in found]
        typer.echo(json.dumps({"month": f"{month:%Y-%m}", "as_known": as_known.isoformat(), "figures": figures}))
    else:
        Console().print(_table(found, f"{month:%B %Y}, as known on {as_known}"))


def _table(found: tuple[Count, ...], month: str) -> Table:
    table = Table("", "figure", "part", "is", "unit", title=f"The register in {month}", show_edge=False)
    for one in found:
        table.add_row(one.id, one.name, one.part, one.told, one.unit)
    return table
