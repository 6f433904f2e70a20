"""The words of referral to treatment (RTT) as NHS England publishes it: week bands, parts and lines (R-WAIT-12 to 17).

RTT counts pathways, not people: a child on two pathways is counted twice (R-WAIT-22).
"""

from dataclasses import dataclass
from datetime import date

OPEN_BAND = 104
"""Number of the last band, over 104 weeks; the 104 bands below it are one week wide (R-WAIT-13)."""

BANDS = OPEN_BAND + 1

WITHIN_18_WEEKS = range(18)
"""Bands of waits of 126 days or fewer (R-WAIT-12)."""

OVER_WEEKS = (52, 65, 78, 104)
"""The reporting thresholds; over n weeks is band n and those above, so over 52 is 365 days or more (R-WAIT-12)."""

ADMITTED = "Part_1A"
NON_ADMITTED = "Part_1B"
INCOMPLETE = "Part_2"
INCOMPLETE_WITH_DECISION_TO_ADMIT = "Part_2A"
NEW_PERIODS = "Part_3"

PARTS: dict[str, str] = {
    ADMITTED: "Completed pathways, admitted",
    NON_ADMITTED: "Completed pathways, not admitted",
    INCOMPLETE: "Incomplete pathways at month end",
    INCOMPLETE_WITH_DECISION_TO_ADMIT: "Incomplete pathways with a decision to admit, a subset of Part_2",
    NEW_PERIODS: "New pathways started in the month",
}
"""Part to its meaning (R-WAIT-15)."""

ALL_FUNCTIONS = "C_999"
"""The row of all treatment functions together: use it or the detail, never both (R-WAIT-16)."""

NOT_ENGLISH = "NONC"
"""Commissioners outside England, who are no part of the English figures (R-WAIT-17)."""


def week_band(days: int) -> int:
    """The band of a wait: 0 for days 0 to 7, n for days 7n+1 to 7(n+1), 104 for 729 days or more (R-WAIT-13)."""
    if days < 0:
        raise ValueError("A wait cannot be shorter than 0 days.")
    return min(max(days - 1, 0) // 7, OPEN_BAND)


@dataclass(frozen=True)
class RttLine:
    """One published row: pathways of a provider, commissioner, part and treatment function in a month.

    `bands` holds the 105 counts by week waited, all 0 for Part_3, which has none. `total` (known clock start) and
    `unknown_start` exist for completed pathways only; `total_all` is the number of pathways (R-WAIT-15).
    """

    period_on: date
    provider: str
    commissioner: str
    part: str
    treatment_function: str
    bands: tuple[int, ...]
    total: int | None
    unknown_start: int | None
    total_all: int
