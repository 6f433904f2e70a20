"""What would follow from a rating, before anybody sets it (R-DSR-51, 57, 59, 103). Nothing is recorded by asking."""

from dataclasses import dataclass
from datetime import date

from dsr.rules.due import open_on
from dsr.rules.facts.rating import Rated
from dsr.rules.life import Life
from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.rating.ratings import Rating, RedPrompt
from dsr.rules.recordable import why_not
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Foreseen:
    """Why a rating cannot be set today, None where it can; what it would open and end, and the next review."""

    why_not: str | None
    opens: tuple[Task, ...] = ()
    ends: tuple[Task, ...] = ()
    next_review_on: date | None = None


def foreseen(
    life: Life, rating: Rating, today: date, terms: Terms, *, suggested: Rating | None, prompt: RedPrompt | None
) -> Foreseen:
    """What would follow if a person were rated so today."""
    rated = Rated(on=today, rating=rating, by="-", reason="what would follow", suggested=suggested, prompt=prompt)
    reason = why_not(rated, life, today, terms)
    if reason is not None:
        return Foreseen(reason)
    before = list(open_on(life, today, terms))
    after = list(open_on(Life.of(life.birth_on, (*life.facts, rated)), today, terms))
    reviews = [task.due_on for task in after if task.code == REVIEW]
    return Foreseen(None, _without(after, before), _without(before, after), min(reviews, default=None))


def _without(some: list[Task], others: list[Task]) -> tuple[Task, ...]:
    known = {(task.code, task.about, task.due_on) for task in others}
    return tuple(task for task in some if (task.code, task.about, task.due_on) not in known)
