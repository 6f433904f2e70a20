"""What the DAG files share, as plain data: they may not import one another, and no package of ours knows Airflow."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from diis.feeds import Feed

LOADED_LISTS: Final = "sendwatch-loaded-lists"
"""The asset a pull marks and the refresh waits for. Only a hint: the refresh takes every load not yet refreshed."""

WAITS_REFRESH: Final = "waits-refresh"
HOUSEKEEPING: Final = "housekeeping"
STARTS_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
REFRESH_CRON: Final = "10 3-23 * * *"
HOUSEKEEPING_CRON: Final = "40 3 * * *"
SERVICE_OWNER: Final = "Waiting times service"

TASK_DEFAULTS: Final[dict[str, Any]] = {
    "owner": SERVICE_OWNER,
    "retries": 3,
    "retry_delay": timedelta(minutes=1),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=30),
    "execution_timeout": timedelta(hours=1),
}


def pull_dag_id(feed: Feed) -> str:
    return f"pull-{feed.name}"
