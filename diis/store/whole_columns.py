"""What a whole column proves that no single row does: one day for everybody (B40), or dates in two orders (B47)."""

from sqlalchemy import Connection, func, select

from diis.extracts.date_shapes import DAY_FIRST, MONTH_FIRST
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.store.staging import staged_finding, staged_referral

FEWEST = 20
"""Below this many referrals one day for all can be a day's clinic."""


def received_on_one_day(connection: Connection) -> bool:
    """Whether twenty or more referrals are staged and all of them have the same received date.

    Only the date that starts every clock is looked at: one day of birth or of contact for all would not hide a wait.
    """
    days = staged_referral.c.received_on
    counted, first, last = connection.execute(select(func.count(), func.min(days), func.max(days))).one()
    return bool(counted >= FEWEST and first == last)


def check_order_of_dates(connection: Connection) -> None:
    """Refuse a list of which a column holds dates that are day first and others that are month first."""
    place = (staged_finding.c.file, staged_finding.c.field)
    orders = select(*place, func.min(staged_finding.c.line)).where(
        staged_finding.c.reason.in_((DAY_FIRST, MONTH_FIRST))
    )
    both = orders.group_by(*place).having(func.count(staged_finding.c.reason.distinct()) > 1).order_by(*place)
    found = connection.execute(both).first()
    if found is not None:
        file, field, line = found
        reason = (
            "Some dates of this column are written day first and others month first, so the rest cannot be trusted. "
            "Write all of them as 2026-09-30 (year-month-day)."
        )
        raise Refused(Rejection("dates-mixed", FILE, file, line, field, reason))


def check_damage(connection: Connection, rows: dict[str, int]) -> None:
    """Refuse a list of which more than 1% of a file's rows hold NUL bytes, and more than one: it was damaged (B06)."""
    damaged = select(staged_finding.c.file, func.count()).where(staged_finding.c.code == "nul-byte")
    for file, count in connection.execute(damaged.group_by(staged_finding.c.file)):
        if count > 1 and count * 100 > rows.get(file, 0):
            reason = (
                f"{count:,} rows hold NUL bytes, more than 1% of the file: it was damaged. Make it again and resend it."
            )
            raise Refused(Rejection("nul-bytes", FILE, file, None, None, reason))
