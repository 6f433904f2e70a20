"""The alerts: five symptoms that a person must act on."""

from dashboards.alert import LIST, MEASURE, PROVIDER, VALUE, Alert, Severity, WhenNoData
from dashboards.expressions import DAYS_PAST_LIMIT, NEVER_SEEN
from dashboards.feed_panels import FEEDS_PANEL
from dashboards.promql import series
from dashboards.wait_charts import SHARE_PANEL
from diis.definitions.figures import ALL
from metrics import catalogue as names

DCO = "dco"
DATA = "information-team"


def _of_feed_or_all(feed: str, everything: str) -> str:
    """Words about one feed, or, where the alert has no provider, about all of them."""
    return f"{{{{ if .Labels.provider }}}}{feed}{{{{ else }}}}{everything}{{{{ end }}}}"


EXTRACT_LATE = Alert(
    name="ExtractLate",
    query=DAYS_PAST_LIMIT,
    wait="1h",
    severity=Severity.WARNING,
    owner=DATA,
    panel_id=FEEDS_PANEL,
    summary=f"{LIST}: the newest extract is out of date",
    description=(
        f"Whole days by which the newest accepted extract is past the agreed limit: {VALUE}. "
        "Figures of this list describe that older day; newer referrals and long waits are not in them."
    ),
)

EXTRACT_NEVER_SEEN = Alert(
    name="ExtractNeverSeen",
    query=NEVER_SEEN,
    wait="1h",
    severity=Severity.WARNING,
    owner=DATA,
    panel_id=FEEDS_PANEL,
    summary=_of_feed_or_all(f"{LIST}: no extract was ever accepted", "No feed can be seen at all"),
    description=_of_feed_or_all(
        "This feed is expected, and no extract of it was ever accepted. Nobody on this list is in any figure.",
        "The metrics exporter shows no feeds: it is stopped, cannot read the store, or is not scraped. "
        "No other alert about waits or feeds can fire until it is back.",
    ),
    when_no_data=WhenNoData.NO_DATA,
    absent=names.EXTRACT_INFO.name,
)

LIST_HELD = Alert(
    name="ListHeld",
    query=series(names.EXTRACT_HELD),
    wait="1m",
    severity=Severity.WARNING,
    owner=DATA,
    panel_id=FEEDS_PANEL,
    summary=f"{LIST}: an extract is held and waits for a person",
    description=(
        "An extract is empty, or its referrals or contacts fell by 40% or more, or its referrals rose by 300% or more, "
        "against the list before. It is kept aside until somebody releases or replaces it; figures describe what was "
        "loaded before."
    ),
)

UNEXPLAINED_LEAVERS = Alert(
    name="UnexplainedLeavers",
    query=series(names.EXTRACT_LEAVERS_PRESENT),
    wait="1m",
    severity=Severity.CRITICAL,
    owner=DCO,
    panel_id=FEEDS_PANEL,
    summary=f"{LIST}: someone left the list with no outcome",
    description=(
        "At least one referral that was on the list is missing from a later full list, with no closure, transfer or "
        "other outcome, and has not returned. Until each is explained, treat it as a child who may have been lost."
    ),
)

OVER_STANDARD_SHARE_RISING = Alert(
    name="OverStandardShareRising",
    query=series(names.WAITS_OVER_STANDARD_RISING, {"provider": f'!="{ALL}"'}),
    wait="1m",
    severity=Severity.WARNING,
    owner=DCO,
    panel_id=SHARE_PANEL,
    summary=f"{PROVIDER}, {MEASURE}: a larger share is now over the standard",
    description=(
        "The share of open waits over the standard is more than 5 percentage points above that of 28 days before, and "
        "the provider's newest list is at most 7 days older than the day of the figures. This is decided on exact "
        "counts; with few people waiting, a handful can be enough."
    ),
)

ALERTS: tuple[Alert, ...] = (
    EXTRACT_LATE,
    EXTRACT_NEVER_SEEN,
    LIST_HELD,
    UNEXPLAINED_LEAVERS,
    OVER_STANDARD_SHARE_RISING,
)
