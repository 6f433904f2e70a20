"""Who leads a case: each entry has exactly one case lead, and until one is named the referrer's organisation leads.

R-DSR-109. Who led an entry before does not lead the one that a new referral began: nothing is brought from it.
"""

from datetime import date

from dsr.rules.facts.entry import Referred, Removed, TransferReceived
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.life import Life


def case_lead_on(life: Life, day: date) -> CaseLeadNamed | None:
    """The case lead at the end of a day; None while nobody is named."""
    named = life.last(CaseLeadNamed, by=day)
    return named if named is not None and named.on >= _begun_on(life.until(day)) else None


def lead_team(life: Life, day: date) -> str:
    """Who sees the entry when sharing is frozen: the case lead's organisation, before there is one the referrer's.

    Who refers somebody a second time does not become the lead team.
    """
    lead, removed = case_lead_on(life, day), life.last(Removed, by=day)
    referred = life.until(day).first(Referred, since=removed.on if removed else date.min)
    return lead.organisation if lead else referred.by if referred else ""


def _begun_on(known: Life) -> date:
    """The day of the referral after the last removal, where there is one."""
    removed = known.last(Removed)
    if removed is None:
        return date.min
    again = (known.first(kind, since=removed.on) for kind in (Referred, TransferReceived))
    return min((one.on for one in again if one is not None), default=date.min)
