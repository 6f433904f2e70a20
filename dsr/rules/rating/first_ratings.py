"""Every active entry has a rating: who has none is to be rated, in a new entry anew (R-DSR-45)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.periods import active_periods
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import history, rating_on
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("first-rating", "R-DSR-45", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon an active entry has a rating."),
)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A rating for each active entry that begins without one; the rating of an earlier entry is none."""
    for began, ended in active_periods(life, terms):
        if rating_on(life, began, terms) is None:
            yield _to_rate(life, began, ended, terms)


def _to_rate(life: Life, began: date, ended: date | None, terms: Terms) -> Task:
    due_on = working_days_after(began, terms.whole("first-rating", began))
    return Task(
        code="rate-entry",
        rule="R-DSR-45",
        opens_on=began,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"The entry is active since {day_in_words(began)} and has no rating: "
        f"a clinician sets it by {day_in_words(due_on)}.",
        done_on=next((held.on for held in history(life, terms) if held.on > began), None),
        ceased_on=ended,
        about=began.isoformat(),
    )
