"""Whether a key worker can be somebody's: their organisation must be one that may be told of the person (R-DSR-113)."""

from datetime import date

from dsr.rules.entry.case_lead import lead_team
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.life import Life
from dsr.rules.terms import Terms


def may_have_key_worker_of(organisation: str, life: Life, day: date, terms: Terms) -> bool:
    """The lead team's always, so that inpatients have one before anybody agreed (R-DSR-98); others by consent.

    Who is named so early sees the person only from the agreement on (R-DSR-26), as the register's door asks of
    everybody (`dsr/store/scope.py`).
    """
    return organisation == lead_team(life, day, terms) or may_be_shared_with(organisation, life, day, terms)
