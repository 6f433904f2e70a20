"""Who is to be offered an entry: admitted, or with the crisis team, and not on the register (R-DSR-24, 25)."""

from collections.abc import Iterator
from datetime import date
from itertools import dropwhile, takewhile

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import denies
from dsr.rules.days import working_days_after
from dsr.rules.entry.standing import OVER, Status, status_on
from dsr.rules.facts.consent import ConsentRefused, Scope
from dsr.rules.facts.entry import Decided, EntryOffered, Referred
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import ConditionRecorded, Died, Evidence
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms

_UNDER_WAY = frozenset(Status) - OVER
"""With an entry, or a referral that somebody is looking at, there is nothing to offer."""


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """An entry is offered, with consent: to inpatients as blue, to who is with the crisis team as red or amber."""
    for stay in spells(life):
        if _is_missed(stay.wards[0], life, terms):
            what = f"Admitted on {day_in_words(stay.admitted_on)} without being on the register"
            due_on = working_days_after(stay.admitted_on, terms.whole("offer-entry", stay.admitted_on))
            yield _offer(what, "R-DSR-25", stay.wards[0], due_on, life, ceased_on=stay.discharged_on)
    crises = {one.on: one for one in life.all(Happened) if one.what is Happening.CRISIS_TEAM}
    for on, crisis in crises.items():
        if _is_missed(crisis, life, terms) and _is_concerned(life, on):
            what = f"With the crisis team since {day_in_words(on)} and not on the register"
            due_on = working_days_after(on, terms.whole("crisis-team-prompt", on))
            yield _offer(what, "R-DSR-24", crisis, due_on, life)


def _is_missed(fact: Fact, life: Life, terms: Terms) -> bool:
    """Whether somebody is not on the register when something is told of them, nor at the end of that day.

    Who withdrew is not, also while the entry is to be closed still; who withdraws later on the day was (R-DSR-30, 31).
    """
    before = Life(life.birth_on, tuple(takewhile(lambda one: one is not fact, life.facts)))
    return all(status_on(known, fact.on, terms) not in _UNDER_WAY for known in (before, life))


def _is_concerned(life: Life, on: date) -> bool:
    """Whether there is evidence of autism or a learning disability."""
    recorded = life.last(ConditionRecorded, by=on)
    return recorded is not None and recorded.evidence is not Evidence.NONE


def _offer(what: str, rule: str, told: Fact, due_on: date, life: Life, ceased_on: date | None = None) -> Task:
    on = told.on
    later = dropwhile(lambda one: one is not told, life.facts)
    died = life.first(Died, since=on)
    ends = [day for day in (ceased_on, died.on if died else None) if day is not None]
    return Task(
        code="offer-entry",
        rule=rule,
        opens_on=on,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"{what}: an entry is to be offered by {day_in_words(due_on)}.",
        done_on=next((fact.on for fact in later if _answers(fact, life)), None),
        ceased_on=min(ends, default=None),
        about=on.isoformat(),
    )


def _answers(fact: Fact, life: Life) -> bool:
    """Whether it was offered, or need not be: somebody who has a say refused it, too (R-DSR-27, 30)."""
    return isinstance(fact, EntryOffered | Referred | Decided) or (
        isinstance(fact, ConsentRefused) and denies(fact, Scope.ENTRY, life)
    )
