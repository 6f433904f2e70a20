"""Rows of one list that cannot all be right about who a child is: none of them is taken (B64, B65)."""

from sqlalchemy import Column, Connection, func, insert, literal, select

from diis.extracts.wl_1 import REFERRALS
from diis.store.staging import set_lines_aside, staged_line, staged_referral

_TWO_BIRTHS = (
    "birth-date-conflict",
    "birth_date",
    "The same child has another birth date on another row. Correct the one that is wrong, on every row.",
)
_TWO_NUMBERS = (
    "nhs-number-conflict",
    "nhs_number",
    "The same local_patient_id has another NHS number on another row. Trace both numbers and correct the wrong one.",
)


def set_apart_contradicted(connection: Connection) -> int:
    """Set aside rows of one child with two birth dates, and of one local id with two NHS numbers; returns how many."""
    rows = staged_referral.c
    return _contradicted(connection, rows.person, rows.birth, _TWO_BIRTHS) + _contradicted(
        connection, rows.local_id, rows.person, _TWO_NUMBERS
    )


def _contradicted(
    connection: Connection, one: Column[object], other: Column[object], finding: tuple[str, str, str]
) -> int:
    code, field, reason = finding
    twice = select(one).where(one.is_not(None)).group_by(one).having(func.min(other) != func.max(other))
    lines = select(staged_referral.c.line, literal(code)).where(one.in_(twice))
    connection.execute(insert(staged_line).from_select(["line", "code"], lines))
    return set_lines_aside(connection, staged_referral, REFERRALS.file, {code: (field, reason)})
