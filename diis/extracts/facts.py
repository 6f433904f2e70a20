"""From the checked columns of a file to those of the store; here the identifiers end (design: two zones, one gate)."""

import secrets
from collections.abc import Mapping

import polars as pl

from diis.extracts.contract import CODE_WORD, Contract, Table
from diis.extracts.identity import NUMBER
from diis.extracts.places import Area
from diis.extracts.values import code_word, organisation
from diis.extracts.wl_1 import REFERRAL_COLUMNS, REFERRALS

_NOT_STORED = ("nhs_number", "local_patient_id", "birth_date", "postcode", "gp_practice")
"""Fields that the store takes in another form or not at all; by them two rows can differ that are stored alike."""
_SEED = secrets.randbits(63)
"""Another one in each process, so that the hash of what is not stored tells nothing to who has not the process."""


def referral_facts(columns: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The columns of the store for referrals, and before them three hashes of values that are not stored.

    `content` is one of all of them; `birth` and `local_id` tell children apart, the latter where a number is sent too.
    """
    postcodes = columns["postcode"].unique()
    areas = [contract.places.area_of(postcode) for postcode in postcodes]
    around = pl.DataFrame(areas, schema=_AREA, orient="row").with_columns(postcode=postcodes)
    practices = {value: organisation(value) for value in columns["gp_practice"].unique()}
    born, received = pl.col("birth_date"), pl.col("received_date")
    known = columns.join(around, on="postcode", how="left", maintain_order="left").select(
        **{field.column: _or_null(field.name) for field in REFERRALS.fields if field.column is not None},
        content=columns.select(_NOT_STORED).hash_rows(_SEED).reinterpret(signed=True),
        birth=born.hash(_SEED).reinterpret(signed=True),
        local_id=pl.when(pl.col(NUMBER) != "", pl.col("local_patient_id") != "").then(
            pl.col("local_patient_id").hash(_SEED).reinterpret(signed=True)
        ),
        person=_persons(columns, contract),
        birth_month=born.str.slice(0, 8) + "01",
        age_received=_years(received) - _years(born) - (_day(received) < _day(born)).cast(pl.Int32),
        lsoa="lsoa",
        deprivation_decile="decile",
        local_authority="local_authority",
    )
    return known.with_columns(gp_practice=_mapped(columns["gp_practice"], practices)).select(
        "content", "birth", "local_id", *REFERRAL_COLUMNS
    )


def facts_of(table: Table, columns: pl.DataFrame) -> pl.DataFrame:
    """The columns of the store for the rows of another file: as they were sent, blank is not known."""
    for field in table.fields:
        if field.kind == CODE_WORD:
            # One word or code is kept; what could be more is not known.
            words = {value: code_word(value) for value in columns[field.name].unique()}
            columns = columns.with_columns(_mapped(columns[field.name], words).alias(field.name))
    stored = {field.column: field for field in table.fields if field.column is not None}
    return columns.select(
        **{column: pl.col(field.name) if field.in_key else _or_null(field.name) for column, field in stored.items()}
    )


_AREA = dict(zip(Area._fields, (pl.String, pl.Int64, pl.String, pl.String), strict=True))


def _or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))


def _years(day: pl.Expr) -> pl.Expr:
    return day.str.slice(0, 4).cast(pl.Int32)


def _day(day: pl.Expr) -> pl.Expr:
    """The day within its year as text, which sorts as days do; 29 February is after the 28th (R-WAIT-87)."""
    return day.str.slice(5)


def _persons(columns: pl.DataFrame, contract: Contract) -> pl.Series:
    """The pseudonym of each row's child, made once for each different number (R-WAIT-117)."""
    names, provider = contract.pseudonymiser, contract.promised.provider
    different = columns[NUMBER].unique()
    numbers = different.filter(different != "")
    named = pl.Series(names.of_nhs_numbers(numbers), dtype=pl.String)
    persons = columns[NUMBER].replace_strict(numbers, named, default=None, return_dtype=pl.String)
    if not persons.has_nulls():
        return persons
    local_ids = columns["local_patient_id"].filter(persons.is_null()).unique().to_list()
    by_local_id = {local_id: names.of_local_id(provider, local_id) for local_id in local_ids}
    return persons.fill_null(_mapped(columns["local_patient_id"], by_local_id))


def _mapped(values: pl.Series, new: Mapping[str, str | None]) -> pl.Series:
    """Each value's new one; null for a value that has none."""
    return values.replace_strict(list(new), list(new.values()), default=None, return_dtype=pl.String)
