"""Which C(E)TR somebody on a panel is told of, and how long they read its pack (R-DSR-84, 87, 110)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import last_day_of
from dsr.rules.life import Life
from dsr.rules.reviews.held import held, plan_of
from dsr.rules.reviews.review_running import completed_on, meeting_on
from dsr.rules.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place on the panel of one review. Without its name, of before that was asked: of those still to come."""

    review: str | None
    chairs: bool


def reads_until(life: Life, review: str, *, chairs: bool, terms: Terms) -> date:
    """The last day on which somebody on its panel reads a pack: that of the meeting.

    A chair writes the report after it, and so reads as long as that has time, or until the review is completed.
    """
    met_on = next((one.on for one in held(life) if one.review == review), meeting_on(life, review))
    if not chairs:
        return met_on
    due_on, done_on = last_day_of(met_on, terms.whole("report-sent", met_on)), completed_on(life, review)
    return due_on if done_on is None else min(due_on, done_on)


def is_told(life: Life, review: str, seats: Iterable[Seat], day: date, terms: Terms) -> bool:
    """Whether seats are of a review: it is named, or none is and it is neither over nor cancelled."""
    return any(
        seat.review == review
        or (
            seat.review is None
            and plan_of(life, review, day) is not None
            and day <= reads_until(life, review, chairs=seat.chairs, terms=terms)
        )
        for seat in seats
    )


def why_over(life: Life, review: str, seats: Iterable[Seat], day: date, terms: Terms) -> str | None:
    """Why the time of a panel for a pack is over; None while it is not."""
    chairs = any(seat.chairs and seat.review in (review, None) for seat in seats)
    until = reads_until(life, review, chairs=chairs, terms=terms)
    if day <= until:
        return None
    return f"The panel had the pack until {day_in_words(until)}: it is locked again (R-DSR-110)."
