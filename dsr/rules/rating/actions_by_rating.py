"""The least that is done at each rating, opened as tasks (R-DSR-57).

Key worker, the C(E)TR of an inpatient and commissioner visits are asked for at a rating too; they have rules and tasks
of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.taken_on import RatedPeriod, rated_periods
from dsr.rules.facts.rating import ActionDone
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("action-at-once", "R-DSR-57", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon an urgent action is taken."),
    Term("action-soon", "R-DSR-57", 5, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon the other actions are taken."),
    Term(
        "action-usual",
        "R-DSR-57",
        20,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon usual plans are looked at after a rating of green.",
    ),
)


@dataclass(frozen=True)
class Action:
    """What is done at a rating, for how long it may wait, and in which words."""

    code: str
    term: str
    owner: Owner
    words: str


_AMBER = (
    Action("notify-intensive-support", "action-at-once", Owner.CASE_LEAD, "tell the intensive support team"),
    Action(
        "refresh-plans",
        "action-soon",
        Owner.CASE_LEAD,
        "refresh formulation, positive behaviour support plan, care plan and risk assessment with the whole team",
    ),
    Action("coordinate-care", "action-soon", Owner.CASE_LEAD, "put care coordination in place"),
)

ACTIONS: dict[Rating, tuple[Action, ...]] = {
    Rating.GREEN: (
        Action("keep-plans", "action-usual", Owner.CASE_LEAD, "bring usual plans and the risk assessment up to date"),
    ),
    Rating.AMBER: (
        *_AMBER,
        Action("consider-community-review", "action-soon", Owner.CASE_LEAD, "consider a community C(E)TR"),
    ),
    Rating.RED: (
        *_AMBER,
        Action("ask-community-review", "action-at-once", Owner.CASE_LEAD, "ask for a community C(E)TR"),
        Action(
            "consider-laep",
            "action-at-once",
            Owner.CASE_LEAD,
            "decide whether there is time for it, or the local area emergency protocol is used",
        ),
        Action("avoid-admission", "action-at-once", Owner.CASE_LEAD, "make an urgent plan to avoid an admission"),
    ),
    Rating.BLUE: (
        Action("plan-discharge", "action-at-once", Owner.CASE_LEAD, "begin to plan the discharge, from the first day"),
    ),
}


CODES = frozenset(action.code for actions in ACTIONS.values() for action in actions)
"""The codes by which an action is said to be done."""


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """The actions of each rating there was; they cease with it, and open anew with the next."""
    for period in rated_periods(life, terms):
        for action in ACTIONS[period.rating]:
            yield _task(life, period, action, terms)


def _task(life: Life, period: RatedPeriod, action: Action, terms: Terms) -> Task:
    due_on = working_days_after(period.since, terms.whole(action.term, period.since))
    done = (
        fact.on
        for fact in life.all(ActionDone)
        if fact.code == action.code and period.since <= fact.on and (period.until is None or fact.on < period.until)
    )
    done_on, ceased_on = ended(next(done, None), period.until)
    return Task(
        code=action.code,
        rule="R-DSR-57",
        opens_on=period.since,
        due_on=due_on,
        owner=action.owner,
        why=f"Rated {period.rating} since {day_in_words(period.since)}: {action.words} by {day_in_words(due_on)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=period.rating.value,
    )
