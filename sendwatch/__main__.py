"""The command `sendwatch`: every verb in one place, and one way out for faults."""

import sys

import typer

from sendwatch.commands import (
    board,
    changes,
    check,
    dashboards,
    demo,
    exits,
    forecast,
    measures,
    metrics,
    pull,
    quarantine,
    setup,
    waits,
)
from sendwatch.owner_only import files_for

app = typer.Typer(
    name="sendwatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Waiting times of children, from a provider's extract to an alert. Start with: sendwatch init",
)

app.command()(setup.init)
app.command()(demo.demo)
app.command()(pull.pull)
app.command()(check.check)
app.command()(waits.waits)
app.command()(changes.changes)
app.command()(measures.measures)
app.command()(setup.doctor)
app.add_typer(forecast.app, name="forecast")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(metrics.app, name="metrics")
app.add_typer(dashboards.app, name="dashboards")
app.add_typer(board.app, name="board")


def main() -> None:
    """Run a command; a known fault is explained in a sentence, never as a traceback."""
    try:
        with files_for():
            app()
    except exits.KNOWN_FAULTS as fault:
        sys.exit(exits.explain(fault))


if __name__ == "__main__":
    main()
