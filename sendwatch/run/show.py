"""The closing page of a run: the waits, the alerts, where everything is."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sendwatch.run import prometheus
from sendwatch.run.alerts import FIRING, why
from sendwatch.run.checks import Check
from sendwatch.run.prometheus import Alert
from sendwatch.run.service import Service


def show_alerts(console: Console, alerts: Sequence[Alert]) -> None:
    console.print("\n[bold]Alerts that Prometheus raises now[/bold]")
    for alert in sorted(alerts, key=lambda alert: (alert.state, alert.name)):
        state = FIRING if alert.state == FIRING else f"{alert.state}, fires if it stays true"
        console.print(f"  {alert.name} ({state}): {alert.summary}", markup=False, highlight=False)
        if reason := why(alert):
            console.print(f"      as it ought to be: {reason}", markup=False, highlight=False)


def show_addresses(console: Console, service: Service, dashboard: str) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_row("Airflow, no sign-in", service.airflow.url)
    table.add_row("Metrics", service.exporter_url)
    table.add_row(
        "Prometheus", f"{service.prometheus.url}/alerts" if prometheus.is_installed() else prometheus.NOT_INSTALLED
    )
    table.add_row("Dashboard", dashboard)
    table.add_row("Files, logs, store", str(service.home))
    console.print("\n[bold]Where it is[/bold]")
    console.print(table)


def show_end(console: Console, home: Path, checks: Sequence[Check]) -> None:
    """The last words of a run that ends by itself: whether all is well, where the data is, what to try next."""
    failed = [check.stage for check in checks if not check.passed]
    if failed:
        console.print(f"\nNot all is well: {', '.join(failed)}. The logs are in {home / 'logs'}.", highlight=False)
        return
    console.print(f"\nAll is well: every stage got its data. The invented data stays in {home}.", highlight=False)
    console.print("Try next:  .venv/bin/sendwatch loads", highlight=False)
    console.print("           .venv/bin/sendwatch waits --help", highlight=False)
    console.print("           make run      keeps the service up, with its dashboard and alerts", highlight=False)


def show_checks(console: Console, checks: Sequence[Check]) -> None:
    console.print("\n[bold]Did each stage get its data?[/bold]")
    for check in checks:
        mark = "[green]yes[/green]" if check.passed else "[red]NO [/red]"
        console.print(f"  {mark}  {check.stage}: {check.numbers}", highlight=False)
