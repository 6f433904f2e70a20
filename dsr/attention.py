"""Whether anything on the register needs attention today: yes or no for each rule, for alerts and metrics.

No person is read and nothing of one leaves: the tasks that the store keeps name nobody. Computed on exact data, so that
what alerts tell is not blunted by rounding (design, section 3).
"""

from datetime import date

from dsr.rules.attention import attention
from dsr.rules.key_work.caseloads import Fit, state
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.open_tasks import open_tasks
from dsr.store.workers import carried, staying

CASELOAD_BLOCKED = "caseload-blocked"


def needs_attention(database: RegisterDatabase, day: date, terms: Terms) -> dict[str, bool]:
    """Every rule with yes or no."""
    with database.reading() as connection:
        found = attention(open_tasks(connection, day), day, terms)
        loads = carried(connection, staying(connection, day)).values()
    return found | {CASELOAD_BLOCKED: any(state(load, day, terms) is Fit.BLOCKED for load in loads)}
