"""The columns of layout rtt-full-csv, as NHS England publishes them since April 2021 (R-WAIT-14)."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from diis.definitions.rtt import OPEN_BAND
from diis.extracts.rejections import FILE, Refused, Rejection

PERIOD = "Period"
PROVIDER = "Provider Org Code"
COMMISSIONER = "Commissioner Org Code"
PART = "RTT Part Type"
TREATMENT_FUNCTION = "Treatment Function Code"
TOTAL = "Total"
UNKNOWN_START = "Patients with unknown clock start date"
TOTAL_ALL = "Total All"

_ABOUT = (
    PERIOD,
    "Provider Parent Org Code",
    "Provider Parent Name",
    PROVIDER,
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Parent Name",
    COMMISSIONER,
    "Commissioner Org Name",
    PART,
    "RTT Part Description",
    TREATMENT_FUNCTION,
    "Treatment Function Name",
)
_CLOSED_BANDS = tuple(f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(OPEN_BAND))

COUNTS = (*_CLOSED_BANDS, f"Gt {OPEN_BAND} Weeks SUM 1", TOTAL, UNKNOWN_START, TOTAL_ALL)
HEADER = (*_ABOUT, *COUNTS)
COUNTS_FROM = len(_ABOUT)

_BEFORE_2021 = "gt 52 weeks sum 1"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_PERIOD = re.compile(rf"RTT-(?P<month>{'|'.join(_MONTHS)})-(?P<year>20[0-9]{{2}})")


def places(file: str, header: Sequence[str]) -> tuple[int, ...]:
    """Where each column of the layout stands in a header (small letters), in any order.

    A missing or further column refuses the file: a new week band would otherwise fall out of every sum. Names found
    are not repeated in the reason, for a file without a header has a row of data there.
    """
    if _BEFORE_2021 in header:
        reason = "This is the layout from before April 2021, whose last band is 'over 52 weeks'. Send a later month."
        raise refused(file, "layout-before-2021", reason, 1)
    for number, name in enumerate(HEADER, start=1):
        if name.lower() not in header:
            reason = f"Column {number}, '{name}', is missing. Send the full CSV file as NHS England publishes it."
            raise refused(file, "header-column-missing", reason, 1, name)
    if len(header) != len(HEADER):
        reason = (
            f"The header has {len(header)} columns; this layout has {len(HEADER)}. Send the published file as it "
            "is, and tell us if the layout has changed."
        )
        raise refused(file, "header-column-unknown", reason, 1)
    return tuple(header.index(name.lower()) for name in HEADER)


def period_end(text: str) -> date | None:
    """The last day of the month of, for example, `RTT-November-2024`; None if it is not written so."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    year, month = int(found["year"]), _MONTHS.index(found["month"]) + 1
    return date(year, month, monthrange(year, month)[1])


def refused(file: str, code: str, reason: str, line: int | None = None, field: str | None = None) -> Refused:
    return Refused(Rejection(code, FILE, file, line, field, reason))
