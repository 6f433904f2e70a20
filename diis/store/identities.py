"""Rows of one list that cannot all be right about who a child is: none of them is taken (B64, B65)."""

from sqlalchemy import func, insert, literal, select

from diis.extracts.wl_1 import REFERRALS
from diis.store.staging import CHILDREN, Staging, set_lines_aside, staged_line, staged_referral

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
_FINDINGS = (_TWO_BIRTHS, _TWO_NUMBERS)


def set_apart_contradicted(staging: Staging) -> int:
    """Set aside rows of one child with two birth dates, and of one local id with two NHS numbers; returns how many."""
    return sum(_contradicted(staging, *names, finding) for names, finding in zip(CHILDREN, _FINDINGS, strict=True))


def _contradicted(staging: Staging, one: str, other: str, finding: tuple[str, str, str]) -> int:
    if not staging.repeats.may_differ(staged_referral, one, other):
        return 0
    code, field, reason = finding
    child, told = staged_referral.c[one], staged_referral.c[other]
    twice = select(child).where(child.is_not(None)).group_by(child).having(func.min(told) != func.max(told))
    lines = select(staged_referral.c.line, literal(code)).where(child.in_(twice))
    staging.connection.execute(insert(staged_line).from_select(["line", "code"], lines))
    return set_lines_aside(staging.connection, staged_referral, REFERRALS.file, {code: (field, reason)})
