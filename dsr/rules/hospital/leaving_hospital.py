"""The way out of hospital: a checklist from the first day on, and crisis support afterwards (R-DSR-63, 96)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, last_day_of, working_days_after
from dsr.rules.facts.hospital import Admitted, ChecklistItemDone, CrisisSupportOffered
from dsr.rules.facts.people import Died
from dsr.rules.hospital.spells import Spell, over_on, spells
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "crisis-support",
        "R-DSR-63",
        14,
        Unit.DAYS,
        Mark.LOCAL,
        "How long after a discharge enhanced crisis support is offered at least.",
    ),
    Term(
        "crisis-support-offered",
        "R-DSR-63",
        1,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after a discharge the offer of crisis support is on record.",
    ),
)


@dataclass(frozen=True)
class Item:
    """A line of the discharge checklist; `days` of the stay within which it is done, the day of admission as one."""

    code: str
    words: str
    days: int


LONG_TERM_PLAN = "enquiry-standard-7.5"
CHECKLIST = (
    Item("discharge-plan-begun", "planning for discharge has begun", 7),
    Item(LONG_TERM_PLAN, "the long-term plan is answered for, such as housing or a bespoke package", 28),
)
"""Where a partnership has no list of its own: the national one of 12 points could not be read (R-DSR-96)."""


def done_on(life: Life, spell: Spell, code: str) -> date | None:
    """The day of a stay on which an item of the checklist was done."""
    over = over_on(life, spell) or date.max
    days = (fact.on for fact in life.all(ChecklistItemDone) if fact.item == code)
    return next((day for day in days if spell.admitted_on <= day <= over), None)


def crisis_support_until(discharged_on: date, terms: Terms) -> date:
    """The last day on which enhanced crisis support is offered at least (R-DSR-63)."""
    return days_after(discharged_on, terms.whole("crisis-support", discharged_on))


def tasks(life: Life, terms: Terms, checklist: tuple[Item, ...] = CHECKLIST) -> Iterator[Task]:
    """Each item of the checklist in each stay, and the offer of crisis support after each."""
    for spell in spells(life):
        for item in checklist:
            yield _item(life, spell, item)
        if spell.discharged_on is not None:
            yield _support(life, spell, spell.discharged_on, terms)


def _item(life: Life, spell: Spell, item: Item) -> Task:
    due_on = last_day_of(spell.admitted_on, item.days)
    return Task(
        code="discharge-checklist",
        rule="R-DSR-96",
        opens_on=spell.admitted_on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=(
            f"Discharge is planned from the first day of the stay on, {day_in_words(spell.admitted_on)}: by "
            f"{day_in_words(due_on)} {item.words}."
        ),
        done_on=done_on(life, spell, item.code),
        ceased_on=over_on(life, spell),
        about=f"{spell.admitted_on.isoformat()}/{item.code}",
    )


def _support(life: Life, spell: Spell, discharged_on: date, terms: Terms) -> Task:
    """The offer may be made in hospital already. After the two weeks, on a new admission or on death it is moot."""
    again = next((fact.on for fact in life.all(Admitted) if fact.on > discharged_on), None)
    died = life.first(Died)
    moot = days_after(crisis_support_until(discharged_on, terms), 1)
    offers = (fact.on for fact in life.all(CrisisSupportOffered) if spell.admitted_on <= fact.on < moot)
    due_on = working_days_after(discharged_on, terms.whole("crisis-support-offered", discharged_on))
    return Task(
        code="crisis-support",
        rule="R-DSR-63",
        opens_on=discharged_on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=(
            f"Discharged on {day_in_words(discharged_on)}: enhanced crisis support is offered until "
            f"{day_in_words(crisis_support_until(discharged_on, terms))} at least, and the offer is on record by "
            f"{day_in_words(due_on)}."
        ),
        done_on=next(offers, None),
        ceased_on=min(day for day in (moot, again, died.on if died else None) if day is not None),
        about=discharged_on.isoformat(),
    )
