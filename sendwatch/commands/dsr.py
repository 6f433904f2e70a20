"""`sendwatch dsr`: the Dynamic Support Register from its own machine."""

import typer

from sendwatch.commands.dsr_import import import_

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The Dynamic Support Register.")
app.command("import")(import_)
