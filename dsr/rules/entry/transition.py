"""From children's to adult services at 18, and out of the views of the young at 26 (R-DSR-41, 42, 44).

The record is one and goes on. The terms count back from a birthday; of each the value counts that holds when the year
begins that ends with the birthday.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from diis.definitions.calendar import ADULT_YEARS, day_in_words
from dsr.rules.days import days_after
from dsr.rules.entry.periods import active_periods
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import AdultLeadNamed, JointReviewHeld, KeyWorkHandedOver, TransitionPlanned
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task, active_since
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("transition-plan", "R-DSR-42", 12, Unit.MONTHS, Mark.DEFAULT, "Before the 18th birthday there is a plan."),
    Term("adult-lead", "R-DSR-42", 6, Unit.MONTHS, Mark.DEFAULT, "Before the 18th birthday an adult team is named."),
    Term("transition-warning", "R-DSR-42", 90, Unit.DAYS, Mark.DEFAULT, "How long before its day each is to be seen."),
    Term("key-work-handover", "R-DSR-44", 6, Unit.MONTHS, Mark.DEFAULT, "Before the 26th birthday a handover begins."),
)
_DAY = timedelta(days=1)


class Side(StrEnum):
    """Which panel and which services work with a person; the record is the same (R-DSR-41)."""

    CHILDREN = "children"
    ADULTS = "adults"


def side_on(life: Life, day: date) -> Side:
    """Children's services up to the day before the 18th birthday."""
    return Side.CHILDREN if day < life.turns(ADULT_YEARS) else Side.ADULTS


def is_unplanned(life: Life, day: date, terms: Terms) -> bool:
    """Whether a move to adult services is near, or over, without a plan: a factor of risk by itself (R-DSR-42)."""
    due_on = _before(life, ADULT_YEARS, "transition-plan", terms)
    return due_on <= day and life.last(TransitionPlanned, by=day) is None


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Plan at 17, adult team at 17 and a half, joint review before 18, key worker's handover before 26."""
    for milestone in (*_to_adult_services(life, terms), _from_the_young(life, terms)):
        for entered, left in active_periods(life, terms):
            yield from _in_period(milestone, entered, left, life)


@dataclass(frozen=True)
class _Milestone:
    """Something that is to be there by a day, and the birthday after which nobody asks for it any more."""

    code: str
    rule: str
    owner: Owner
    opens_on: date
    due_on: date
    birthday: date
    what: str
    done_by: type[Fact]


def _to_adult_services(life: Life, terms: Terms) -> Iterator[_Milestone]:
    birthday = life.turns(ADULT_YEARS)
    warning = terms.whole("transition-warning", life.turns(ADULT_YEARS - 1))
    why = f"The person is {ADULT_YEARS} on {day_in_words(birthday)}"
    plan, lead = (terms.whole(term, life.turns(ADULT_YEARS - 1)) for term in ("transition-plan", "adult-lead"))
    for code, due_on, what, done_by in (
        ("transition-plan", life.turns(ADULT_YEARS, -plan), f"a plan is there {plan} months before", TransitionPlanned),
        ("adult-lead", life.turns(ADULT_YEARS, -lead), f"the adult team is named {lead} months before", AdultLeadNamed),
        ("joint-review", birthday - _DAY, "children's and adult teams review together before", JointReviewHeld),
    ):
        opens_on = days_after(due_on, -warning)
        yield _Milestone(code, "R-DSR-42", Owner.CASE_LEAD, opens_on, due_on, birthday, f"{why}: {what}, by", done_by)


def _from_the_young(life: Life, terms: Terms) -> _Milestone:
    """The key worker hands over in the half year before the last birthday (R-DSR-44)."""
    years = terms.whole("upper-age", life.turns(ADULT_YEARS))
    birthday = life.turns(years)
    return _Milestone(
        code="key-work-handover",
        rule="R-DSR-44",
        owner=Owner.KEY_WORKER_LEAD,
        opens_on=_before(life, years, "key-work-handover", terms),
        due_on=birthday - _DAY,
        birthday=birthday,
        what=f"The person is {years} on {day_in_words(birthday)}: the key worker hands over before, by",
        done_by=KeyWorkHandedOver,
    )


def _in_period(milestone: _Milestone, entered: date, left: date | None, life: Life) -> Iterator[Task]:
    """Who comes late finds it due on the day of coming; what was there before is not asked for."""
    opens_on = max(milestone.opens_on, entered)
    done = life.first(milestone.done_by)
    if entered >= milestone.birthday or (left and left <= opens_on) or (done and done.on < opens_on):
        return
    due_on = max(milestone.due_on, opens_on)
    late = active_since(entered) if entered > milestone.due_on else ""
    yield Task(
        code=milestone.code,
        rule=milestone.rule,
        opens_on=opens_on,
        due_on=due_on,
        owner=milestone.owner,
        why=f"{milestone.what} {day_in_words(milestone.due_on)}.{late}",
        done_on=done.on if done else None,
        ceased_on=left,
        about=entered.isoformat(),
    )


def _before(life: Life, years: int, term: str, terms: Terms) -> date:
    return life.turns(years, -terms.whole(term, life.turns(years - 1)))
