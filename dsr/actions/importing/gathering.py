"""All that a row tells, in the order in which it happened; of who refused or withdrew, only what may be kept."""

from datetime import date

from dsr.actions.importing import care_facts, entry_facts
from dsr.actions.importing.facts import Gathering
from dsr.actions.importing.values import Row
from dsr.actions.importing.words import Answer

_REFUSED = "Consent was refused, so that nothing else is kept (R-DSR-30)."
_WITHDRAWN = "Consent was withdrawn, so that nothing beyond the entry and its end is kept (R-DSR-31)."
_NO_USE = "Nothing came of it: what it belongs to is blank."


def gathered(row: Row, today: date) -> Gathering:
    """The facts of a row, the oldest first; those of one day in the order in which one needs the other."""
    found = Gathering(row, today)
    answer = row.get("consent")
    entry_facts.referral(found)
    if answer is not Answer.REFUSED:
        entry_facts.condition(found)
        entry_facts.acceptance(found)
    entry_facts.consent(found)
    if answer is Answer.REFUSED:
        found.remaining("consent-refused", _REFUSED, only_who=True)
    elif answer is Answer.WITHDRAWN:
        found.remaining("consent-withdrawn", _WITHDRAWN)
    else:
        for part in (care_facts.home, care_facts.care, care_facts.hospital, care_facts.rating, care_facts.key_worker):
            part(found)
        found.remaining("no-use", _NO_USE)
    found.told.sort(key=lambda told: told.fact.on)
    return found
