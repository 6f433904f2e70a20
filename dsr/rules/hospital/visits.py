"""The commissioner sees everybody who is in hospital, again and again (R-DSR-90)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after
from dsr.rules.facts.hospital import CommissionerVisited
from dsr.rules.hospital.spells import Spell, over_on, spells
from dsr.rules.life import Life
from dsr.rules.reviews.review_kind import is_child
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "visit-child", "R-DSR-90", 42, Unit.DAYS, Mark.STATED, "How often the commissioner sees an inpatient under 18."
    ),
    Term(
        "visit-adult", "R-DSR-90", 56, Unit.DAYS, Mark.STATED, "How often the commissioner sees an inpatient from 18."
    ),
    Term("visit-ahead", "R-DSR-90", 14, Unit.DAYS, Mark.DEFAULT, "How long before its day a visit is on the list."),
)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A visit some weeks after the admission, and after each visit, until the stay is over.

    A move to another ward and extended leave change nothing; nor does a birthday before the next visit is made.
    """
    for spell in spells(life):
        days = sorted({spell.admitted_on, *_visits(life, spell)})
        for begins_on, visit in zip(days, [*days[1:], None], strict=True):
            yield _visit(life, spell, begins_on, visit, terms)


def _visits(life: Life, spell: Spell) -> Iterator[date]:
    """The days of a stay on which the commissioner came."""
    over = over_on(life, spell) or date.max
    return (fact.on for fact in life.all(CommissionerVisited) if spell.admitted_on <= fact.on <= over)


def _visit(life: Life, spell: Spell, begins_on: date, visit: date | None, terms: Terms) -> Task:
    child = is_child(life, begins_on)
    days = terms.whole("visit-child" if child else "visit-adult", begins_on)
    due_on = days_after(begins_on, days)
    last = "Admitted" if begins_on == spell.admitted_on else "Last visited"
    return Task(
        code="commissioner-visit",
        rule="R-DSR-90",
        opens_on=max(begins_on, days_after(due_on, -terms.whole("visit-ahead", begins_on))),
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=(
            f"{last} on {day_in_words(begins_on)} {'under 18' if child else 'at 18 or over'}: the commissioner visits "
            f"every {days} days, next by {day_in_words(due_on)}."
        ),
        done_on=visit,
        ceased_on=None if visit else over_on(life, spell),
        about=begins_on.isoformat(),
    )
