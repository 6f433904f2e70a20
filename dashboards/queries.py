"""Every query of every panel and alert, as it would be sent: for tests that ask a real Prometheus."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboards.alerts import ALERTS
from dashboards.waiting_times import dashboard
from diis.definitions.local_measures import MEASURES
from metrics.catalogue import LABEL_VALUES

_WITHOUT_STANDARD = frozenset(measure.id for measure in MEASURES if measure.standard_days is None)


@dataclass(frozen=True)
class Query:
    """`where` names the panel or alert in words; `expr` has its variables filled in."""

    where: str
    expr: str


def queries() -> list[Query]:
    """Each query once for every measure it can be asked for; a query of an alert is its value, without the limit."""
    alerts = [Query(f"alert {alert.name}", alert.query) for alert in ALERTS]
    return list(dict.fromkeys([*_panel_queries(dashboard()), *alerts]))


def _panel_queries(model: dict[str, Any]) -> Iterator[Query]:
    for panel in model["panels"]:
        for target in panel.get("targets", []):
            for measure in LABEL_VALUES["measure"]:
                where = f"panel {panel['id']} {panel['title']} {target['refId']}"
                if measure not in _WITHOUT_STANDARD or not _asks_for_standard(target["expr"]):
                    yield Query(where, _filled_in(target["expr"], measure))


def _asks_for_standard(expr: str) -> bool:
    """Whether a query is about a standard: a measure that has none shows nothing there."""
    return "standard" in expr


def _filled_in(expr: str, measure: str) -> str:
    """As Grafana fills in one measure and all providers."""
    return expr.replace("$measure", measure).replace("$provider", f"({'|'.join(LABEL_VALUES['provider'])})")
