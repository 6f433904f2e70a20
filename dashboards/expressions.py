"""Expressions that more than one panel or alert uses: one meaning of late, never seen and share over the standard."""

from dashboards.promql import age_in_days, days, ratio, series
from metrics import catalogue as names

CENSUS_AGE_DAYS = age_in_days(series(names.EXTRACT_CENSUS))
DAYS_PAST_LIMIT = f"{CENSUS_AGE_DAYS} - {days(series(names.EXTRACT_LATE_AFTER))}"
"""Above 0 the feed is late; nothing for a feed that was never seen."""

_EXPECTED = series(names.EXTRACT_INFO)
NEVER_SEEN = f"({_EXPECTED} unless {series(names.EXTRACT_CENSUS)}) or {_EXPECTED} * 0"
"""1 for a feed that is expected and was never seen, 0 for one that was."""

FEEDS_NOT_CURRENT = f"(sum(({DAYS_PAST_LIMIT}) > bool 0) or vector(0)) + sum({NEVER_SEEN})"


def share_over_standard(matchers: dict[str, str], without: tuple[str, ...] = ()) -> str:
    """Share of open waits that are over the standard, now."""
    return ratio(series(names.WAITS_OPEN_OVER_STANDARD, matchers, without), series(names.WAITS_OPEN, matchers, without))


def share_over_standard_previous(matchers: dict[str, str], without: tuple[str, ...] = ()) -> str:
    """The same, 28 days before."""
    return ratio(
        series(names.WAITS_OPEN_OVER_STANDARD_PREVIOUS, matchers, without),
        series(names.WAITS_OPEN_PREVIOUS, matchers, without),
    )
