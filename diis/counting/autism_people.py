"""Who a person is in the autism statistics, by column: the master patient row and the area (R-WAIT-41, 42)."""

import polars as pl

from diis.counting.autism_tables import AutismTables
from diis.counting.organisations import parents
from diis.definitions.national.autism_levels import (
    ADULT,
    ADULT_AT,
    AGE,
    AGE_BANDS,
    BY_AGE,
    CHILD,
    ETHNICITIES,
    GENDERS,
    IDENTITIES,
    NO_PRACTICE,
    STATED_GENDERS,
    UNKNOWN,
    crossed,
)
from diis.definitions.national.months import RUN_MONTHS
from diis.definitions.national.organisations import Organisations

_SENDING = ["person", "month", "provider"]


def masters(ordered: pl.DataFrame) -> pl.DataFrame:
    """For each person and month the levels `gender` and `ethnicity` of the master row."""
    first = ordered.unique(["person", "month"], keep="first", maintain_order=True)
    identity = pl.col("gender_identity").is_in(IDENTITIES)
    stated = pl.col("gender").is_in(STATED_GENDERS)
    code = pl.when(identity).then("gender_identity").when(stated).then("gender")
    return first.select(
        "person",
        "month",
        gender=code.replace_strict(GENDERS, default=UNKNOWN),
        ethnicity=pl.col("ethnic_category").replace_strict(ETHNICITIES, default=UNKNOWN),
    )


def areas(ordered: pl.DataFrame, newest: int) -> pl.DataFrame:
    """For each person the one `area`: of the latest row in the twelve months that has any."""
    registered = ~pl.col("gp_practice").is_in(NO_PRACTICE)
    practice = pl.when(registered).then("gp_sub_icb")
    return (
        ordered.filter(pl.col("month") > newest - RUN_MONTHS)
        .select("person", area=pl.coalesce(practice, "residence_sub_icb"))
        .drop_nulls()
        .unique("person", keep="first", maintain_order=True)
    )


def ordered_patients(tables: AutismTables) -> pl.DataFrame:
    """Patient rows, latest month first; in a month the provider with the person's newest referral, then by code."""
    newest = tables.referrals.group_by(_SENDING).agg(newest_received=pl.col("received_on").max())
    return tables.patients.join(newest, on=_SENDING, how="left").sort(
        ["month", "newest_received", "provider"], descending=[True, True, False], nulls_last=True
    )


def with_levels(rows: pl.DataFrame, tables: AutismTables, newest: int, organisations: Organisations) -> pl.DataFrame:
    """Referral rows with a column for the level of each breakdown, and `ages`, null where not known."""
    ordered = ordered_patients(tables)
    years = pl.col("age_received")
    band = pl.lit(UNKNOWN)
    for level, first, last in AGE_BANDS:
        inside = (years >= first) & (years <= last) if last is not None else years >= first
        band = pl.when(inside).then(pl.lit(level)).otherwise(band)
    series = (
        pl.when(years.is_between(0, ADULT_AT - 1)).then(pl.lit(CHILD)).when(years.is_not_null()).then(pl.lit(ADULT))
    )
    placed = (
        rows.join(masters(ordered), on=["person", "month"], how="left")
        .join(areas(ordered, newest), on="person", how="left")
        .with_columns(pl.col("gender", "ethnicity", "area").fill_null(UNKNOWN), age=band, ages=series)
    )
    by_age = {name: pl.format(crossed("{}", "{}"), area, AGE) for area, name in BY_AGE.items()}
    return placed.with_columns(parents(organisations)).with_columns(**by_age)
