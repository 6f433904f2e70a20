"""Whether anything on the register needs attention today: yes or no for each rule, for alerts and metrics.

No person is read and nothing of one leaves: the tasks that the store keeps name nobody. Computed on exact data, so that
what alerts tell is not blunted by rounding (design, section 3).
"""

from datetime import date

from dsr.rules.attention import attention
from dsr.rules.key_work.caseloads import Fit, state
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.emergencies import not_looked_into
from dsr.store.open_tasks import open_tasks
from dsr.store.workers import carried, staying

CASELOAD_BLOCKED = "caseload-blocked"
EMERGENCY_TO_CLOSE = "emergency-to-close"
EMERGENCY_OVERDUE = "emergency-overdue"
"""An emergency waits to be looked into, or has waited for too long: so the privacy officer is told, and of nobody."""


def needs_attention(database: RegisterDatabase, day: date, terms: Terms) -> dict[str, bool]:
    """Every rule with yes or no."""
    with database.reading() as connection:
        found = attention(open_tasks(connection, day), day, terms)
        loads = carried(connection, staying(connection, day)).values()
        waiting, overdue = not_looked_into(connection, day)
    emergencies = {EMERGENCY_TO_CLOSE: waiting > 0, EMERGENCY_OVERDUE: overdue > 0}
    return found | emergencies | {CASELOAD_BLOCKED: any(state(load, day, terms) is Fit.BLOCKED for load in loads)}
