"""`sendwatch dsr keys purge-issuers`: when a signing key of an issuer was stolen, nobody is let in with it any more."""

import typer

from dsr.store.audit import Audit
from dsr.store.noting import entry_of
from dsr.store.sign_ins import add_purge
from sendwatch.commands.register_options import the_register
from sendwatch.register import keyboard


def purge_issuers() -> None:
    """Let every server forget the keys of issuers.

    Each asks the issuers anew with its next request. What a stolen key has signed is refused as soon as the issuer has
    taken that key away. Sign-ins of browsers go on: end those of an account through the API, or disable it.
    """
    with the_register() as session, session.database.writing() as connection:
        number = add_purge(connection, session.now)
        Audit(session.keys.chain_key).add(
            connection, entry_of(session, keyboard("dsr keys purge-issuers"), "purge-issuers")
        )
    typer.echo(f"Every server forgets the keys of issuers with its next request (purge {number}).")
