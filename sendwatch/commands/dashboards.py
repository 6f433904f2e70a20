"""`sendwatch dashboards`: the dashboard and the alerts, from code to files and to a running Grafana."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from dashboards import build as building
from dashboards.alert import RUNBOOK_ADDRESS
from dashboards.grafana import Grafana, GrafanaRefused, GrafanaUnreachable
from dashboards.publish import Publisher, Step
from sendwatch.commands import exits
from sendwatch.owner_only import READABLE, files_for
from sendwatch.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The dashboard and the alerts as code.")

Out = Annotated[
    Path,
    typer.Option(
        "--out",
        help="Folder to write to; with another than the default, with your addresses.",
        show_default="dashboards/generated of the project",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")]
PrometheusUrl = Annotated[
    str, typer.Option("--prometheus-url", help="Make a data source of this Prometheus, as seen from Grafana.")
]


@app.command()
def build(
    out: Out = building.GENERATED, check: Annotated[bool, typer.Option("--check", help="The same as `check`.")] = False
) -> None:
    """Write the files that Prometheus and Grafana read.

    In the project they name runbooks by their place in it; elsewhere by SENDWATCH_RUNBOOK_URL. Example:
    sendwatch dashboards build --out /srv/dashboards
    """
    if check:
        _check()
        return
    _refuse_unfinished()
    own = out.resolve() == building.GENERATED.resolve()
    address = RUNBOOK_ADDRESS if own else Settings().runbook_url or RUNBOOK_ADDRESS
    with files_for(READABLE):  # Prometheus and Grafana may run as other users
        written = building.write(out, address)
    for path in written:
        typer.echo(f"wrote {out / path}")


@app.command()
def check() -> None:
    """Fail if the files are not what the code writes.

    Or if an alert has no runbook or no test."""
    _check()


@app.command()
def publish(dry_run: Dry = False, prometheus_url: PrometheusUrl = "", as_json: Json = False) -> None:
    """Bring Grafana to what the code says.

    The one at SENDWATCH_GRAFANA_URL; doing it twice changes nothing.

    Needs SENDWATCH_GRAFANA_TOKEN, of a service account with the role Admin. Example:
    sendwatch dashboards publish --dry-run
    """
    settings = Settings()
    if not settings.grafana_url:
        raise typer.BadParameter("Set SENDWATCH_GRAFANA_URL to the address of the Grafana to publish to.")
    try:
        grafana = Grafana(settings.grafana_url, settings.grafana_token)
        steps = Publisher(grafana, settings.runbook_url, prometheus_url, dry_run).publish()
    except GrafanaRefused as refusal:
        _fail(str(refusal), exits.REFUSED)
    except GrafanaUnreachable as fault:
        _fail(str(fault), exits.DEPENDENCY_DOWN)
    _tell(steps, dry_run, as_json)


def _check() -> None:
    _refuse_unfinished()
    differing = building.differences(building.files())
    if differing:
        _fail(f"not what the code writes: {', '.join(differing)}. Run: sendwatch dashboards build", exits.REFUSED)
    typer.echo("Every generated file is what the code writes, and every alert has a runbook and a test.")


def _refuse_unfinished() -> None:
    try:
        building.require_runbooks_and_tests()
    except building.Unfinished as refusal:
        _fail(str(refusal), exits.REFUSED)


def _tell(steps: list[Step], dry_run: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, "steps": [asdict(step) for step in steps]}))
        return
    for step in steps:
        would_be = "would be " if dry_run and step.outcome != "unchanged" else ""
        typer.echo(f"{step.kind} {step.name}: {would_be}{step.outcome}")


def _fail(words: str, code: int) -> NoReturn:
    typer.echo(f"sendwatch: {words}", err=True)
    raise typer.Exit(code)
