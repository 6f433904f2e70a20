"""The alerts of a demo: which ought to be raised, why, and whether Prometheus raises them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboards.alerts import EXTRACT_LATE, OVER_STANDARD_SHARE_RISING, UNEXPLAINED_LEAVERS
from diis.feeds import FEEDS_BY_NAME
from sendwatch.demo.incidents import LEAVERS_FEED, SILENT_FEED, SLOW_FEED
from sendwatch.run.checks import Check
from sendwatch.run.prometheus import Alert, Prometheus
from sendwatch.run.waiting import TookTooLongError, wait_for


@dataclass(frozen=True)
class Expectation:
    """An alert that the demo's incidents ought to raise about one feed, why, and whether it fires within a minute."""

    name: str
    feed: str
    why: str
    soon: bool = True

    def is_met_by(self, alert: Alert) -> bool:
        feed = FEEDS_BY_NAME[self.feed]
        about = (alert.labels.get("provider"), alert.labels.get("pathway"))
        return alert.name == self.name and about == (feed.provider, feed.pathway)


EXPECTED = (
    Expectation(EXTRACT_LATE.name, SILENT_FEED, "this feed of the demo stopped sending before the others", soon=False),
    Expectation(UNEXPLAINED_LEAVERS.name, LEAVERS_FEED, "children of the demo left this list without an outcome"),
    Expectation(OVER_STANDARD_SHARE_RISING.name, SLOW_FEED, "the demo's Gateway decides more slowly than it did"),
)

FIRING = "firing"
PATIENCE_SECONDS = 150.0


def wait_for_alerts(prometheus: Prometheus, alive: Callable[[], None]) -> list[Alert]:
    """The alerts once those fire that can by now, or those there are when that takes too long."""

    def raised() -> list[Alert] | None:
        alerts = prometheus.alerts()
        return alerts if check_alerts(alerts).passed else None

    try:
        return wait_for("Every expected alert", raised, alive, PATIENCE_SECONDS)
    except TookTooLongError:
        return prometheus.alerts()


def check_alerts(alerts: Sequence[Alert]) -> Check:
    """Every expected alert is raised, and those fire that need to be true for a minute only."""
    raised = [one for one in EXPECTED if any(one.is_met_by(alert) for alert in alerts)]
    firing = [one for one in EXPECTED if any(one.is_met_by(alert) and alert.state == FIRING for alert in alerts)]
    passed = len(raised) == len(EXPECTED) and all(one in firing for one in EXPECTED if one.soon)
    return Check("Alerts in Prometheus", passed, f"{len(raised)} of {len(EXPECTED)} expected, {len(firing)} firing")


def why(alert: Alert) -> str:
    """Why an alert of the demo ought to be raised; empty where no incident explains it."""
    return next((one.why for one in EXPECTED if one.is_met_by(alert)), "")
