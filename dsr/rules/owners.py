"""Whose a task is on a day: its owner's, or theirs who keep the register while the record is closed to the owner.

A task that nobody sees whose it is would be done by nobody, and a child would be hidden (R-DSR-26, 29, 65a, ADR 0074).
Families say whose a task is by itself. Before anybody agreed, after a no, where no sharing names the organisation, and
of whoever reaches a council's people while no council of the partnership is known, it is the DSR coordinator's, and at
the top of the ladder the DSR manager's. It is the owner's own again on the day from which they see the record. This
moves no day and no figure, and no code by which somebody says that they have acted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dsr.rules.consent.footing import named_agencies
from dsr.rules.entry.case_lead import case_lead_on, lead_team
from dsr.rules.entry.openness import Openness, may_be_shared_with, openness
from dsr.rules.entry.residence import residence_on
from dsr.rules.entry.retention import Keeping, kept_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.life import Life, remembered
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms

_KEEPERS = frozenset({Owner.COORDINATOR, Owner.REGISTER_LEAD})
"""Who keeps the register sees every record."""

_TOP = frozenset({Owner.COMMISSIONER, Owner.HEAD_OF_SERVICE, Owner.OVERSIGHT_PANEL})
"""Whose tasks are the DSR manager's meanwhile, who stands below them on the ladder (R-DSR-65a)."""


def as_owned(tasks: Iterable[Task], life: Life, day: date, terms: Terms) -> Iterator[Task]:
    """The tasks as they are whose on a day; the sentence of one that is another's says so."""
    seeing = owners_who_see(life, day, terms)
    return (task if task.owner in seeing else _kept(task) for task in tasks)


@remembered
def owners_who_see(life: Life, day: date, terms: Terms) -> frozenset[Owner]:
    """The owners to whom a record is open at the end of a day, as far as the facts tell (R-DSR-26, 29 to 33)."""
    if kept_on(life, day, terms).keeping is not Keeping.LIVE:
        return _KEEPERS
    open_, told, council = openness(life, day, terms), _told(life, day, terms), residence_on(life, day, terms).authority
    is_ours = terms.organisations.is_ours(council)
    if status_on(life, day, terms) in {Status.REFUSED, Status.CLOSED}:
        # A C(E)TR and key working open the record whatever became of the entry; nothing else does.
        open_, told = replace(open_, entry=False, referrer=None), frozenset()
    ways = {
        Owner.CASE_LEAD: open_.entry or _referred(open_, life, day, terms),
        Owner.KEY_WORKER: open_.entry or open_.key_working,
        Owner.KEY_WORKER_LEAD: open_.entry,
        # These three reach the people of our councils: of another, or of one that nobody knows, none does (R-DSR-07).
        Owner.PANEL: open_.entry and is_ours,
        Owner.COMMISSIONER: is_ours and any(map(terms.organisations.is_our_board, told)),
        Owner.HEAD_OF_SERVICE: is_ours and council in told,
        Owner.REVIEW_COORDINATOR: open_.entry or open_.review,
        Owner.OVERSIGHT_PANEL: open_.entry or open_.review,
    }
    return _KEEPERS | {owner for owner, is_open in ways.items() if is_open}


def _told(life: Life, day: date, terms: Terms) -> frozenset[str]:
    """The organisations that may be told of the entry: the lead team, and whom sharing names (R-DSR-29)."""
    named = named_agencies(life, day, terms) | {lead_team(life, day, terms)}
    return frozenset(one for one in named if may_be_shared_with(one, life, day, terms))


def _referred(open_: Openness, life: Life, day: date, terms: Terms) -> bool:
    """Whether the case lead of a day is who referred, and nobody whom triage named since (R-DSR-26)."""
    lead, referrer = case_lead_on(life, day, terms), open_.referrer
    if lead is None or referrer is None:
        return False
    return (lead.organisation, lead.worker) == (referrer.organisation, referrer.worker)


def _kept(task: Task) -> Task:
    keeper = Owner.REGISTER_LEAD if task.owner in _TOP else Owner.COORDINATOR
    why = f"{task.why} The record is not open to the {task.owner.value}, so it is for the {keeper.value}."
    return replace(task, owner=keeper, why=why)
