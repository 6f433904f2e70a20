"""Who leads a case: each entry has exactly one case lead, and until one is named the referrer's organisation leads.

R-DSR-109. Who led an entry before does not lead the one that a new referral began: nothing is brought from it.
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.periods import active_periods
from dsr.rules.entry.standing import entries
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "case-lead",
        "R-DSR-109",
        1,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon somebody on the register without a case lead has one.",
    ),
)


def case_lead_on(life: Life, day: date, terms: Terms) -> CaseLeadNamed | None:
    """The case lead of the newest entry at the end of a day; None while nobody is named."""
    return entries(life.until(day), terms)[-1].last(CaseLeadNamed)


def lead_team(life: Life, day: date, terms: Terms) -> str:
    """Who sees the entry when sharing is frozen: the case lead's organisation, before there is one the referrer's.

    Who refers somebody a second time does not become the lead team.
    """
    lead, referred = case_lead_on(life, day, terms), entries(life.until(day), terms)[-1].first(Referred)
    return lead.organisation if lead else referred.by if referred else ""


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """To name one, for each time of an active entry that began without: what is asked of a case lead has nobody.

    What was asked ends with that time, so that an entry that is over asks for nobody.
    """
    for begins_on, ends_on in active_periods(life, terms):
        number = len(entries(life.until(begins_on), terms))
        named = entries(life, terms)[number - 1].first(CaseLeadNamed)
        if named is not None and named.on <= begins_on:
            continue
        due_on = working_days_after(begins_on, terms.whole("case-lead", begins_on))
        done_on, ceased_on = ended(named.on if named else None, ends_on)
        yield Task(
            code="name-case-lead",
            rule="R-DSR-109",
            opens_on=begins_on,
            due_on=due_on,
            owner=Owner.COORDINATOR,
            why=f"On the register since {day_in_words(begins_on)} without a case lead: "
            f"name one by {day_in_words(due_on)}.",
            done_on=done_on,
            ceased_on=ceased_on,
            about=begins_on.isoformat(),
        )
