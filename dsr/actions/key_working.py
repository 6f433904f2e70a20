"""Key workers and their people: allocate, hand over, and give everybody of a leaver to others (R-DSR-100 to 105)."""

from collections.abc import Sequence

from dsr.actions.recording import NotPossible, Seen, record, with_reason
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.key_work.reallocation import Move, moves
from dsr.store.people import Change, Writing
from dsr.store.register import RegisterStore


def allocate(store: RegisterStore, seen: Seen, worker: str, reason: str, *, override: bool = False) -> int:
    """Name a key worker from today on; the one before ends the same day, so that nobody is between two (R-DSR-100).

    Raises what `record` raises.
    """
    fact = KeyWorkerAllocated(on=store.session.today, worker=worker)
    return record(store, seen, "allocate", reason, fact, override=override)


def plan_for_leaver(store: RegisterStore, leaver: str) -> tuple[Move, ...]:
    """Where everybody of a leaver would go; nothing is written."""
    carried = {worker: load for worker, load in store.caseloads().items() if worker != leaver}
    return moves(store.cases_of(leaver), carried, store.session.today, store.session.terms)


def give_over(store: RegisterStore, leaver: str, plan: Sequence[Move], reason: str, *, override: bool = False) -> int:
    """Give everybody of a leaver to others in one action, by a plan; returns how many. Nobody is dropped.

    The plan must name everybody whom the leaver has now: a plan from before somebody was allocated is refused whole.
    """
    with_reason(reason)
    people = {move.person for move in plan}
    if people != set(store.cases_of(leaver)) or len(people) != len(plan):
        raise NotPossible("The plan does not name everybody of this key worker, each once. Make it again.")
    if any(move.to is None for move in plan):
        raise NotPossible("For somebody in the plan there is no key worker left. Nobody was moved.")
    if any(move.override for move in plan) and not override:
        raise NotPossible("The plan needs an override of the key worker manager: a caseload would be too heavy.")
    versions = store.versions(people)
    store.change_all(
        [Change(move.person, versions[move.person], _handing(store, move, reason, override)) for move in plan]
    )
    return len(plan)


def _handing(store: RegisterStore, move: Move, reason: str, override: bool) -> Writing:
    fact = KeyWorkerAllocated(on=store.session.today, worker=move.to or "")
    return Writing(action="give-over", reason=reason, facts=(fact,), override=override)
