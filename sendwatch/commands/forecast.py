"""`sendwatch forecast backtest`: how good the forecast of who turns 18 unassessed was, on weeks that have passed."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from diis.definitions.calibration import FATES, IN_RANGE, Calibration
from diis.definitions.suppression import suppressed_count, whole
from diis.forecasting import NotYetKnown
from diis.forecasting import backtest as backtest_of
from sendwatch.commands.days_and_loads import AsKnown, a_day
from sendwatch.rooms import open_store
from sendwatch.settings import Settings

LONGEST_WEEKS = 520
"""Ten years: what is compared later than that is another service."""

app = typer.Typer(no_args_is_help=True, help="The forecast of who will be 18 before the assessment.")


@app.callback()
def forecast() -> None:
    """The forecast of who will be 18 before the assessment; the list itself: sendwatch waits --list turning-18."""


@app.command()
def backtest(
    as_at: Annotated[datetime, a_day("The earlier day the forecast is made for.")],
    weeks: Annotated[
        int, typer.Option(min=1, max=LONGEST_WEEKS, help="Weeks after it that have passed and are compared.")
    ] = 26,
    as_known: AsKnown = None,
    exact: Annotated[bool, typer.Option("--exact", help="Exact counts, for those allowed to see them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Hold an earlier forecast against what happened since.

    Example: sendwatch forecast backtest --as-at 2026-04-26 --weeks 26
    """
    store = open_store(Settings())
    try:
        found = backtest_of(store, as_at.date(), weeks, as_known)
    except NotYetKnown as fault:
        raise typer.BadParameter(str(fault)) from fault
    finally:
        store.close()
    rows = list(_rows(found, exact))
    if as_json:
        table = {key: number for key, _, number in rows}
        typer.echo(json.dumps({"as_at": str(found.as_at), "weeks": found.weeks, "suppressed": not exact, **table}))
    else:
        typer.echo(f"Forecast of {found.as_at}, held against the {found.weeks} weeks after it")
        for _, label, number in rows:
            typer.echo(f"  {label:70} {'*' if number is None else number:>7}")


def _rows(found: Calibration, exact: bool) -> Iterator[tuple[str, str, int | None]]:
    """The calibration table: a key for machines, words, and the number; None where it is too small to be shown."""

    def shown(count: float) -> int | None:
        return whole(count) if exact else suppressed_count(whole(count))

    yield "waiting", "waiting on that day", shown(found.waiting)
    yield "forecast_assessed", "of these assessed since, by the likely dates", shown(found.forecast_assessed)
    yield "assessed", "of these assessed since, observed", shown(found.assessed)
    for fate in FATES:
        yield f"range_passed:{fate}", f"whose whole range has passed: {fate}", shown(found.fates[fate])
    share = found.in_range_share if exact or shown(found.fates[IN_RANGE]) is not None else None
    percent = None if share is None else whole(share)
    yield "in_range_share", "percentage of these, but for those who left, assessed within the range", percent
    for of in found.birthdays:
        numbers = {
            "children": ("children", of.children),
            "expected": ("unassessed at 18, expected", of.expected_unassessed),
            "unassessed": ("unassessed at 18, observed", of.unassessed),
            "assessed": ("assessed before", of.assessed),
            "left": ("left before", of.left),
        }
        for name, (words, number) in numbers.items():
            yield f"18:{of.outlook}:{name}", f"18 since, before the assessment {of.outlook}: {words}", shown(number)
