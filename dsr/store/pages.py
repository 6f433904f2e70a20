"""Lists in pages: of people, of what is to be done, of the audit. Each goes on after a place, so that no row is told
twice or passed over because others came or went in between. No permission is judged here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, literal, or_, select, tuple_

from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner
from dsr.store.tables import audit, seen, standing, task

_MOST_URGENT_FIRST = (Rating.RED, Rating.BLUE, Rating.AMBER, Rating.GREEN)
_NEVER = date(9999, 12, 31)

_RANK: ColumnElement[int] = case(
    *((standing.c.rating == rating, rank) for rank, rating in enumerate(_MOST_URGENT_FIRST)),
    else_=len(_MOST_URGENT_FIRST),
)
_NEXT: ColumnElement[date] = func.coalesce(standing.c.next_review_on, _NEVER)

PlaceOfPerson = tuple[int, date, str]
"""Where somebody stands in the list: by rating, next review, reference."""
PlaceOfTask = tuple[date, str, str, str]
"""Where a task stands: by its day, reference, code, subject."""
PlaceOfWorker = tuple[str]
"""Where a key worker stands: by name."""


@dataclass(frozen=True, kw_only=True)
class PeopleWanted:
    """Which people a list is asked for; `rating` "unrated" is of those without one.

    Nobody who refused is ever listed (R-DSR-30), and whose entry is over only where that is asked for. What has left
    the live view is listed by its keeping alone (R-DSR-116).
    """

    status: Status | None = None
    rating: str | None = None
    team: str | None = None
    authority: str | None = None
    key_worker: str | None = None
    review_due_by: date | None = None
    keeping: Keeping = Keeping.LIVE

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        yield standing.c.status != Status.REFUSED
        yield standing.c.keeping == self.keeping
        if self.status is not None or self.keeping is Keeping.LIVE:
            yield standing.c.status == self.status if self.status else standing.c.status != Status.CLOSED
        if self.rating:
            yield standing.c.rating.is_(None) if self.rating == "unrated" else standing.c.rating == self.rating
        for name in ("team", "authority", "key_worker"):
            if getattr(self, name) is not None:
                yield standing.c[name] == getattr(self, name)
        if self.review_due_by is not None:
            yield standing.c.next_review_on <= self.review_due_by


@dataclass(frozen=True, kw_only=True)
class TasksWanted:
    """Which open tasks a list is asked for; `overdue` those after their day alone."""

    owner: Owner | None = None
    due_by: date | None = None
    overdue: bool = False

    def conditions(self, day: date) -> Iterable[ColumnElement[bool]]:
        yield task.c.opens_on <= day
        yield from (or_(ends.is_(None), ends > day) for ends in (task.c.done_on, task.c.ceased_on))
        if self.owner:
            yield task.c.owner == self.owner
        if self.due_by is not None:
            yield task.c.due_on <= self.due_by
        if self.overdue:
            yield task.c.due_on < day


@dataclass(frozen=True, kw_only=True)
class AuditWanted:
    """Which rows of the audit are asked for; `day` is one in UTC, as the audit counts."""

    person_ref: str | None = None
    account_id: int | None = None
    day: date | None = None

    def conditions(self) -> Iterable[ColumnElement[bool]]:
        if self.person_ref is not None:
            yield audit.c.number.in_(select(seen.c.number).where(seen.c.person_ref == self.person_ref))
        if self.account_id is not None:
            yield audit.c.account_id == self.account_id
        if self.day is not None:
            begin = datetime.combine(self.day, time.min)
            yield audit.c.at >= begin
            yield audit.c.at < begin + timedelta(days=1)


def people_page(
    connection: Connection, reach: ColumnElement[bool], wanted: PeopleWanted, after: PlaceOfPerson | None, limit: int
) -> Sequence[Row[Any]]:
    """So many standings after a place: red, blue, amber, green, unrated; then by next review and reference."""
    rows = select(standing, _RANK.label("rank"), _NEXT.label("next")).where(reach, *wanted.conditions())
    order = (_RANK, _NEXT, standing.c.person_ref)
    if after is not None:
        rows = rows.where(tuple_(*order) > tuple_(*map(literal, after)))
    return connection.execute(rows.order_by(*order).limit(limit)).all()


def tasks_page(
    connection: Connection,
    reach: ColumnElement[bool],
    wanted: TasksWanted,
    day: date,
    after: PlaceOfTask | None,
    limit: int,
) -> Sequence[Row[Any]]:
    """So many open tasks after a place, the longest due first."""
    mine = task.join(standing, standing.c.person_ref == task.c.person_ref)
    rows = select(task, standing.c.keeping).select_from(mine).where(reach, *wanted.conditions(day))
    order = (task.c.due_on, task.c.person_ref, task.c.code, task.c.about)
    if after is not None:
        rows = rows.where(tuple_(*order) > tuple_(*map(literal, after)))
    return connection.execute(rows.order_by(*order).limit(limit)).all()


def audit_page(connection: Connection, wanted: AuditWanted, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """So many rows of the audit before a number, the newest first."""
    rows = select(audit).where(*wanted.conditions())
    if before is not None:
        rows = rows.where(audit.c.number < before)
    return connection.execute(rows.order_by(audit.c.number.desc()).limit(limit)).all()


def asked_since(connection: Connection, account_id: int | None, actions: Iterable[str], since: datetime) -> int:
    """How often an account has done some things after an instant."""
    mine = (audit.c.account_id == account_id, audit.c.action.in_(list(actions)), audit.c.at > since)
    return connection.execute(select(func.count()).select_from(audit).where(*mine)).scalar_one()
