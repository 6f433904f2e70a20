"""Monthly submissions as columns: a frame for each table, its columns the fields of the row."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
from types import UnionType
from typing import get_args, get_type_hints

import polars as pl

from diis.definitions.national import submissions
from diis.definitions.national.submissions import Submissions

Frames = Mapping[str, pl.DataFrame]
"""Frames by the name of the table in `Submissions`; dates are dates, months are integers."""

_TYPES: dict[object, type[pl.DataType]] = {str: pl.String, int: pl.Int64, bool: pl.Boolean, date: pl.Date}
_ROWS: dict[str, type] = {
    "patients": submissions.PatientRow,
    "referrals": submissions.ReferralRow,
    "teams": submissions.TeamRow,
    "contacts": submissions.ContactRow,
    "activities": submissions.ActivityRow,
    "indirect": submissions.IndirectRow,
    "care_plans": submissions.CarePlanRow,
    "scores": submissions.ScoreRow,
    "hospital_spells": submissions.HospitalSpellRow,
}
"""The tables that the children's measures read."""


def frames_of(given: Submissions) -> Frames:
    """The same rows as columns."""
    return {
        table: pl.DataFrame(
            list(map(attrgetter(*_schema(row)), getattr(given, table))), schema=_schema(row), orient="row"
        )
        for table, row in _ROWS.items()
    }


def known_by(frames: Frames, month: int) -> Frames:
    """The rows for months up to and including one."""
    return {table: frame.filter(pl.col("month") <= month) for table, frame in frames.items()}


def _schema(row: type) -> dict[str, type[pl.DataType]]:
    hints = get_type_hints(row)
    return {field.name: _TYPES[_plain(hints[field.name])] for field in fields(row)}


def _plain(hint: object) -> object:
    kinds = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    return next(kind for kind in kinds if kind is not type(None))
