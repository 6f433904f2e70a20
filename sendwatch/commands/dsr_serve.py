"""`sendwatch dsr serve`: the register's API for those who may sign in."""

from typing import Annotated

import typer

from sendwatch.register.server import serve_register
from sendwatch.settings import Settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8460,
) -> None:
    """Answer the register's API until stopped.

    It brings the register to each new day by itself. A proxy that speaks TLS stands in front of it: see
    docs/how-to-sign-in.md.
    """
    serve_register(Settings(), host, port)
