"""How long after one review the next may be; only complete ones count (R-DSR-59, 59a, 61)."""

from collections.abc import Iterator, Sequence
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import internal_due
from dsr.rules.entry.taken_on import RatedPeriod, rated_periods
from dsr.rules.facts.rating import Reviewed
from dsr.rules.life import Life
from dsr.rules.rating.complete_reviews import complete
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


def latest_next(rating: Rating, since: date, terms: Terms) -> date:
    """The last day for the next review of a rating, counted from a review or from the day of the rating."""
    return internal_due(since, terms.whole(f"review-{rating}", since))


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Every review there was to hold; a new rating starts the time anew (R-DSR-59)."""
    reviews = tuple(complete(life))
    for period in rated_periods(life, terms):
        for one in rounds(period.since, (review.on for review in reviews), period.until):
            yield _review(period, one, _agreed_on(reviews, period.rating, one.since), terms)


def _agreed_on(reviews: Sequence[Reviewed], rating: Rating, since: date) -> date | None:
    """The day for which the last review agreed the next; a new rating ends that, unless the review found it."""
    last = next((review for review in reversed(reviews) if review.on <= since), None)
    if last is None or last.next_on is None or last.next_on <= since:
        return None
    return last.next_on if last.on == since or last.rating is rating else None


def _review(period: RatedPeriod, one: Round, agreed_on: date | None, terms: Terms) -> Task:
    """Due at the end of the longest time, or on the day that the last review agreed, if that is earlier (R-DSR-59)."""
    days = terms.whole(f"review-{period.rating}", one.since)
    due_on = latest_next(period.rating, one.since, terms)
    says = f"due within {days} days, by {day_in_words(due_on)}"
    if agreed_on is not None and agreed_on < due_on:
        due_on, says = agreed_on, f"agreed for {day_in_words(agreed_on)}"
    began = "since" if one.since == period.since else "and last reviewed on"
    return Task(
        code=REVIEW,
        rule="R-DSR-59",
        opens_on=one.since,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"Rated {period.rating} {began} {day_in_words(one.since)}: the next review is {says}.",
        done_on=one.done_on,
        ceased_on=one.ceased_on,
        about=period.rating.value,
    )
