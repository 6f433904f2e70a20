"""How long after one review the next may be, and what a review must hold to count (R-DSR-59, 59a, 61)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from diis.definitions.calendar import day_in_words
from dsr.rules.days import internal_due
from dsr.rules.entry.taken_on import RatedPeriod, rated_periods
from dsr.rules.facts.rating import Reviewed
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.rounds import Round, rounds
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

REVIEW = "review"
_DAYS = {Rating.RED: 7, Rating.AMBER: 14, Rating.GREEN: 28, Rating.BLUE: 28}

TERMS = tuple(
    Term(
        f"review-{rating}",
        "R-DSR-59",
        days,
        Unit.DAYS,
        Mark.DEFAULT,
        f"The longest time between two reviews of somebody rated {rating}.",
    )
    for rating, days in _DAYS.items()
)


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
    """What a review lacks, in the order of R-DSR-61; nothing where it is complete."""
    held = {
        Part.AGENCIES: bool(review.agencies),
        Part.RATING: review.rating is not None,
        Part.REASON: bool(review.rating_reason.strip()),
        Part.CHANGE: bool(review.changed.strip()),
        Part.VIEWS: bool(review.views.strip()),
        Part.CHECKED: review.actions_checked,
        Part.AGREED: review.actions_agreed,
        Part.DECISIONS: review.decisions_noted,
        Part.NEXT: review.next_on is not None,
    }
    return tuple(part for part, is_there in held.items() if not is_there)


def completed(life: Life) -> tuple[date, ...]:
    """The days of complete reviews, oldest first; another review does not move the next one."""
    return tuple(review.on for review in life.all(Reviewed) if not missing(review))


def latest_next(rating: Rating, since: date, terms: Terms) -> date:
    """The last day for the next review of a rating, counted from a review or from the day of the rating."""
    return internal_due(since, terms.whole(f"review-{rating}", since))


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Every review there was to hold; a new rating starts the time anew (R-DSR-59)."""
    times = completed(life)
    for period in rated_periods(life, terms):
        for one in rounds(period.since, times, period.until):
            yield _review(period, one, terms)


def _review(period: RatedPeriod, one: Round, terms: Terms) -> Task:
    days = terms.whole(f"review-{period.rating}", one.since)
    due_on = latest_next(period.rating, one.since, terms)
    began = "since" if one.since == period.since else "and last reviewed on"
    return Task(
        code=REVIEW,
        rule="R-DSR-59",
        opens_on=one.since,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"Rated {period.rating} {began} {day_in_words(one.since)}: "
        f"the next review is due within {days} days, by {day_in_words(due_on)}.",
        done_on=one.done_on,
        ceased_on=one.ceased_on,
        about=period.rating.value,
    )
