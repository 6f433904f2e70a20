"""The door to the register once more, for whoever asks for many people at a time: lists, tasks, queues.

As with a single person, nothing is told that is not in the audit, and nobody beyond reach is in a list (R-DSR-113).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, select

from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Task
from dsr.store.alike import AlikeRecords
from dsr.store.open_tasks import task_of, tasks_of_one
from dsr.store.pages import (
    PeopleWanted,
    PlaceOfPerson,
    PlaceOfTask,
    PlaceOfWorker,
    TasksWanted,
    asked_since,
    people_page,
    tasks_page,
)
from dsr.store.people import StandsNow
from dsr.store.staff import KeyWorker, key_workers
from dsr.store.tables import standing, task, worker

LOOK_UPS = ("search", "check-held", "report-event")
"""Actions by which somebody could try who is on the register (ASVS 2.4.1)."""

Entry = TypeVar("Entry")
Place = TypeVar("Place")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A person in a list: what follows from the facts, and those identifiers that were asked for."""

    person_ref: str
    status: Status
    rating: Rating | None
    rated_since: date | None
    next_review_on: date | None
    authority: str | None
    team: str | None
    case_lead: str | None
    key_worker: str | None
    keeping: Keeping
    identifiers: Mapping[str, str]


@dataclass(frozen=True)
class Page(Generic[Entry, Place]):
    """Some entries of a list, and the place after which it goes on; None at its end."""

    entries: tuple[Entry, ...]
    goes_on: Place | None


@dataclass(frozen=True)
class OpenTask:
    """A task, whose it is, and how that record is kept: of a stub no words are told (R-DSR-30, 31, 116)."""

    person_ref: str
    task: Task
    keeping: Keeping


class RegisterLists(AlikeRecords):
    """The register as one actor may see it, with lists."""

    def page(
        self, wanted: PeopleWanted, after: PlaceOfPerson | None, limit: int, fields: Iterable[str]
    ) -> Page[Listed, PlaceOfPerson]:
        """So many people within reach after a place, with some identifiers of each who is in the live view."""
        with self.session.database.reading() as connection:
            rows = people_page(connection, self._within(), wanted, after, limit + 1)
        shown = rows[:limit]
        asked = sorted(fields) if wanted.keeping is Keeping.LIVE else []
        people = [row.person_ref for row in shown]
        self._note("read-list", people, "identity facts" if asked else "facts")
        with self.session.database.reading() as connection:
            known = self._records.identifiers_of(connection, people, asked) if asked else {}
        last = shown[-1] if len(rows) > limit else None
        return Page(
            tuple(_listed(row, known.get(row.person_ref, {})) for row in shown),
            (last.rank, last.next, last.person_ref) if last else None,
        )

    def open_tasks(self, wanted: TasksWanted, after: PlaceOfTask | None, limit: int) -> Page[OpenTask, PlaceOfTask]:
        """So many tasks that are open today, of people within reach, after a place; the longest due first."""
        with self.session.database.reading() as connection:
            rows = tasks_page(connection, self._within(), wanted, self.session.today, after, limit + 1)
        shown = rows[:limit]
        self._note("read-tasks", [row.person_ref for row in shown], "facts")
        last = shown[-1] if len(rows) > limit else None
        return Page(
            tuple(OpenTask(row.person_ref, task_of(row), Keeping(row.keeping)) for row in shown),
            (last.due_on, last.person_ref, last.code, last.about) if last else None,
        )

    def tasks_of(self, person_ref: str) -> tuple[OpenTask, ...]:
        """Every task of a person that is open today; raises `NobodyThere`."""
        self._look("read-tasks", [person_ref], "facts")
        now = self.after_change(person_ref)
        return tuple(OpenTask(person_ref, one, now.keeping) for one in now.open_tasks) if now else ()

    def after_change(self, person_ref: str) -> StandsNow | None:
        """How somebody stands whom the actor has just changed, and what is to be done; None beyond reach by now.

        The row of the change tells of this look too.
        """
        mine = select(standing.c.status, standing.c.keeping).where(standing.c.person_ref == person_ref, self._within())
        with self.session.database.reading() as connection:
            row = connection.execute(mine).one_or_none()
            tasks = tasks_of_one(connection, person_ref, self.session.today) if row else ()
        return StandsNow(status=Status(row.status), keeping=Keeping(row.keeping), open_tasks=tasks) if row else None

    def waiting_for(self, code: str) -> dict[str, Life]:
        """The lives of those within reach who have an open task of a kind, for a queue."""
        wanted = (task.c.code == code, *TasksWanted().conditions(self.session.today))
        with self.session.database.reading() as connection:
            both = task.join(standing, standing.c.person_ref == task.c.person_ref)
            mine = select(task.c.person_ref).select_from(both).where(self._within(), *wanted)
            people = sorted(set(connection.execute(mine).scalars()))
        self._note("read-queue", people, "facts")
        with self.session.database.reading() as connection:
            return {person_ref: self._person(connection, person_ref, None).life for person_ref in people}

    def key_workers(self, after: PlaceOfWorker | None, limit: int) -> Page[KeyWorker, PlaceOfWorker]:
        """So many who are key workers today, of the teams within reach, with what they carry of all people.

        One row of the audit, and nobody in it, as in `caseloads`.
        """
        here, begun = worker.c.last_day.is_(None) | (worker.c.last_day >= self.session.today), after[0] if after else ""
        self._note("read-caseloads", [], "caseloads")
        with self.session.database.reading() as connection:
            found = key_workers(connection, here, self._scope.of_workers(), worker.c.worker > begun, limit=limit + 1)
        shown = tuple(found[:limit])
        return Page(shown, (shown[-1].worker,) if len(found) > limit else None)

    def look_ups_within(self, period: timedelta) -> int:
        """How often the account has tried whether somebody is on the register, of late (ASVS 2.4.1)."""
        since = self.session.now - period
        with self.session.database.reading() as connection:
            return asked_since(connection, self.actor.account_id, LOOK_UPS, since)


def _listed(row: Row[Any], identifiers: Mapping[str, str]) -> Listed:
    return Listed(
        person_ref=row.person_ref,
        status=Status(row.status),
        rating=Rating(row.rating) if row.rating else None,
        rated_since=row.rated_since,
        next_review_on=row.next_review_on,
        authority=row.authority,
        team=row.team,
        case_lead=row.case_lead,
        key_worker=row.key_worker,
        keeping=Keeping(row.keeping),
        identifiers=identifiers,
    )
