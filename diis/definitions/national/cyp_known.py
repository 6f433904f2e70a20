"""What a run of one month knows and when it looks: rows up to that month, its last day, its rolling quarter."""

from dataclasses import dataclass, fields, replace
from datetime import date

from diis.definitions.national.months import RUN_MONTHS, first_day, last_day
from diis.definitions.national.submissions import Submissions

QUARTER_MONTHS = 3
"""A rolling quarter is the month and the two before it (R-WAIT-65, 66)."""


@dataclass(frozen=True)
class Span:
    """The dates that a month's figures look at; the quarter's are those of the calendar, loaded or not."""

    month: int

    @property
    def first_month(self) -> int:
        """The first month of the rolling quarter."""
        return self.month - QUARTER_MONTHS + 1

    @property
    def year_month(self) -> int:
        """The first of the twelve months that end with this one."""
        return self.month - RUN_MONTHS + 1

    @property
    def starts_on(self) -> date:
        return first_day(self.first_month)

    @property
    def ends_on(self) -> date:
        return last_day(self.month)


def in_run(month: int, newest: int) -> bool:
    """Whether a month is one of the twelve that end with the newest (design.md section 7)."""
    return newest - RUN_MONTHS < month <= newest


def known_by(submissions: Submissions, month: int) -> Submissions:
    """The rows of submissions for months up to and including one: what a run that ends there has to go by."""
    tables = {
        field.name: tuple(row for row in getattr(submissions, field.name) if row.month <= month)
        for field in fields(submissions)
    }
    return replace(submissions, **tables)
