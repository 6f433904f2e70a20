"""Which keys a register was sealed with, and sealing it again with the newest.

A register knows its keys by a check of each version, so that a restored backup is never opened with the key of another
(F34). Sealing again goes in small steps, each whole or not at all; the service runs meanwhile, since every version
opens.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dsr.store.database import RegisterDatabase
from dsr.store.faults import KeysUnusable
from dsr.store.records import Records
from dsr.store.sealing import Keyring, place_in_emergency, place_in_person, place_of_account, version_of
from dsr.store.tables import account, blind, change, emergency, fact, identifier, key

_STEP = 500

_SEALED: tuple[tuple[Table, str, Callable[[Any], str]], ...] = (
    (identifier, "value", lambda row: place_in_person(row.person_ref, row.field)),
    (fact, "body", lambda row: place_in_person(row.person_ref, row.kind)),
    (change, "reason", lambda row: place_in_person(row.person_ref, "reason")),
    (account, "name", lambda row: place_of_account(row.issuer, row.subject)),
    (emergency, "words", lambda row: place_in_emergency(row.emergency_ref, "words")),
    (emergency, "finding_words", lambda row: place_in_emergency(row.emergency_ref, "finding")),
)
"""Every sealed column, and the place that is bound into its values."""


def check_keys(database: RegisterDatabase, keys: Keyring) -> None:
    """Raises `KeysUnusable` unless the key file is that of this register; notes versions that are new."""
    known = known_versions(database)
    wrong = [version for version, check in known.items() if not _is(keys, version, check)]
    if wrong:
        raise KeysUnusable(
            f"The key file is not that of this register: version {wrong[0]} is missing or another. "
            "Restore the file that belongs to it; nothing was opened."
        )
    new = {version: keys.check_of(version) for version in keys.versions if version not in known}
    if new:
        _note_versions(database, new)
        # Another process may have noted another key meanwhile.
        check_keys(database, keys)


def known_versions(database: RegisterDatabase) -> dict[int, str]:
    """The versions of the key that this register was sealed with, each with its check."""
    with database.reading() as connection:
        return {row.version: row.check for row in connection.execute(select(key))}


def _note_versions(database: RegisterDatabase, new: Mapping[int, str]) -> None:
    with database.writing() as connection:
        rows = [{"version": version, "check": check} for version, check in new.items()]
        insert_ = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert_(key).on_conflict_do_nothing(), rows)


def seal_again(database: RegisterDatabase, keys: Keyring) -> Iterator[int]:
    """Seal with the newest key what older ones sealed; tells the rows of each step. Safe to stop and begin again."""
    for table, column, place in _SEALED:
        yield from _steps(database, lambda connection, t=table, c=column, p=place: _step(connection, keys, t, c, p))  # type: ignore[misc]
    yield from _steps(database, lambda connection: _index_step(connection, keys))


def left_to_seal(database: RegisterDatabase, keys: Keyring) -> int:
    """Values that are sealed with an older key, and people who are found by one, each as one: as steps count them."""
    with database.reading() as connection:
        values = sum(
            connection.execute(
                select(func.count()).select_from(table).where(_older(table.c[column], keys))
            ).scalar_one()
            for table, column, _ in _SEALED
        )
        people = select(func.count(blind.c.person_ref.distinct())).where(blind.c.key_version < keys.newest)
        return values + connection.execute(people).scalar_one()


def _is(keys: Keyring, version: int, check: str) -> bool:
    return version in keys.versions and keys.check_of(version) == check


def _steps(database: RegisterDatabase, step: Callable[[Connection], int]) -> Iterator[int]:
    done = 1
    while done:
        with database.writing() as connection:
            done = step(connection)
        if done:
            yield done


def _step(connection: Connection, keys: Keyring, table: Table, column: str, place: Callable[[Any], str]) -> int:
    rows = connection.execute(select(table).where(_older(table.c[column], keys)).limit(_STEP)).all()
    if rows:
        names = [one.name for one in table.primary_key]
        same = [table.c[name] == bindparam(f"of_{name}") for name in names]
        values = [
            {f"of_{name}": getattr(row, name) for name in names}
            | {"sealed": keys.seal(keys.open(getattr(row, column), place(row)), place(row))}
            for row in rows
        ]
        connection.execute(update(table).where(*same).values({column: bindparam("sealed")}), values)
    return len(rows)


def _index_step(connection: Connection, keys: Keyring) -> int:
    older = select(blind.c.person_ref).where(blind.c.key_version < keys.newest).distinct().limit(_STEP)
    people = connection.execute(older).scalars().all()
    for person_ref in people:
        Records(keys).index(connection, person_ref)
    return len(people)


def _older(column: Any, keys: Keyring) -> Any:
    """Sealed values begin with the version of their key, in two bytes."""
    return func.substr(column, 1, 2) != keys.newest.to_bytes(2, "big")


def versions_in_use(database: RegisterDatabase) -> set[int]:
    """The versions that something is still sealed with, or somebody found by."""
    with database.reading() as connection:
        index = set(connection.execute(select(blind.c.key_version).distinct()).scalars())
        return index | {
            version_of(value)
            for table, column, _ in _SEALED
            for value in connection.execute(
                select(func.substr(table.c[column], 1, 2)).where(table.c[column].is_not(None)).distinct()
            ).scalars()
        }
