"""By when a C(E)TR must be held, by policy and by law side by side, each with a sentence that explains it.

The two regimes are counted apart (R-DSR-73 to 79): policy for every stay in a mental health hospital, the law for a
time in which somebody is liable to be detained, from the day on which its section is in force.
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, working_days_after
from dsr.rules.facts.reviews import ReviewCancelled, ReviewPlanned
from dsr.rules.life import Life
from dsr.rules.reviews import agreement_by_law, deadlines_by_law, deadlines_by_policy, review_intervals
from dsr.rules.reviews.deadlines import Deadline, Regime, Step
from dsr.rules.reviews.review_running import names
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    *review_intervals.TERMS,
    *deadlines_by_law.TERMS,
    Term(
        "review-date-set",
        "R-DSR-73",
        5,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after an admission a day for the C(E)TR must be set, as an early warning.",
    ),
    Term(
        "repeat-review-ahead",
        "R-DSR-78",
        28,
        Unit.DAYS,
        Mark.DEFAULT,
        "How long before its day a repeated C(E)TR is on the list, so that there is time for two weeks of notice.",
    ),
)

_CODES = {
    (Regime.POLICY, Step.FIRST): "cetr-post-admission",
    (Regime.LAW, Step.FIRST): "cetr-post-admission-by-law",
    (Regime.POLICY, Step.REPEAT): "cetr-repeat",
    (Regime.LAW, Step.REPEAT): "cetr-repeat-by-law",
}


def deadlines(life: Life, terms: Terms) -> tuple[Deadline, ...]:
    """Every day by which a C(E)TR must be held in hospital, policy before law where they fall on one day."""
    found = [*deadlines_by_policy.deadlines(life, terms), *deadlines_by_law.deadlines(life, terms)]
    return tuple(sorted(found, key=lambda one: one.due_on))


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Each deadline as a task, an early warning for the first of each stay, and whom the Act asks (R-DSR-73, 76)."""
    yield from agreement_by_law.tasks(life, terms)
    for deadline in deadlines(life, terms):
        yield _task(deadline, terms)
        if deadline.regime is Regime.POLICY and deadline.step is Step.FIRST:
            yield _early_warning(life, deadline, terms)


def _task(deadline: Deadline, terms: Terms) -> Task:
    return Task(
        code=_CODES[deadline.regime, deadline.step],
        rule=deadline.rule,
        opens_on=_opens_on(deadline, terms),
        due_on=deadline.due_on,
        owner=Owner.REVIEW_COORDINATOR,
        why=deadline.why,
        done_on=deadline.held_on,
        ceased_on=deadline.ceased_on,
        about=f"{deadline.begins_on.isoformat()}/{deadline.known_on.isoformat()}",
    )


def _opens_on(deadline: Deadline, terms: Terms) -> date:
    """The first of a stay is to be seen at once, a repeat some weeks ahead."""
    if deadline.step is Step.FIRST:
        return deadline.known_on
    return max(deadline.known_on, days_after(deadline.due_on, -terms.whole("repeat-review-ahead", deadline.begins_on)))


def _early_warning(life: Life, deadline: Deadline, terms: Terms) -> Task:
    """Done once a meeting has a day that stands, within the stay and in time, or was held (R-DSR-73)."""
    admitted_on = deadline.begins_on
    due_on = working_days_after(admitted_on, terms.whole("review-date-set", admitted_on))
    days = [_set_on(life, review, deadline) for review in names(life)]
    plans = [max(day, admitted_on) for day in days if day is not None]
    held = [deadline.held_on] if deadline.held_on else []
    return Task(
        code="review-date",
        rule="R-DSR-73",
        opens_on=admitted_on,
        due_on=due_on,
        owner=Owner.REVIEW_COORDINATOR,
        why=(
            f"Admitted on {day_in_words(admitted_on)}: a day for the {deadline.kind} is set by {day_in_words(due_on)}, "
            f"so that it can be held by {day_in_words(deadline.due_on)}."
        ),
        done_on=min(plans + held, default=None),
        ceased_on=deadline.ceased_on,
        about=admitted_on.isoformat(),
    )


def _set_on(life: Life, review: str, deadline: Deadline) -> date | None:
    """Since when the day of a meeting, moved or not, is one that meets the deadline; None: it does not, or is off."""
    since: date | None = None
    for fact in life.facts:
        if isinstance(fact, ReviewPlanned) and fact.review == review:
            is_in_time = deadline.begins_on <= fact.meeting_on <= deadline.due_on
            since = (since or fact.on) if is_in_time else None
        elif isinstance(fact, ReviewCancelled) and fact.review == review:
            since = None
    return since
