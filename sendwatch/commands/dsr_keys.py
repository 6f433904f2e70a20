"""`sendwatch dsr keys`: a new version of the register's key, and sealing with it what older ones sealed."""

import typer

from dsr.store.rotation import check_keys, left_to_seal, seal_again
from dsr.store.sealing import add_key, read_keys
from sendwatch.commands.dsr_purge import purge_issuers
from sendwatch.commands.register_options import DryRun, the_register, with_a_bar
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The keys that seal what identifies a person.")


@app.callback()
def keys() -> None:
    """The keys that seal what identifies a person."""


app.command("purge-issuers")(purge_issuers)


@app.command()
def add(dry_run: DryRun = False) -> None:
    """Add a version to the key file. It seals from then on, and older ones still open.

    Put the new file into its safe, start the server again, and only then run: sendwatch dsr keys reseal
    """
    path = Settings().register_keys
    with the_register() as session:
        if dry_run:
            typer.echo(f"Would add version {session.keys.newest + 1} to {path}. Nothing was changed.")
            return
        version = add_key(path)
        check_keys(session.database, read_keys(path))
    typer.echo(
        f"Version {version} is in {path}. Put the file into its safe, start the server again, then run: "
        "sendwatch dsr keys reseal. Keep every older version: the audit hangs on the first."
    )


@app.command()
def reseal(dry_run: DryRun = False) -> None:
    """Seal with the newest version what older ones sealed.

    In small steps, while the service runs. Safe to interrupt: run it again and it goes on.
    """
    with the_register() as session:
        left = left_to_seal(session.database, session.keys)
        if dry_run:
            typer.echo(f"Would seal {left} values with version {session.keys.newest}. Nothing was changed.")
            return
        with_a_bar(seal_again(session.database, session.keys), left, "values")
        left = left_to_seal(session.database, session.keys)
    typer.echo(f"Everything is sealed with version {session.keys.newest}." if not left else f"{left} values are left.")
