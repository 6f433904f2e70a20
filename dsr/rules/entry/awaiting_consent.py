"""Who was accepted is asked whether they agree: until somebody has there is no entry to work with (R-DSR-26)."""

from collections.abc import Iterator

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.standing import awaiting_periods
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "obtain-consent",
        "R-DSR-26",
        5,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after somebody is accepted, or their consent is valid no longer, those who may decide have answered.",
    ),
)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """An answer is sought for each time in which an accepted entry waits for one."""
    for begins_on, ends_on in awaiting_periods(life, terms):
        due_on = working_days_after(begins_on, terms.whole("obtain-consent", begins_on))
        yield Task(
            code="obtain-consent",
            rule="R-DSR-26",
            opens_on=begins_on,
            due_on=due_on,
            # Whoever leads the case does not see the record yet, unless they referred (`openness`).
            owner=Owner.COORDINATOR,
            why=f"Accepted, and without a valid consent since {day_in_words(begins_on)}: "
            f"ask who may decide, and record the answer by {day_in_words(due_on)}.",
            done_on=ends_on,
            about=begins_on.isoformat(),
        )
