"""What the name of a submission says: provider, layout and reporting month."""

import re
from dataclasses import dataclass
from datetime import date

from diis.definitions.national.months import first_day, last_day, month_id
from diis.extracts.monthly.layouts import LAYOUTS
from diis.extracts.rejections import FILE, Refused, Rejection

_LOOKS_LIKE_ONE = re.compile(r"[^_]*_(mhsds|csds)\b.*", re.IGNORECASE)
_NAME = re.compile(
    rf"(?P<provider>[A-Z0-9]{{3,6}})_(?P<layout>{'|'.join(map(re.escape, LAYOUTS))})_(?P<year>20\d\d)-(?P<month>\d\d)"
)


@dataclass(frozen=True)
class Submission:
    """The month of a provider that a delivery claims to be; `month` is a month id (R-WAIT-88)."""

    provider: str
    layout: str
    month: int

    @property
    def first_on(self) -> date:
        return first_day(self.month)

    @property
    def last_on(self) -> date:
        return last_day(self.month)


def submission_name(name: str) -> Submission | None:
    """Read `<provider>_<layout>_<YYYY-MM>`; None for another kind of name, refused if it is nearly one."""
    stem = name.removesuffix(".zip")
    if not _LOOKS_LIKE_ONE.fullmatch(stem):
        return None
    found = _NAME.fullmatch(stem)
    if found is None or not 1 <= int(found["month"]) <= 12:
        reason = (
            "The name is not <provider>_<layout>_<YYYY-MM>, for example RDY_mhsds-6_2026-09. "
            f"Layouts that are read: {', '.join(LAYOUTS)}. Rename the folder or archive and send it again."
        )
        raise Refused(Rejection("name-not-recognised", FILE, name[:64], None, None, reason))
    return Submission(found["provider"], found["layout"], month_id(date(int(found["year"]), int(found["month"]), 1)))
