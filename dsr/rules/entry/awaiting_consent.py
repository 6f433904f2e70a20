"""Who was accepted is asked whether they agree: until somebody has there is no entry to work with (R-DSR-26).

So nobody reviews who is red, and no key worker calls, while the answer is out: of who is red or blue it is due as soon
as they would have a key worker (R-DSR-102), and who has not asked is told on the ladder (`escalation`, ADR 0072).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.periods import awaiting_periods
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import periods, rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, stretches

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
    """An answer is sought for each time in which an accepted entry waits for one.

    The newest rating says how soon: each stretch in which it says the same has a task of its own, so that a past day is
    told by what had happened by then. The first that nobody answered by its day goes on until the wait ends: what is
    overdue stays so, by the day that was missed, whatever the rating is later.
    """
    for begins_on, ends_on in awaiting_periods(life, terms):
        for one, due_on in _until_missed(life, begins_on, ends_on, terms):
            yield _task(one, due_on, begins_on, ends_on)


def at_risk_within(life: Life, begins_on: date, ends_on: date | None, terms: Terms) -> tuple[Stretch[bool], ...]:
    """The stretches, of some time that somebody waits, in which they are last rated red or blue.

    One that goes on to the end of that time has no end of its own.
    """
    return tuple(one for one in _urgency(life, begins_on, ends_on, terms) if one.state)


def is_at_risk(life: Life, day: date, terms: Terms) -> bool:
    """Whether somebody is last rated red or blue on a day."""
    return rating_on(life, day, terms) in _AT_RISK


def urgent_by(since: date, terms: Terms) -> date:
    """By when an answer is due of somebody who waits, and is last rated red or blue, since a day."""
    return working_days_after(since, terms.whole("obtain-consent-urgent", since))


def _urgency(life: Life, begins_on: date, ends_on: date | None, terms: Terms) -> tuple[Stretch[bool], ...]:
    """Whether it is urgent, from day to day of a wait; the last stretch ends with the wait."""
    days = {begins_on, *(on for held, until in periods(life, terms) for on in (held.on, until) if on is not None)}
    within = (on for on in days if begins_on <= on and (ends_on is None or on < ends_on))
    return stretches(within, lambda day: is_at_risk(life, day, terms))


def _until_missed(
    life: Life, begins_on: date, ends_on: date | None, terms: Terms
) -> Iterator[tuple[Stretch[bool], date]]:
    """The stretches with the last day that is in time, up to the first that was missed, which has no end of its own."""
    in_time = working_days_after(begins_on, terms.whole(OBTAIN, begins_on))
    for one in _urgency(life, begins_on, ends_on, terms):
        due_on = min(in_time, urgent_by(one.since, terms)) if one.state else in_time
        if one.until is not None and due_on < one.until:
            yield replace(one, until=None), due_on
            return
        yield one, due_on


def _task(one: Stretch[bool], due_on: date, begins_on: date, ends_on: date | None) -> Task:
    at_risk = f", and as of {day_in_words(one.since)} last rated red or blue" if one.state else ""
    return Task(
        code=OBTAIN,
        rule="R-DSR-26",
        opens_on=one.since,
        due_on=due_on,
        # Whoever leads the case does not see the record yet, unless they referred (`openness`).
        owner=Owner.COORDINATOR,
        why=f"Accepted, and without a valid consent since {day_in_words(begins_on)}{at_risk}: "
        f"ask who may decide, and record the answer by {day_in_words(due_on)}.",
        done_on=ends_on if one.until is None else None,
        ceased_on=one.until,
        about=one.since.isoformat(),
    )
