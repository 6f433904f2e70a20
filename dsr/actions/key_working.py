"""Key workers and their people: allocate, hand over, and give everybody of one to others (R-DSR-100 to 105; H11)."""

from collections.abc import Mapping, Sequence
from datetime import date

from dsr.actions.recording import NotPossible, Seen, must_be_possible, record, refusals_in_words, with_reason
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.key_work.reallocation import Move, moves
from dsr.rules.recordable import why_not
from dsr.rules.sameness import holds_unseen
from dsr.store.people import Change, Leaving, Writing
from dsr.store.register import RegisterStore
from dsr.store.workers import LONGEST_NAME, LONGEST_TEAM


def add_key_worker(store: RegisterStore, name: str, team: str) -> None:
    """A new key worker of a team, which is an organisation, by the name that facts use: no name of a person.

    Raises `NotPossible`.
    """
    if not name.strip() or not team.strip():
        raise NotPossible("A key worker has a name and a team.")
    if name != name.strip() or len(name) > LONGEST_NAME or len(team) > LONGEST_TEAM:
        raise NotPossible(f"A name has {LONGEST_NAME} signs at most, a team {LONGEST_TEAM}, and no blanks around.")
    if holds_unseen(name):
        raise NotPossible("The name holds signs that cannot be seen. Type it anew.")
    must_be_possible(store.session.terms.organisations.why_not(team))
    if not store.add_worker(name, team):
        raise NotPossible("There is, or was, a key worker of this name. Nobody shares one.")


def allocate(store: RegisterStore, seen: Seen, worker: str, reason: str, *, override: bool = False) -> int:
    """Name a key worker from today on; the one before ends the same day, so that nobody is between two (R-DSR-100).

    Raises what `record` raises.
    """
    fact = KeyWorkerAllocated(on=store.session.today, worker=worker)
    return record(store, seen, "allocate", reason, fact, override=override)


def plan_for_leaver(store: RegisterStore, leaver: str) -> tuple[Move, ...]:
    """Where everybody of a key worker would go; nothing is written. Who leaves too takes nobody.

    Nobody goes to a key worker whose organisation may not be told of them; a move to nobody says why. Raises
    `NobodyThere` for who is no key worker within reach, and `NotPossible` for who has left and where somebody of
    theirs is out of reach, as giving over does (H11).
    """
    taking = store.caseloads(only_taking=True)
    cases = _whole(store, leaver)
    if not cases and leaver not in taking:
        raise NotPossible("This key worker leaves or has left, and nobody is theirs any more.")
    carried = {name: load for name, load in taking.items() if name != leaver}
    return moves(cases, carried, store.session.today, store.session.terms, store.may_take(cases))


def leave(
    store: RegisterStore, leaver: str, last_day: date, plan: Sequence[Move], reason: str, *, override: bool = False
) -> int:
    """A key worker leaves: everybody is given over by a plan, and their last day is set, in one transaction.

    Returns how many were given over; a leaver without people has an empty plan. From now on nobody can be allocated to
    them, whatever their last day. It is not before today: until then these people were theirs, and a day that is over
    would say that nobody was there for them. Raises what `give_over` raises.
    """
    if last_day < store.session.today:
        raise NotPossible("The last day is today or later: until today these people were theirs.")
    return _give(store, Leaving(leaver, last_day), plan, reason, override=override)


def give_over(store: RegisterStore, absent: str, plan: Sequence[Move], reason: str, *, override: bool = False) -> int:
    """Give everybody of a key worker who is away for a time to others in one action, by a plan; returns how many.

    The plan must name everybody whom they have now: a plan from before somebody was allocated is refused whole, and so
    is one with a move that no rule allows. Raises `NotPossible`, `CaseloadFull`, `NobodyThere`, `ChangedMeanwhile`.
    """
    return _give(store, Leaving(absent), plan, reason, override=override)


def _whole(store: RegisterStore, worker: str) -> Mapping[str, float]:
    """Everybody of a key worker: nobody is given over by who does not see them, and nobody is left (H11)."""
    cases = store.cases_of(worker)
    if cases.unseen:
        raise NotPossible(
            f"You do not see {cases.unseen} of the people of this key worker: nobody has agreed to the register yet, "
            "or not to your organisation (R-DSR-26, 29). Whoever keeps the register gives all over together."
        )
    return cases.weights


def _give(store: RegisterStore, leaving: Leaving, plan: Sequence[Move], reason: str, *, override: bool) -> int:
    with_reason(reason)
    people = {move.person for move in plan}
    if people != set(_whole(store, leaving.worker)) or len(people) != len(plan):
        raise NotPossible("The plan does not name everybody of this key worker, each once. Make it again.")
    stay = [move for move in plan if move.to in (None, leaving.worker)]
    if stay:
        raise NotPossible(f"Nobody was moved, because there is no other key worker in the plan for {_listed(stay)}.")
    if any(move.override for move in plan) and not override:
        raise NotPossible("The plan needs an override of the key worker manager: a caseload would be too heavy.")
    changes = [_handing(store, move, reason, override) for move in plan]
    with refusals_in_words():
        store.change_all(changes, leaving)
    return len(plan)


def _listed(stay: Sequence[Move]) -> str:
    """Who would stay with a leaver and why, and how it goes on: nobody is left behind in silence (H11)."""
    reasons = [move.person + (f" ({move.because})" if move.because else "") for move in stay]
    return f"{', '.join(reasons)}. Record that consent, or that they are without one, which puts them into the queue"


def _handing(store: RegisterStore, move: Move, reason: str, override: bool) -> Change:
    session, person = store.session, store.person(move.person)
    fact = KeyWorkerAllocated(on=session.today, worker=move.to or "")
    must_be_possible(why_not(fact, person.life, session.today, session.terms))
    writing = Writing(action="give-over", reason=reason, facts=(fact,), override=override)
    return Change(move.person, person.version, writing)
