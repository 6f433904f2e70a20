"""`sendwatch metrics`: the exporter that Prometheus scrapes."""

import typer

from metrics import exporter
from metrics.store_sources import of_store
from sendwatch.rooms import open_store
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Figures and feeds for Prometheus.")


@app.callback()
def metrics() -> None:
    """Figures and feeds for Prometheus."""


@app.command()
def serve() -> None:
    """Answer Prometheus until stopped.

    At SENDWATCH_METRICS_HOST and SENDWATCH_METRICS_PORT, /metrics and /healthz.
    """
    settings = Settings()
    store = open_store(settings)
    try:
        exporter.serve(of_store(store), settings.metrics_host, settings.metrics_port)
    finally:
        store.close()
