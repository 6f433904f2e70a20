"""What a measure is: a reviewed record that says in words, and to the code, how a wait is counted.

A rule that changes is a new record of the same id with dates of its own, never an edit of the old one.
"""

from dataclasses import dataclass
from datetime import date

ATTENDED = ("5", "6")
"""Attendance codes of a contact that took place (R-WAIT-77)."""

DIRECT = ("01", "02", "04", "11")
"""Mechanisms of a direct contact: face to face, telephone, talk type, video (R-WAIT-61)."""


@dataclass(frozen=True, kw_only=True)
class MeasureRecord:
    """What every measure says of itself, local and national alike; `standard_days` None means no standard."""

    id: str
    title: str
    unit: str = "referrals"
    start_words: str
    stop_words: str
    population: str
    exclusions: str
    standard_days: int | None = None
    standard_words: str
    rules: tuple[str, ...]
    in_force_from: date = date(2000, 1, 1)
    in_force_to: date | None = None
    owner: str = "NHS Dorset, Designated Clinical Officer for SEND"
    review_by: date = date(2027, 11, 30)

    def in_force(self, on: date) -> bool:
        """Whether this record is the definition in force on a day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True)
class AttendedContact:
    """A stop on the first attended contact, with the child or a proxy, by any of `mechanisms` (None: any)."""

    mechanisms: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ReferralDate:
    """A stop on a date that the referral itself carries; `column` is the name in the store."""

    column: str


@dataclass(frozen=True)
class FullClockStop:
    """A stop on meaningful help in a referral-spell: the latest of its three firsts (R-WAIT-60 to 62)."""


Stop = AttendedContact | ReferralDate | FullClockStop


@dataclass(frozen=True, kw_only=True)
class Measure(MeasureRecord):
    """One local clock of a pathway.

    The clock starts on the received date; it ends on the earliest of stop, closure, rejection, transfer to adult
    service and leaving the list unexplained (docs/adr/0004-leavers.md). `also_within_days` are limits besides the
    standard to count stops within; `in_working_days` publishes the waits until the stop in working days as well.
    """

    pathway: str
    stop: Stop
    also_within_days: tuple[int, ...] = ()
    in_working_days: bool = False
