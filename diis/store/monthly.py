"""The tables of monthly national submissions: a set of rows for each load, never edited.

What is current of a provider and month is the newest load of it at or before the sequence asked for: a month that is
sent again is a new load in full, and the figures given before can be asked for again. Column for column they are the
rows of `diis.definitions.national.submissions`, and hold nothing that those do not.
"""

from dataclasses import dataclass, fields
from datetime import date
from types import UnionType
from typing import Any, get_args, get_type_hints

from sqlalchemy import Boolean, Column, Date, Integer, String, Table
from sqlalchemy.types import TypeEngine

from diis.definitions.national import submissions
from diis.store.tables import metadata

_TYPES: dict[type, TypeEngine[Any]] = {str: String(64), int: Integer(), bool: Boolean(), date: Date()}
"""Codes and ids have at most 64 characters; the check of a submission holds that."""


@dataclass(frozen=True)
class MonthlyTable:
    """A table and the class of its rows; `name` is the field of `Submissions` that holds them."""

    name: str
    row: type
    table: Table


def _monthly(name: str, row: type) -> MonthlyTable:
    hints = get_type_hints(row)
    columns = [_column(field.name, hints[field.name]) for field in fields(row)]
    # No foreign key to the ledger: rows are copied in by the hundred thousand, in the transaction that enters the load.
    key: tuple[Column[int], ...] = (
        Column("sequence", Integer, primary_key=True, autoincrement=False),
        Column("number", Integer, primary_key=True, autoincrement=False),
    )
    return MonthlyTable(
        name,
        row,
        Table(f"monthly_{name}", metadata, *key, *columns, comment=f"Monthly submissions: {name.replace('_', ' ')}."),
    )


def _column(name: str, hint: object) -> Column[Any]:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    kind = next(one for one in kinds if one is not type(None))
    return Column(name, _TYPES[kind], nullable=type(None) in kinds)


MONTHLY_TABLES: tuple[MonthlyTable, ...] = (
    _monthly("patients", submissions.PatientRow),
    _monthly("referrals", submissions.ReferralRow),
    _monthly("teams", submissions.TeamRow),
    _monthly("contacts", submissions.ContactRow),
    _monthly("activities", submissions.ActivityRow),
    _monthly("indirect", submissions.IndirectRow),
    _monthly("care_plans", submissions.CarePlanRow),
    _monthly("scores", submissions.ScoreRow),
    _monthly("diagnoses", submissions.DiagnosisRow),
    _monthly("hospital_spells", submissions.HospitalSpellRow),
    _monthly("clocks", submissions.ClockRow),
)
"""In the order of `submissions.TABLES`."""
