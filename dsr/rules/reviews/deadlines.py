"""A day by which a C(E)TR must be held, and what became of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.reviews.review_kind import Kind


class Regime(StrEnum):
    """Who asks for it: the national policy, or the Act where it is in force (R-DSR-73)."""

    POLICY = "policy"
    LAW = "law"


class Step(StrEnum):
    """The first review of a stay or of a detention, or one that repeats it."""

    FIRST = "first"
    REPEAT = "repeat"


class Ceased(StrEnum):
    """Why a review is asked for no longer, though none was held: then it is missing, and not late (R-DSR-76)."""

    REFUSED = "refused"
    LEFT = "left hospital or detention"
    GIVEN_UP = "view given up"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A review must be held by `due_on`, the last day in time.

    `begins_on` is the day with which the period begins, `known_on` the first day on which the due day could be known.
    """

    regime: Regime
    step: Step
    rule: str
    kind: Kind
    begins_on: date
    known_on: date
    due_on: date
    why: str
    held_on: date | None = None
    ceased_on: date | None = None
    ceased: Ceased | None = None

    def is_overdue(self, on: date) -> bool:
        """Whether it is after the due day, and the review neither held nor explained."""
        ends = [day for day in (self.held_on, self.ceased_on) if day is not None]
        return self.due_on < on and all(on < day for day in ends)

    def was_in_time(self) -> bool:
        """Whether the review was held by its day."""
        return self.held_on is not None and self.held_on <= self.due_on
