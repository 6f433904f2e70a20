"""An event that somebody tells who sees nobody on the register: police, youth justice, an acute trust (R-DSR-110)."""

from datetime import date

from diis.definitions import nhs_number
from dsr.actions.recording import NotPossible
from dsr.rules.facts.rating import Happened, Happening
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.store.people import Writing
from dsr.store.reported import ReportedEvents

ACTION = "report-event"


def report(store: ReportedEvents, number: str, birth_date: date, on: date, what: Happening) -> str | None:
    """Record an event of whoever has this NHS number and birth date; returns whom to call, where that may be told.

    What is refused is judged by what was sent alone, so that a refusal tells nothing of anybody. Raises `NotPossible`.
    """
    session = store.session
    fact = Happened(on=on, what=what, source=store.actor.organisation)
    if nhs_number.fault(number, allow_test_range=session.allow_test_nhs_numbers) is not None:
        raise NotPossible("This is not a sound NHS number. Check its digits.")
    refused = why_not(fact, Life(birth_date), session.today, session.terms)
    if refused is not None:
        raise NotPossible(refused)
    writing = Writing(action=ACTION, reason=f"told by {store.actor.organisation}", facts=(fact,))
    return store.report(
        number, birth_date, lambda life: why_not(fact, life, session.today, session.terms), writing
    ).call
