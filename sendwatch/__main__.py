"""The command `sendwatch`: every verb in one place, and one way out for faults."""

import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import version
from typing import Annotated

import typer

from sendwatch.owner_only import files_for

COMMANDS = {
    "init": "setup:init",
    "demo": "demo:demo",
    "pull": "pull:pull",
    "check": "check:check",
    "layout": "layout:layout",
    "waits": "waits:waits",
    "loads": "loads:loads",
    "measures": "measures:measures",
    "doctor": "setup:doctor",
    "changes": "changes:changes",
    "forecast": "forecast:app",
    "quarantine": "quarantine:app",
    "metrics": "metrics:app",
    "dashboards": "dashboards:app",
    "board": "board:app",
    "dsr": "dsr:app",
}
"""Each verb, and where in `sendwatch.commands` it is: a function, or the `typer.Typer` of several."""
_INTERRUPTED = 130


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"sendwatch {version('sendwatch')}")
        raise typer.Exit


def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What may stand before a verb."""


def app_of(names: Iterable[str]) -> typer.Typer:
    """The command line with some of its verbs; only their modules are imported."""
    made = typer.Typer(
        name="sendwatch",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Waiting times of children, from a provider's extract to an alert. Start with: sendwatch init",
    )
    made.callback()(_options)
    for name in names:
        module, _, attribute = COMMANDS[name].partition(":")
        verb = getattr(import_module(f"sendwatch.commands.{module}"), attribute)
        if isinstance(verb, typer.Typer):
            made.add_typer(verb, name=name)
        else:
            made.command(name)(verb)
    return made


def __getattr__(name: str) -> typer.Typer:
    """`app`, the whole of it, for those who want to look at every verb."""
    if name == "app":
        return app_of(COMMANDS)
    raise AttributeError(name)


def __dir__() -> list[str]:
    return ["app", *globals()]


def main() -> None:
    """Run a command; a known fault is explained in a sentence, never as a traceback.

    A verb that is named is imported alone: a question that is asked often need not wait for what others need.
    """
    named = [name for name in sys.argv[1:2] if name in COMMANDS]
    try:
        with files_for():
            app_of(named or COMMANDS)()
    except KeyboardInterrupt:
        # While modules are still being imported: nothing has begun that could be told of.
        sys.exit(_INTERRUPTED)
    except Exception as fault:
        from sendwatch.commands import exits

        if isinstance(fault, exits.KNOWN_FAULTS):
            sys.exit(exits.explain(fault))
        raise


if __name__ == "__main__":
    main()
