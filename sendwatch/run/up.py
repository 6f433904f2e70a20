"""Put every part of the service up, show what comes out of it, and tell what was found at each stage."""

from collections.abc import Callable

from sendwatch.run import alerts, checks, grafana, prometheus, samples, show
from sendwatch.run.checks import Check
from sendwatch.run.json_calls import get_text
from sendwatch.run.processes import Components
from sendwatch.run.progress import Progress
from sendwatch.run.samples import Samples
from sendwatch.run.service import Service
from sendwatch.run.stages import pull, read_store, start_airflow, write_demo
from sendwatch.run.table import waits_table
from sendwatch.run.waiting import TookTooLongError, wait_for
from sendwatch.settings import Settings

RECORDED_SECONDS = 60.0


def bring_up(service: Service, components: Components, progress: Progress) -> list[Check]:
    """The way of the data, from extract to alert."""
    extracts = write_demo(service, progress)
    runs = pull(start_airflow(service, components, progress), components.check, progress)
    stored = read_store()
    progress.console.print(waits_table(stored.figures))
    return [
        checks.check_extracts(extracts),
        checks.check_airflow(runs),
        checks.check_store(extracts, stored),
        checks.check_figures(stored),
        *watch(service, samples.expected(stored.figures), components, progress),
    ]


def watch(service: Service, wanted: Samples, components: Components, progress: Progress) -> list[Check]:
    """What looks at the store from outside: exporter, Prometheus, Grafana. The alerts come last, they take a minute."""
    found = [export(service, wanted, components, progress)]
    if prometheus.is_installed():
        found.append(record(service, wanted, components, progress))
    else:
        progress.say("Prometheus is not installed: its series and alerts are not there, and not checked")
    dashboard = show_in_grafana(service, components, progress)
    show.show_addresses(progress.console, service, dashboard)
    if prometheus.is_installed():
        found.append(weigh_alerts(service, components, progress))
    return found


def export(service: Service, wanted: Samples, components: Components, progress: Progress) -> Check:
    with progress.doing("Starting the metrics exporter") as tell:
        service.start_exporter(components)
        found = samples.exported(get_text(service.exporter_url))
        tell(service.exporter_url)
    return checks.check_samples("Metrics of the exporter", wanted, found)


def record(service: Service, wanted: Samples, components: Components, progress: Progress) -> Check:
    with progress.doing("Starting Prometheus, which reads the metrics") as tell:
        service.start_prometheus(components)
        found = wait_for_samples(service, wanted, components.check)
        tell(service.prometheus.url)
    return checks.check_samples("Series in Prometheus", wanted, found)


def show_in_grafana(service: Service, components: Components, progress: Progress) -> str:
    """Where the dashboard is, in words."""
    address, program = Settings().grafana_url, grafana.program()
    if address:
        with progress.doing(f"Publishing dashboards and alerts to {address}"):
            service.publish(address)
        return address
    if program is None:
        return grafana.NONE_HERE
    with progress.doing("Starting Grafana"):
        service.start_grafana(program, components)
    return service.grafana.url


def weigh_alerts(service: Service, components: Components, progress: Progress) -> Check:
    with progress.doing("Prometheus weighs the alerts; some must be true for a minute before they fire"):
        raised = alerts.wait_for_alerts(service.prometheus, components.check)
    show.show_alerts(progress.console, raised)
    return alerts.check_alerts(raised)


def wait_for_samples(service: Service, wanted: Samples, alive: Callable[[], None]) -> Samples:
    """What Prometheus holds once it equals the store, or what it holds when that takes too long."""

    def equal() -> Samples | None:
        found = samples.recorded(service.prometheus)
        return None if samples.differences(wanted, found) else found

    try:
        return wait_for("Prometheus reading every figure", equal, alive, RECORDED_SECONDS)
    except TookTooLongError:
        return samples.recorded(service.prometheus)
