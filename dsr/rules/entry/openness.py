"""To whom a record is open on a day: what was agreed to, and before that nobody but who referred (R-DSR-26, 29).

Whoever triages keeps the register, and sees it whole. Of everybody else the register's door asks this
(`dsr/store/scope.py`).
"""

from dataclasses import dataclass
from datetime import date

from dsr.rules.consent.agreement import says_no_to_entry
from dsr.rules.consent.consent import (
    agreed_apart,
    may_contact_for_key_worker,
    may_hold_review,
    names_agency,
)
from dsr.rules.entry.case_lead import lead_team
from dsr.rules.entry.standing import Status, entries, may_be_held, status_on
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Terms

_UNANSWERED = frozenset({Status.REFERRED, Status.TRIAGED, Status.AWAITING_CONSENT, Status.DECLINED})


@dataclass(frozen=True, kw_only=True)
class Openness:
    """What is agreed to, item by item; `entry` opens the record to the lead team and to whom sharing names.

    `review` opens it to whoever runs C(E)TRs, `key_working` to the key worker who is named: both are agreed to apart,
    also by an inpatient whom the register does not have yet (R-DSR-29, 98). `referrer` is who referred, as long as
    nobody has answered, and None from then on.
    """

    entry: bool = False
    review: bool = False
    key_working: bool = False
    referrer: CaseLeadNamed | None = None


@remembered
def openness(life: Life, day: date, terms: Terms) -> Openness:
    """To whom a record is open at the end of a day."""
    held, apart = may_be_held(life, day, terms), agreed_apart(life, day, terms)
    return Openness(
        entry=held,
        review=apart and may_hold_review(life, day, terms),
        key_working=apart and may_contact_for_key_worker(life, day, terms),
        referrer=None if held else _referrer(life, day, terms),
    )


def may_be_shared_with(agency: str, life: Life, day: date, terms: Terms) -> bool:
    """Whether an agency may see the entry: the lead team while it may be held, others by name (R-DSR-29, 31, 33)."""
    if not may_be_held(life, day, terms):
        return False
    return agency == lead_team(life, day, terms) or names_agency(agency, life, day, terms)


def _referrer(life: Life, day: date, terms: Terms) -> CaseLeadNamed | None:
    """Who referred one of their own cases, which they lead from that day."""
    if status_on(life, day, terms) not in _UNANSWERED:
        return None
    entry = entries(life.until(day), terms)[-1]
    referred, named = entry.first(Referred), entry.first(CaseLeadNamed)
    if referred is None or named is None or any(map(says_no_to_entry, entry.facts)):
        return None
    return named if (named.on, named.worker) == (referred.on, referred.worker) else None
