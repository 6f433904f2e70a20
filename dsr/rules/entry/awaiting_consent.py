"""Who was accepted is asked whether they agree: until somebody has there is no entry to work with (R-DSR-26).

So nobody reviews who is red, and no key worker calls, while the answer is out: of who is red or blue it is due as soon
as they would have a key worker (R-DSR-102), and who has not asked is told on the ladder (`escalation`, ADR 0072).
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.standing import awaiting_periods
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import periods
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

OBTAIN = "obtain-consent"
"""The code of what asks for the answer."""

TERMS = (
    Term(
        OBTAIN,
        "R-DSR-26",
        5,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after somebody is accepted, or their consent is valid no longer, those who may decide have answered.",
    ),
    Term(
        "obtain-consent-urgent",
        "R-DSR-26",
        1,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon they have, of somebody who was last rated red or blue.",
    ),
)

_AT_RISK = frozenset({Rating.RED, Rating.BLUE})


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """An answer is sought for each time in which an accepted entry waits for one."""
    for begins_on, ends_on in awaiting_periods(life, terms):
        in_time = working_days_after(begins_on, terms.whole(OBTAIN, begins_on))
        due_on = min(in_time, urgent_by(life, begins_on, terms) or in_time)
        at_risk = ", and last rated red or blue" if due_on < in_time else ""
        yield Task(
            code=OBTAIN,
            rule="R-DSR-26",
            opens_on=begins_on,
            due_on=due_on,
            # Whoever leads the case does not see the record yet, unless they referred (`openness`).
            owner=Owner.COORDINATOR,
            why=f"Accepted, and without a valid consent since {day_in_words(begins_on)}{at_risk}: "
            f"ask who may decide, and record the answer by {day_in_words(due_on)}.",
            done_on=ends_on,
            about=begins_on.isoformat(),
        )


def urgent_by(life: Life, begins_on: date, terms: Terms) -> date | None:
    """By when an answer is due in the time that begins on a day, as somebody is red or blue in it; None if not."""
    ends_on = dict(awaiting_periods(life, terms)).get(begins_on)
    for held, until in periods(life, terms):
        since = max(held.on, begins_on)
        if held.rating in _AT_RISK and all(day is None or since < day for day in (until, ends_on)):
            return working_days_after(since, terms.whole("obtain-consent-urgent", since))
    return None
