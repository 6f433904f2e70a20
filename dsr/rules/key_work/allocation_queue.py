"""Who is to have a key worker and has none: the exception list, and the queue of allocation (R-DSR-100, 102, 107)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dsr.rules.key_work.key_worker_needs import Group, Need, groups
from dsr.rules.key_work.key_workers import ALLOCATE, tasks, waiting_since
from dsr.rules.life import Life
from dsr.rules.terms import Terms

_PRESSING = list(Need)


@dataclass(frozen=True)
class Waiting:
    """Somebody without a key worker: why they need one, since when they wait at any rating, and the target."""

    person: str
    need: Need
    since: date
    due_on: date
    groups: frozenset[Group] = frozenset()


def queue(lives: Mapping[str, Life], on: date, terms: Terms) -> tuple[Waiting, ...]:
    """The reddest first; of these who has waited longest, then the groups that the programme puts first."""
    found = [one for person, life in lives.items() for one in _waiting(person, life.until(on), on, terms)]
    return tuple(sorted(found, key=_order))


def _order(one: Waiting) -> tuple[int, date, bool, str]:
    return _PRESSING.index(one.need), one.since, not one.groups, one.person


def _waiting(person: str, life: Life, on: date, terms: Terms) -> list[Waiting]:
    found = list(tasks(life, terms))
    return [
        Waiting(person, Need(task.about), waiting_since(task, found), task.due_on, groups(life, on))
        for task in found
        if task.code == ALLOCATE and task.is_open(on)
    ]
