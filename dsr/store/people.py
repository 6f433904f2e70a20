"""A person as read, what is written of one, and why it could not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.tasks import Task
from dsr.store.records import FactKept


class NobodyThere(Exception):
    """No such person, or none that this actor may see: both are told alike."""


class NoSuchKeyWorker(NobodyThere):
    """No such key worker, or one whose people, or team, this actor may not see: all are told alike."""


class OnlyToRead(Exception):
    """An emergency opens this person to be read, and what was asked for is something else; nothing was written."""


class CaseloadFull(Exception):
    """A key worker would carry too much (R-DSR-103); nothing was written."""


class WorkerUnavailable(Exception):
    """Somebody would have a key worker who is not known, leaves or has left; nothing was written (B78)."""


class StillTheirs(Exception):
    """Somebody would stay with a key worker who leaves; nothing was written (H11)."""


class NumberHeld(Exception):
    """There is a record with this NHS number already; nothing was written (H2)."""


class ChangedMeanwhile(Exception):
    """Somebody else changed this person since it was read; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """One young person as known: `version` goes with a change, so that two writers do not overwrite each other.

    `open_tasks` is what is to be done on the day of the session where that is kept already, None where it is to be
    found from the life.
    `keeping` is that of today, whenever the person is told as known at: what is archived is not to be read as it was.
    """

    person_ref: str
    version: int
    identifiers: Mapping[str, str]
    life: Life
    kept: Sequence[FactKept] = field(default=())
    merged_into: str | None = None
    open_tasks: tuple[Task, ...] | None = None
    keeping: Keeping = Keeping.LIVE


@dataclass(frozen=True, kw_only=True)
class StandsNow:
    """How somebody stands who was just changed, how the record is kept, and what is to be done."""

    status: Status
    keeping: Keeping
    open_tasks: tuple[Task, ...]


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What a change brings: new facts, new values of identifiers, and facts by number that count no more or again.

    `set_aside` are new facts that are kept and do not count until somebody who may do that redoes them.
    `override`: the caseload of whoever is allocated may become too heavy (R-DSR-103).
    """

    action: str
    reason: str
    facts: Sequence[Fact] = ()
    set_aside: Sequence[Fact] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    undone: Sequence[int] = ()
    redone: Sequence[int] = ()
    override: bool = False


@dataclass(frozen=True)
class Change:
    """A person who was read at a version, and what is written of them."""

    person_ref: str
    version: int
    writing: Writing


@dataclass(frozen=True)
class Registered:
    """Somebody with an active entry, and not who: the pseudonym among the waiting times, None without an NHS number.

    `eighteenth_on` is the 18th birthday.
    """

    pseudonym: str | None
    eighteenth_on: date


@dataclass(frozen=True)
class Cases:
    """The people of a key worker with what each weighs; `unseen` are beyond the reach of who asks, `unseen_weight` all.

    It is each case's weight in a caseload (R-DSR-103).
    """

    weights: Mapping[str, float]
    unseen: int = 0
    unseen_weight: float = 0.0


@dataclass(frozen=True)
class Leaving:
    """A key worker whose people are all given over; without a last day they come back."""

    worker: str
    last_day: date | None = None
