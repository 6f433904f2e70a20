"""PromQL written from the catalogue, so that a renamed metric breaks an import and not a night.

`$measure` and `$provider` are the two variables of the dashboard. Every series is taken without the labels that
Prometheus adds at the scrape, so that a second server, or a moved exporter, draws the same line.
"""

from metrics.catalogue import Metric

SECONDS_PER_DAY = 86_400
SECONDS_PER_WEEK = 7 * SECONDS_PER_DAY

CHOSEN = {"measure": '="$measure"', "provider": '=~"$provider"'}
CHOSEN_PROVIDER = {"provider": CHOSEN["provider"]}


def series(metric: Metric, matchers: dict[str, str] | None = None, without: tuple[str, ...] = ()) -> str:
    """One metric, filtered by matchers such as `="RBD"`, without scrape labels and those named in `without`."""
    matchers = matchers or {}
    metric.checked_labels((*matchers, *without))
    where = ",".join(f"{label}{matcher}" for label, matcher in matchers.items())
    dropped = ", ".join(("instance", "job", *without))
    return (
        f"max without ({dropped}) ({metric.name}{{{where}}})" if where else f"max without ({dropped}) ({metric.name})"
    )


def ratio(part: str, whole: str) -> str:
    """A share of 0 to 1. Both sides are rounded counts, so it is good to a whole percentage and no more."""
    return f"{part} / {whole}"


def days(seconds: str) -> str:
    """Seconds as days."""
    return f"{seconds} / {SECONDS_PER_DAY}"


def weeks(seconds: str) -> str:
    """Seconds as weeks: what standards and clinicians count in."""
    return f"{seconds} / {SECONDS_PER_WEEK}"


def age_in_days(timestamp: str) -> str:
    """Whole days since an instant at midnight: over n days means more than n."""
    return f"floor((time() - {timestamp}) / {SECONDS_PER_DAY})"


def milliseconds(timestamp: str) -> str:
    """Seconds since 1970 as Grafana's date units want them."""
    return f"{timestamp} * 1000"
