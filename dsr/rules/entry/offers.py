"""Who is to be offered an entry: admitted, or with the crisis team, and not on the register (R-DSR-24, 25)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.entry import Decided, EntryOffered, Referred
from dsr.rules.facts.people import ConditionRecorded, Died, Evidence
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms

_UNDER_WAY = frozenset(Status) - {Status.DECLINED, Status.CLOSED, Status.REFUSED}
"""With an entry, or a referral that somebody is looking at, there is nothing to offer."""


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """An entry is offered, with consent: to inpatients as blue, to who is with the crisis team as red or amber."""
    for stay in spells(life):
        if status_on(life, stay.admitted_on, terms) not in _UNDER_WAY:
            what = f"Admitted on {day_in_words(stay.admitted_on)} without being on the register"
            yield _offer(what, "R-DSR-25", stay.admitted_on, life, terms, ceased_on=stay.discharged_on)
    crises = (one.on for one in life.all(Happened) if one.what is Happening.CRISIS_TEAM)
    for on in dict.fromkeys(crises):
        if status_on(life, on, terms) not in _UNDER_WAY and _is_concerned(life, on):
            what = f"With the crisis team since {day_in_words(on)} and not on the register"
            yield _offer(what, "R-DSR-24", on, life, terms)


def _is_concerned(life: Life, on: date) -> bool:
    """Whether there is evidence of autism or a learning disability."""
    recorded = life.last(ConditionRecorded, by=on)
    return recorded is not None and recorded.evidence is not Evidence.NONE


def _offer(what: str, rule: str, on: date, life: Life, terms: Terms, ceased_on: date | None = None) -> Task:
    due_on = working_days_after(on, terms.whole("offer-entry", on))
    answers = (fact.on for fact in life.facts if isinstance(fact, EntryOffered | Referred | Decided) and fact.on >= on)
    died = life.first(Died, since=on)
    ends = [day for day in (ceased_on, died.on if died else None) if day is not None]
    return Task(
        code="offer-entry",
        rule=rule,
        opens_on=on,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"{what}: an entry is to be offered by {day_in_words(due_on)}.",
        done_on=next(answers, None),
        ceased_on=min(ends, default=None),
        about=on.isoformat(),
    )
