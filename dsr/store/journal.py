"""What was asked in an emergency while nothing could be written: kept in a file, and put into the audit later (F05).

The file lies outside the database, on another volume if the operator is wise. It is only added to; each line is sealed
with the register's keys, and holds who asked for whom, why and when. What it does: the request is not lost, the privacy
officer sees it as any other, and whoever asked has a reference to give by telephone. What it does not do: it opens
nobody. While no look can be put into the audit nobody is shown, in an emergency either; whoever holds the paper copy or
the register's restored backup answers then. And who asks must be known: where the database cannot even be read, nobody
is, and nothing is kept.
"""

import base64
import binascii
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from dsr.store.audit import Audit, Outcome
from dsr.store.emergencies import Asked, Reason, on_record, row_of
from dsr.store.faults import SealBroken
from dsr.store.noting import entry_of
from dsr.store.records import Records
from dsr.store.references import new_reference
from dsr.store.scope import Actor
from dsr.store.sealing import Keyring
from dsr.store.session import Session
from dsr.store.tables import emergency

_LOG = logging.getLogger("dsr.journal")
_PLACE = "break-glass journal"


class Journal:
    """The file of one register."""

    def __init__(self, path: Path, keys: Keyring) -> None:
        self._path = path
        self._keys = keys

    def keep(self, actor: Actor, asked: Asked, now: datetime) -> str:
        """Keep a request until the audit takes it, on the disk before this returns; returns its reference."""
        ref = new_reference()
        told = {"ref": ref, "at": now.isoformat(), "actor": asdict(actor), "asked": _plain(asked)}
        line = base64.b64encode(self._keys.seal(json.dumps(told), _PLACE)) + b"\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # A line that a crash cut off stays alone on its line.
            os.write(handle, line if os.fstat(handle).st_size == 0 else b"\n" + line)
            os.fsync(handle)
        finally:
            os.close(handle)
        return ref

    def take_in(self, session: Session) -> int:
        """Put into the audit what it has not yet; returns how many. Safe to do twice and in two processes."""
        taken, lines = 0, list(self._lines())
        if not lines:
            return 0
        with session.database.reading() as connection:
            known = set(connection.execute(select(emergency.c.emergency_ref)).scalars())
        for told in (one for one in lines if one["ref"] not in known):
            with session.database.writing() as connection:
                taken += _taken(connection, session, told)
        return taken

    def _lines(self) -> Iterator[dict[str, Any]]:
        text = self._path.read_bytes() if self._path.exists() else b""
        for number, line in enumerate(text.splitlines(), 1):
            if not line:
                continue
            try:
                yield json.loads(self._keys.open(base64.b64decode(line, validate=True), _PLACE))
            except (SealBroken, binascii.Error, ValueError):
                _LOG.error("line %d of the emergency journal cannot be read", number)


def _taken(connection: Connection, session: Session, told: dict[str, Any]) -> bool:
    known = select(emergency.c.emergency_ref).where(emergency.c.emergency_ref == told["ref"])
    # The audit's turn is taken first, so two processes cannot both find that it is not there.
    audit = Audit(session.keys.chain_key)
    audit.take_turn(connection)
    if connection.execute(known).first() is not None:
        return False
    actor, asked = Actor(**told["actor"]), _asked(told["asked"])
    found = on_record(connection, asked.person_ref) if asked.person_ref else None
    found = found or Records(session.keys).named(connection, asked.nhs_number, asked.birth_date)
    at = datetime.fromisoformat(told["at"])
    who = {"account_id": actor.account_id, "role": actor.role, "organisation": actor.organisation}
    connection.execute(
        insert(emergency).values(row_of(session, told["ref"], found, asked, opened_at=at, ends_at=at) | who)
    )
    acting = replace(actor, purpose=f"emergency {told['ref']}")
    people = (found,) if found else ()
    audit.add(connection, entry_of(session, acting, "emergency-journal", outcome=Outcome.FAILED, people=people))
    return True


def _plain(asked: Asked) -> dict[str, Any]:
    born = asked.birth_date
    return {**asdict(asked), "reason": asked.reason.value, "birth_date": born.isoformat() if born else None}


def _asked(told: dict[str, Any]) -> Asked:
    born = told["birth_date"]
    return Asked(**{**told, "reason": Reason(told["reason"]), "birth_date": date.fromisoformat(born) if born else None})
