"""An invented register filled as people would fill it: through the actions, each on its day, with its audit."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from dsr.actions.key_working import add_key_worker, allocate, leave
from dsr.actions.merging import merge
from dsr.actions.recording import Seen, record, undo
from dsr.actions.referring import refer
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from dsr.store.standings import renew
from sendwatch.demo.register.courses import BOARD, TEAM
from sendwatch.demo.register.events import Done, Event
from sendwatch.demo.register.moving_cases import LEAVER
from sendwatch.demo.register.tale import LEAVER_GOES, WORKERS, Tale

Progressing = Callable[[int, int], None]

_AT_WORK = time(9)
_LONGEST_ACTION = 40
_EVERYBODY = Scope(everybody=True)
_ROLES = {
    Done.REFER: "dsr-administrator",
    Done.RECORD: "dsr-coordinator",
    Done.ALLOCATE: "key-worker-manager",
    Done.UNDO: "dsr-coordinator",
    Done.MERGE: "dsr-manager",
}


class NotEmpty(Exception):
    """There is somebody on the register; invented people are never put beside real ones."""


class NotAllowed(Exception):
    """The register takes no invented NHS numbers."""


@dataclass
class _Filling:
    """A register while it is filled: the reference and version of each record, by its number."""

    session: Session
    seen: dict[int, Seen] = field(default_factory=dict)

    def store(self, day: date, done: Done) -> RegisterStore:
        """The register on the morning of a day, as somebody with the role for it sees it."""
        session = replace(self.session, now=datetime.combine(day, _AT_WORK))
        actor = Actor(account_id=None, role=_ROLES[done], organisation=BOARD, purpose="demonstration", route="demo")
        return RegisterStore(session, _EVERYBODY, actor)

    def do(self, number: int, event: Event) -> None:
        store = self.store(event.on, event.done)
        if event.done is Done.REFER:
            referred, *others = event.facts
            assert isinstance(referred, Referred)
            made = refer(store, event.identifiers, referred, event.reason, *others, somebody_else=True)
            self.seen[number] = Seen(made, 1)
            return
        seen = self.seen[number]
        self.seen[number] = Seen(seen.person_ref, self._changed(store, seen, event))

    def _changed(self, store: RegisterStore, seen: Seen, event: Event) -> int:
        """Do something with somebody who is there; returns the new version."""
        match event.done:
            case Done.UNDO:
                kept = store.person(seen.person_ref).kept
                return undo(store, seen, [one.fact_id for one in kept if one.fact in event.facts], event.reason)
            case Done.ALLOCATE:
                (fact,) = event.facts
                assert isinstance(fact, KeyWorkerAllocated)
                return allocate(store, seen, fact.worker, event.reason)
            case Done.MERGE:
                first = self.seen[event.into or 0]
                version = merge(store, first, seen, event.reason)
                self.seen[event.into or 0] = Seen(first.person_ref, version)
                return seen.version + 1
            case _:
                return record(store, seen, event.reason.replace(" ", "-")[:_LONGEST_ACTION], event.reason, *event.facts)


def may_be_filled(session: Session) -> None:
    """Raises `NotAllowed` and `NotEmpty`."""
    if not session.allow_test_nhs_numbers:
        raise NotAllowed("Invented people need SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1, which no real register has.")
    if not _Filling(session).store(session.today, Done.RECORD).is_empty():
        raise NotEmpty("There is somebody on this register already. Invented people go to an empty one.")


def fill(session: Session, tale: Tale, progress: Progressing) -> dict[int, str]:
    """Fill an empty register with a tale, day by day; returns the reference of each record, by its number.

    `progress` is told events done and events in all. Raises `NotAllowed` and `NotEmpty`.
    """
    filling = _Filling(session)
    events = sorted(_in_order(tale), key=lambda one: one[0])
    store = filling.store(events[0][2].on, Done.RECORD)
    may_be_filled(session)
    for name in WORKERS:
        add_key_worker(store, name, TEAM)
    leaves_on, has_left = tale.today - timedelta(LEAVER_GOES), False
    for done, (_, number, event) in enumerate(events, start=1):
        if event.on > leaves_on and not has_left:
            leave(filling.store(leaves_on, Done.RECORD), LEAVER, leaves_on, (), "went to another service")
            has_left = True
        filling.do(number, event)
        progress(done, len(events))
    last = filling.store(tale.today, Done.RECORD)
    for _ in renew(last.session):
        pass
    return {number: seen.person_ref for number, seen in filling.seen.items()}


def _in_order(tale: Tale) -> Iterator[tuple[tuple[date, int, int], int, Event]]:
    """Every event with its place: by day, then by record, then as it was told."""
    for story in tale.stories:
        for told, event in enumerate(story.events):
            yield (event.on, story.who.number, told), story.who.number, event
