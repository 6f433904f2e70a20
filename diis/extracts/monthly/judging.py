"""What one value of a national field may be, and the same asked of all rows of a sheet."""

import re
from collections.abc import Callable, Collection
from datetime import timedelta

import polars as pl

from diis.extracts import contract as single
from diis.extracts.monthly.contract import (
    BIRTH,
    CODE,
    DATED,
    IDENTIFIER,
    LOCAL_ID,
    NHS_NUMBER,
    SHAPE,
    TIMESTAMP,
    Field,
)
from diis.extracts.monthly.national import FORMAT, IN_MONTH, LATEST, NOT_BLANK, VALID_DATE, VALUE_IN_SET
from diis.extracts.monthly.periods import Submission
from diis.extracts.monthly.sheets import Sheet
from diis.extracts.values import Fault, date_fault, identifier_fault

Judge = Callable[[str], Fault | None]

OLDEST_PERSON_YEARS = 120
"""A birth date that gives a greater age is not valid (R-WAIT-119)."""

_TIME_BEHIND = re.compile(r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII)
_NO_LIMIT = "9999-12-31"
_AS_AN_EVENT = date_fault(single.Field("event", single.DATE), _NO_LIMIT)
_AS_A_BIRTH = date_fault(single.Field("birth_date", single.DATE), _NO_LIMIT)
"""The judges of layout wl-1, for how a date is written; the former also holds that it is not before 2000."""


def judge_fields(sheet: Sheet, promised: Submission, facts: Collection[str] | None = None) -> None:
    """Quarantine each row that lacks a required value or holds one that cannot be right; `facts` None: of all fields.

    The rows stay until the sheet is settled.
    """
    for field in sheet.table.fields:
        if facts is not None and field.fact not in facts:
            continue
        _judge_blank(sheet, field)
        judge = judge_of(field, promised)
        if judge is not None:
            sheet.judge(field.fact, judge)
        for code, last_month in field.retired.items():
            if promised.month > last_month:
                reason = "This code was retired nationally before the month. The row counts; send the new code."
                sheet.warn(pl.col(field.fact) == code, "code-retired", field.fact, reason)


def settle_with_dates(sheet: Sheet) -> None:
    """Let the rows go that were set aside, and read the dates of the others."""
    sheet.settle()
    days = [field.fact for field in sheet.table.fields if field.kind in DATED]
    sheet.frame = sheet.frame.with_columns(pl.col(days).str.slice(0, 10).str.to_date("%Y-%m-%d"))


def judge_of(field: Field, promised: Submission) -> Judge | None:
    """The judge of one field in a month; None where any value may stand."""
    if field.kind in DATED:
        return _date_judge(field, promised)
    if field.kind == CODE:
        return _code_judge(field)
    if field.kind == SHAPE:
        return _shape_judge(field)
    return identifier_fault if field.kind in (IDENTIFIER, LOCAL_ID) else None


def ruled(reason: str, rule: str | None) -> str:
    """A reason, with the national rule that says the same."""
    return f"{reason} National rule {rule}." if rule else reason


def _judge_blank(sheet: Sheet, field: Field) -> None:
    rule = field.rules.get(NOT_BLANK)
    if field.required:
        reason = ruled("The field is blank; it must be filled for every row.", rule)
        sheet.aside(pl.col(field.fact).is_null(), "required-missing", field.fact, reason)
    elif rule is not None and field.kind not in (NHS_NUMBER, BIRTH):
        reason = ruled("The field is blank and counts as not known; national validation wants it filled.", rule)
        sheet.warn(pl.col(field.fact).is_null(), "value-missing", field.fact, reason)


def _date_judge(field: Field, promised: Submission) -> Judge:
    written = _AS_A_BIRTH if field.kind == BIRTH or field.may_be_old else _AS_AN_EVENT
    last = promised.last_on + timedelta(days=field.late_days)
    oldest = str(promised.last_on.year - OLDEST_PERSON_YEARS - 1) if field.kind == BIRTH else ""
    rule = field.rules.get(VALID_DATE)

    def fault(value: str) -> Fault | None:
        day = value[:10] if field.kind == TIMESTAMP and _TIME_BEHIND.fullmatch(value, 10) else value
        found = written(day)
        if found is not None:
            return found[0], ruled(found[1], rule)
        if field.in_month and not str(promised.first_on) <= day <= str(last):
            reason = "The date is not in the reporting month. Send it in the submission of its own month."
            return "date-outside-month", ruled(reason, field.rules.get(IN_MONTH))
        if day > str(last):
            reason = f"The date is after {last}. A submission tells what had happened by then."
            return "date-in-future", ruled(reason, field.rules.get(LATEST))
        if day < oldest:
            return "birth-date-implausible", f"The person would be over {OLDEST_PERSON_YEARS}. Check the birth date."
        return None

    return fault


def _code_judge(field: Field) -> Judge:
    allowed = field.codes | field.retired.keys()
    listed = ", ".join(sorted(field.codes)) if len(field.codes) <= 24 else "see the national code list"
    reason = ruled(
        f"The code is not in the list of this field ({listed}). Blank means not known.", field.rules.get(VALUE_IN_SET)
    )
    return lambda value: None if value in allowed else ("code-not-in-list", reason)


def _shape_judge(field: Field) -> Judge:
    shape = re.compile(field.shape, re.ASCII)
    reason = ruled("This is not written as the codes of this field are.", field.rules.get(FORMAT))
    return lambda value: None if shape.fullmatch(value) else ("code-shape", reason)
