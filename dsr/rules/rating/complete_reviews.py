"""What a review must hold to count (R-DSR-61): another moves no date, lowers no rating and removes nobody."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from dsr.rules.facts.rating import Reviewed
from dsr.rules.life import Life


class Part(StrEnum):
    """What a review must hold (R-DSR-61), in the words that tell what is missing."""

    AGENCIES = "which agencies took part"
    RATING = "the rating"
    REASON = "the reason for the rating"
    CHANGE = "what has changed since the last review"
    VIEWS = "the views of the child and the family"
    CHECKED = "a check of the open actions"
    AGREED = "new actions, each with an owner and a date"
    DECISIONS = "the decisions on C(E)TR, emergency protocol and key worker"
    NEXT = "the date of the next review"


def missing(review: Reviewed) -> tuple[Part, ...]:
    """What a review lacks, in the order of R-DSR-61; nothing where it is complete. A next review is a later one."""
    held = {
        Part.AGENCIES: bool(review.agencies),
        Part.RATING: review.rating is not None,
        Part.REASON: bool(review.rating_reason.strip()),
        Part.CHANGE: bool(review.changed.strip()),
        Part.VIEWS: bool(review.views.strip()),
        Part.CHECKED: review.actions_checked,
        Part.AGREED: review.actions_agreed,
        Part.DECISIONS: review.decisions_noted,
        Part.NEXT: review.next_on is not None and review.next_on > review.on,
    }
    return tuple(part for part, is_there in held.items() if not is_there)


def complete(life: Life, *, since: date = date.min, by: date = date.max) -> Iterator[Reviewed]:
    """The complete reviews from a day to a day, oldest first."""
    return (review for review in life.all(Reviewed) if since <= review.on <= by and not missing(review))
