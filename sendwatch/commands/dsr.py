"""`sendwatch dsr`: the register on the command line; a module for each command, and here the list of them."""

import typer

from sendwatch.commands import dsr_accounts, dsr_audit, dsr_keys, dsr_workers
from sendwatch.commands.dsr_counts import counts
from sendwatch.commands.dsr_due import due
from sendwatch.commands.dsr_erase import erase
from sendwatch.commands.dsr_import import import_
from sendwatch.commands.dsr_renew import renew
from sendwatch.commands.dsr_serve import serve
from sendwatch.commands.dsr_terms import terms

app = typer.Typer(no_args_is_help=True, help="The Dynamic Support Register: what is due, and how it is kept.")


@app.callback()
def dsr() -> None:
    """The Dynamic Support Register: what is due, and how it is kept."""


app.command("due")(due)
app.command("import")(import_)
app.command("counts")(counts)
app.command("terms")(terms)
app.command("renew")(renew)
app.command("erase")(erase)
app.command("serve")(serve)
app.add_typer(dsr_audit.app, name="audit")
app.add_typer(dsr_keys.app, name="keys")
app.add_typer(dsr_accounts.app, name="accounts")
app.add_typer(dsr_workers.app, name="workers")
