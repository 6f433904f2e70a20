"""The panel about feeds: how fresh each is, and what stands between what was sent and what is shown."""

from dataclasses import replace

from dashboards.expressions import CENSUS_AGE_DAYS, DAYS_PAST_LIMIT, NEVER_SEEN
from dashboards.panels import Frame, Panel, row
from dashboards.promql import days, milliseconds, series
from dashboards.shapes import (
    AT_TIME,
    COUNT,
    COUNTED,
    DATE,
    IN_DAYS,
    NONE_EXPECTED,
    NONE_WANTED,
    SEEN_ON,
    Shape,
    words_for,
)
from dashboards.tables import Column, table
from metrics import catalogue as names

FEEDS_PANEL = 31

_ABOUT = (
    "Every expected feed, and every list sent without an agreed timetable. Late: the census date is older, in whole "
    "days, than the limit agreed with the provider. "
    "Rows are those of the newest accepted list. Rows and leavers are to the nearest 5; held and refused are exact."
)
_YES_NO = Shape(COUNT, 0, thresholds=NONE_WANTED, mappings=(words_for({"0": "no", "1": "YES"}),))
_NEVER_SEEN = replace(_YES_NO, no_value="not expected")
_LATE = replace(_YES_NO, no_value="never seen, or no limit")
_LIMIT = replace(IN_DAYS, no_value="no limit")
_LEFT_ON = Shape(DATE, mappings=(words_for({"0": "none"}),))
_NEWEST_LEAVER = f"{milliseconds(series(names.EXTRACT_NEWEST_LEAVER))} or {series(names.EXTRACT_LEAVERS_PRESENT)} * 0"
"""0 where nobody is missing, which is said in words."""


def rows() -> list[list[Panel]]:
    """A heading, and the table of feeds."""
    return [[row(30, "Feeds")], [_feeds()]]


def _rows_of(outcome: str) -> str:
    return series(names.EXTRACT_ROWS, {"outcome": f'="{outcome}"'}, ("outcome",))


def _feeds() -> Panel:
    columns = (
        Column("Never seen", NEVER_SEEN, _NEVER_SEEN),
        Column("Late", f"({DAYS_PAST_LIMIT}) > bool 0", _LATE),
        Column("Census date", milliseconds(series(names.EXTRACT_CENSUS)), SEEN_ON),
        Column("Age", CENSUS_AGE_DAYS, IN_DAYS),
        Column("Late after", days(series(names.EXTRACT_LATE_AFTER)), _LIMIT),
        Column("Last accepted", milliseconds(series(names.EXTRACT_LAST_SUCCESS)), AT_TIME),
        Column("Rows accepted", _rows_of(names.ACCEPTED)),
        Column("Any quarantined", series(names.EXTRACT_QUARANTINED_PRESENT), _YES_NO),
        Column("Rows quarantined", _rows_of(names.QUARANTINED)),
        Column("Rows duplicate", _rows_of(names.DUPLICATE)),
        Column("Held", series(names.EXTRACT_HELD), NONE_EXPECTED),
        Column("Refused", series(names.EXTRACT_REFUSED), COUNTED),
        Column("Unexplained leavers", series(names.EXTRACT_LEAVERS_PRESENT), _YES_NO),
        Column("Newest leaver missing from", _NEWEST_LEAVER, _LEFT_ON),
        Column("How many left", series(names.EXTRACT_LEAVERS)),
    )
    return table(Frame(FEEDS_PANEL, "Feeds", _ABOUT, 24, 10), ["provider", "pathway"], columns)
