"""Days as numbers, counted from 1970, and the first day of something for each referral of a list."""

import polars
from polars import col

NEVER = 2**22
"""A day after the year 9999, which is the last that a date can have."""

ROW = "row"
"""The place of a referral among those of its list."""


def number_of(day: polars.Expr) -> polars.Expr:
    """A date as its number, `NEVER` where there is none."""
    return day.to_physical().cast(polars.Int32).fill_null(NEVER)


def attended(contacts: polars.DataFrame, mechanisms: tuple[str, ...] | None) -> polars.DataFrame:
    """Attended contacts by any of some mechanisms (None: any)."""
    return contacts if mechanisms is None else contacts.filter(col("mechanism").is_in(mechanisms))


def first_of(rows: polars.DataFrame, found: polars.DataFrame, day: str) -> polars.Series:
    """The earliest `day` found for each of some rows, as a number; `ROW` counts the rows from 0 in their order."""
    first = found.group_by(ROW).agg(number_of(col(day).min()))
    never = polars.repeat(NEVER, rows.height, dtype=polars.Int32, eager=True)
    return never.scatter(first[ROW], first[day])
