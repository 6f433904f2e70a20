"""The rows of national submissions as columns, those tables that the autism statistics read."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from types import UnionType
from typing import get_args, get_type_hints

import polars as pl

from diis.definitions.national.submissions import (
    ContactRow,
    DiagnosisRow,
    HospitalSpellRow,
    PatientRow,
    ReferralRow,
    Row,
    Submissions,
)

_TYPES: dict[type, type[pl.DataType]] = {str: pl.String, int: pl.Int32, bool: pl.Boolean, date: pl.Date}


@dataclass(frozen=True)
class AutismTables:
    """One frame for each table, its columns named and typed as the fields of the row's class."""

    patients: pl.DataFrame
    referrals: pl.DataFrame
    contacts: pl.DataFrame
    diagnoses: pl.DataFrame
    hospital_spells: pl.DataFrame

    def up_to(self, newest: int) -> "AutismTables":
        """What was sent for months up to the newest of a run; later months are not known to it."""
        known = pl.col("month") <= newest
        return AutismTables(*(getattr(self, field.name).filter(known) for field in fields(self)))


def tables_of(submissions: Submissions) -> AutismTables:
    """The frames of rows that are held as objects."""
    return AutismTables(
        _frame(PatientRow, submissions.patients),
        _frame(ReferralRow, submissions.referrals),
        _frame(ContactRow, submissions.contacts),
        _frame(DiagnosisRow, submissions.diagnoses),
        _frame(HospitalSpellRow, submissions.hospital_spells),
    )


def _frame(row: type[Row], rows: Sequence[Row]) -> pl.DataFrame:
    hints = get_type_hints(row)
    columns = {field.name: [getattr(one, field.name) for one in rows] for field in fields(row)}
    return pl.DataFrame(columns, schema={name: _type(hints[name]) for name in columns})


def _type(hint: object) -> type[pl.DataType]:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return _TYPES[next(kind for kind in kinds if kind is not type(None))]
