"""Whether anything on the register needs attention today: yes or no for each rule, for alerts and metrics.

No person is read and nothing of one leaves: the tasks that the store keeps name nobody, and waits are asked for by
pseudonym. Computed on exact data, so that what alerts tell is not blunted by rounding (design, section 3).
"""

from collections.abc import Mapping
from datetime import date

from diis.store.engine import StoreUnavailable
from dsr.rules.attention import ATTENTION, attention, is_undecided
from dsr.rules.attention_to_waits import ATTENTION_TO_WAITS, attention_to_waits
from dsr.rules.key_work.caseloads import Fit, state
from dsr.rules.terms import Terms
from dsr.store.alike import alike_since
from dsr.store.database import RegisterDatabase
from dsr.store.emergencies import not_looked_into
from dsr.store.open_tasks import open_tasks
from dsr.store.register import RegisterStore
from dsr.store.workers import carried, staying
from dsr.waits import WaitingTimes, WaitsNotKnown

ALIKE_UNDECIDED = "alike-undecided"
"""Two records that may be of one person were neither merged nor told apart in time: half is known of each (H2)."""
CASELOAD_BLOCKED = "caseload-blocked"
WITHOUT_NHS_NUMBER = "without-nhs-number"
"""Somebody with an active entry has no NHS number: whether they wait cannot be known, and no other rule tells."""

Needs = Mapping[str, bool | None]
"""Rule to yes, no, or None for what is not known. None is never to be told as no, nor left out (trust, decision 3)."""
EMERGENCY_TO_CLOSE = "emergency-to-close"
EMERGENCY_OVERDUE = "emergency-overdue"
"""An emergency waits to be looked into, or has waited for too long: so the privacy officer is told, and of nobody."""

MEANING: Mapping[str, str] = {
    **{one.id: one.words for one in ATTENTION},
    **{one.id: one.words for one in ATTENTION_TO_WAITS},
    EMERGENCY_TO_CLOSE: "An emergency waits to be looked into.",
    EMERGENCY_OVERDUE: "An emergency has waited too long to be looked into.",
    ALIKE_UNDECIDED: "Two records that may be of one person were neither merged nor told apart in time.",
    CASELOAD_BLOCKED: "A key worker carries so much that nobody more is given to them.",
    WITHOUT_NHS_NUMBER: "Somebody with an active entry has no NHS number, so whether they wait is not known.",
}
"""What each rule says while it is on."""


def needs_attention(
    database: RegisterDatabase,
    day: date,
    terms: Terms,
    register: RegisterStore | None = None,
    waiting_times: WaitingTimes | None = None,
) -> Needs:
    """Every rule, whatever is known of it.

    What rests on waits needs the register as somebody sees it who may see everybody, and the waiting times. Without
    one of them, or where they do not answer, it is None.
    """
    with database.reading() as connection:
        found = attention(open_tasks(connection, day), day, terms)
        loads = carried(connection, staying(connection, day)).values()
        waiting, overdue = not_looked_into(connection, day)
        undecided = any(is_undecided(since, day, terms) for since in alike_since(connection))
    blocked = any(state(load, day, terms) is Fit.BLOCKED for load in loads)
    emergencies = {EMERGENCY_TO_CLOSE: waiting > 0, EMERGENCY_OVERDUE: overdue > 0}
    counted = {CASELOAD_BLOCKED: blocked, ALIKE_UNDECIDED: undecided}
    return found | emergencies | counted | _of_waits(day, terms, register, waiting_times)


def _of_waits(
    day: date, terms: Terms, register: RegisterStore | None, waiting_times: WaitingTimes | None
) -> dict[str, bool | None]:
    unknown: dict[str, bool | None] = dict.fromkeys((*(one.id for one in ATTENTION_TO_WAITS), WITHOUT_NHS_NUMBER), None)
    if register is None or waiting_times is None:
        return unknown
    try:
        people = register.registered(waiting_times.pseudonym_of)
    except StoreUnavailable:
        # Where the audit cannot be written nothing is answered of people (F05); the rest still is.
        return unknown
    untraced = {WITHOUT_NHS_NUMBER: any(one.pseudonym is None for one in people)}
    birthdays = {one.pseudonym: one.eighteenth_on for one in people if one.pseudonym is not None}
    try:
        known = waiting_times.waits_of(birthdays, day).of
    except WaitsNotKnown:
        return unknown | untraced
    pairs = ((wait, birthdays[pseudonym]) for pseudonym, waits in known.items() for wait in waits)
    return {**attention_to_waits(pairs, day, terms), **untraced}
