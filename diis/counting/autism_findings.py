"""What is found of autism referrals in a month, by column: a row for each finding and series of ages (R-WAIT-38)."""

from collections.abc import Iterator

import polars as pl

from diis.counting.autism_referrals import KEY
from diis.definitions.figures import ALL
from diis.definitions.national.autism_families import FOUND_BY_DIAGNOSIS, QUARTER_MONTHS, THIRTEEN_WEEKS, Found
from diis.definitions.national.autism_levels import AGE, BY_AGE, ETHNICITY, GENDER
from diis.definitions.national.autism_measures import SERIES
from diis.definitions.national.months import first_day, last_day

_COLUMNS = [*KEY, "person", AGE, GENDER, ETHNICITY, *BY_AGE, *BY_AGE.values()]


def ordinary(
    referrals: pl.DataFrame, sent_months: pl.DataFrame, contacts: pl.DataFrame, diagnoses: pl.DataFrame, month: int
) -> pl.DataFrame:
    """The findings of each rule that looks at one referral; `days` is that from received to first contact."""
    start, end = first_day(month), last_day(month)
    rows = referrals.with_columns(days=(pl.col("first_contact_on") - pl.col("received_on")).dt.total_days())
    not_before = _not_discharged_before(month)
    by_dates = rows.filter(pl.col("received_on") <= end, not_before)
    quarter = pl.col("first_contact_on").is_between(first_day(month - QUARTER_MONTHS + 1), end)
    seen = contacts.filter(pl.col("contact_on").is_between(start, end))
    found = [
        _labelled(Found.NEW, rows.filter(pl.col("received_on").is_between(start, end), not_before)),
        _labelled(Found.CLOSED, rows.filter(pl.col("discharged_on").is_between(start, end))),
        _labelled(Found.FIRST_CONTACT, rows.filter(quarter)),
        _labelled(Found.LAST_SEEN, by_dates.filter(pl.col("month") == month)),
        _labelled(Found.CONTACT, by_dates.join(seen, on=KEY, how="semi")),
        *_diagnosed(by_dates, diagnoses.filter(pl.col("diagnosed_on").is_between(start, end))),
        *_flowed(by_dates.join(sent_months.filter(pl.col("sent") == month), on=KEY, how="semi"), month),
    ]
    everybody = pl.concat(found)
    return pl.concat(
        [
            everybody.with_columns(series=pl.lit(ALL)).drop("ages"),
            everybody.with_columns(series="ages").drop("ages").drop_nulls("series"),
        ]
    )


def several(rows: pl.DataFrame, month: int) -> pl.DataFrame:
    """People with two or more open referrals among the rows of any one sending month: all those rows (ASD17)."""
    is_open = rows.filter(pl.col("received_on") <= last_day(month), _not_discharged_before(month))
    labelled = _labelled(Found.SEVERAL, rows.with_columns(days=pl.lit(None, pl.Int64)), "month").drop("ages")
    found = []
    for series in SERIES:
        counted = is_open if series == ALL else is_open.filter(pl.col("ages") == series)
        people = counted.group_by("person", "month").agg(open=pl.struct(KEY).n_unique()).filter(pl.col("open") > 1)
        theirs = labelled.join(people, on=["person", "month"], how="semi").drop("month")
        found.append(theirs.with_columns(series=pl.lit(series)))
    return pl.concat(found)


def _not_discharged_before(month: int) -> pl.Expr:
    return pl.col("discharged_on").is_null() | (pl.col("discharged_on") >= first_day(month))


def _flowed(rows: pl.DataFrame, month: int) -> Iterator[pl.DataFrame]:
    until = pl.min_horizontal("discharged_on", pl.lit(last_day(month)))
    thirteen = rows.filter((until - pl.col("received_on")).dt.total_days() >= THIRTEEN_WEEKS)
    yield _labelled(Found.OPEN, rows)
    yield _labelled(Found.OPEN_13_WEEKS, thirteen)
    yield _labelled(Found.NO_CONTACT, thirteen.filter(pl.col("days").is_null()))
    yield _labelled(Found.WITHIN, thirteen.filter(pl.col("days") <= THIRTEEN_WEEKS))
    yield _labelled(Found.AFTER, thirteen.filter(pl.col("days") > THIRTEEN_WEEKS))


def _diagnosed(referrals: pl.DataFrame, diagnoses: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for kind, found in FOUND_BY_DIAGNOSIS.items():
        yield _labelled(found, referrals.join(diagnoses.filter(pl.col("kind") == kind.value), on=KEY, how="semi"))


def _labelled(found: Found, rows: pl.DataFrame, *more: str) -> pl.DataFrame:
    return rows.select(*_COLUMNS, "days", "ages", *more, found=pl.lit(found.value))
