"""What is in a register, read past the door so that looking at it leaves no trace: for judging it in tests only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

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


def everybody(database: RegisterDatabase) -> dict[str, Known]:
    """Everybody whose record is one of their own, in the order of the references' making."""
    records, found = Records(KEYS), {}
    with database.reading() as connection:
        standings = {row.person_ref: dict(row._mapping) for row in connection.execute(select(standing))}
        for row in connection.execute(select(person).where(person.c.merged_into.is_(None))):
            ref = row.person_ref
            kept = records.facts(connection, ref)
            life = Life.of(birth_of(records.identifiers(connection, ref)), (one.fact for one in kept if not one.undone))
            tasks = connection.execute(select(task).where(task.c.person_ref == ref)).all()
            told = set(connection.execute(select(agency.c.organisation).where(agency.c.person_ref == ref)).scalars())
            found[ref] = Known(
                Seen(ref, row.version), life, kept, standings[ref], [tuple(one)[2:] for one in tasks], told
            )
    first = {ref: min((kept.fact_id for kept in one.kept), default=0) for ref, one in found.items()}
    return dict(sorted(found.items(), key=lambda pair: first[pair[0]]))


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
