"""What is in a register, read past the door so that looking at it leaves no trace: for judging it in tests only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select

from dsr.actions.recording import Seen
from dsr.rules.life import Life
from dsr.store.audit import Audit, Broken
from dsr.store.database import RegisterDatabase
from dsr.store.records import FactKept, Records, birth_of
from dsr.store.tables import agency, audit, metadata, person, standing, task
from tests.dsr.conftest import KEYS

NO_CHANGE = frozenset({"read-person", "search", "check-held", "read-caseload", "add-key-worker", "leave"})
"""Actions of the audit that change nobody."""


@dataclass(frozen=True)
class Known:
    """Somebody on the register as they are now, and what the register keeps of what follows from the facts."""

    seen: Seen
    life: Life
    kept: Sequence[FactKept]
    row: dict[str, Any]
    tasks: list[tuple[Any, ...]]
    told: set[str]

    def to_do(self, day: date) -> set[str]:
        """The codes of the kept tasks that are open on a day."""
        names = [column.name for column in task.columns][2:]
        told = (dict(zip(names, one, strict=True)) for one in self.tasks)
        return {
            one["code"]
            for one in told
            if one["opens_on"] <= day and all(one[end] is None or day < one[end] for end in ("done_on", "ceased_on"))
        }


def everybody(database: RegisterDatabase, before: Mapping[str, Known] = MappingProxyType({})) -> dict[str, Known]:
    """Everybody whose record is one of their own, in the order in which they came; who has not changed is kept."""
    with database.reading() as connection:
        rows = connection.execute(
            select(person.c.person_ref, person.c.version, standing)
            .join(standing, standing.c.person_ref == person.c.person_ref)
            .where(person.c.merged_into.is_(None))
            .order_by(person.c.person_ref)
        )
        found = {}
        for row in rows:
            now, known = dict(row._mapping), before.get(row.person_ref)
            same = known is not None and (known.row, known.seen.version) == (now, row.version)
            found[row.person_ref] = known if known is not None and same else _known(connection, now)
        return found


def _known(connection: Connection, row: dict[str, Any]) -> Known:
    ref, records = row["person_ref"], Records(KEYS)
    kept = records.facts(connection, ref)
    facts = (one.fact for one in kept if not one.undone)
    tasks = connection.execute(select(task).where(task.c.person_ref == ref))
    told = connection.execute(select(agency.c.organisation).where(agency.c.person_ref == ref))
    return Known(
        seen=Seen(ref, row["version"]),
        life=Life.of(birth_of(records.identifiers(connection, ref)), facts),
        kept=kept,
        row=row,
        tasks=[tuple(one)[2:] for one in tasks],
        told=set(told.scalars()),
    )


def rows(database: RegisterDatabase, table: str) -> int:
    """How many rows a table has."""
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def allowed_changes(database: RegisterDatabase) -> int:
    """How many people the audit says were changed."""
    with database.reading() as connection:
        done = select(audit.c.people).where(audit.c.outcome == "allowed", audit.c.action.not_in(NO_CHANGE))
        return sum(len(people.split()) for people in connection.execute(done).scalars())


def broken(database: RegisterDatabase) -> list[Broken]:
    """What does not hold in the audit."""
    with database.reading() as connection:
        return Audit(KEYS.chain_key).verify(connection)


def outcomes(database: RegisterDatabase) -> dict[str, int]:
    """How many rows of the audit there are of each outcome."""
    with database.reading() as connection:
        counted = select(audit.c.outcome, func.count()).group_by(audit.c.outcome)
        return {row[0]: row[1] for row in connection.execute(counted)}
