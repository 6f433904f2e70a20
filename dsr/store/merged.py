"""Records that were merged into another one: where they lead, what they hold, and how one is taken out again (H2)."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from dsr.store.audit import Outcome
from dsr.store.known_then import MERGE_INTO
from dsr.store.people import Change, NobodyThere, Person
from dsr.store.register import RegisterStore
from dsr.store.single_people import end_since
from dsr.store.tables import change, identifier, person

MERGE, UNMERGE = "merge", "unmerge"


@dataclass(frozen=True)
class Second:
    """A record that is part of another one, and the change that made it so."""

    person: Person
    sequence: int


@dataclass(frozen=True)
class TakenOut:
    """The new versions of both records, and how many roles over either ended."""

    versions: dict[str, int]
    roles_ended: int


@dataclass(frozen=True)
class Brought:
    """Which changes of a record brought something from others, and which fields have their newest value from them."""

    sequences: frozenset[int]
    fields: frozenset[str]


class MergedRecords(RegisterStore):
    """The register as one actor may see it, with the records that are part of others."""

    def seconds_of(self, person_ref: str) -> list[Second]:
        """The records that were merged into one, oldest merge first; raises `NobodyThere`."""
        self._look("read-merged", [person_ref], "identity facts")
        theirs = select(person.c.person_ref).where(person.c.merged_into == person_ref)
        with self.session.database.reading() as connection:
            refs = connection.execute(theirs.order_by(person.c.person_ref)).scalars().all()
        self._note("read-merged", refs, "identity facts")
        with self.session.database.reading() as connection:
            found = [Second(self._person(connection, ref, None), _merged_with(connection, ref)) for ref in refs]
        return sorted(found, key=lambda one: one.sequence)

    def brought_to(self, person_ref: str) -> Brought:
        """What a record has from others; no value is told."""
        by_merge = select(change.c.sequence).where(
            change.c.person_ref == person_ref, change.c.action.in_((MERGE, UNMERGE))
        )
        with self.session.database.reading() as connection:
            sequences = frozenset(connection.execute(by_merge).scalars())
            rows = select(identifier.c.field, identifier.c.sequence).where(identifier.c.person_ref == person_ref)
            newest = {row.field: row.sequence for row in connection.execute(rows.order_by(identifier.c.sequence))}
        return Brought(sequences, frozenset(field for field, sequence in newest.items() if sequence in sequences))

    def unmerge(self, kept: Change, second: Change, merged_at: int) -> TakenOut:
        """Write both, and let the second be a record of its own again.

        Roles over either that were given since the merge, which is a change of the second, end: nobody knows which of
        the two was meant, and a parent of the one would read the other.
        Raises as `change_all`; `NobodyThere` too where the second is no part of the first.
        """
        both = sorted((kept, second), key=lambda one: one.person_ref)
        with self._noting_refusal(kept.writing.action, both), self.session.database.writing() as connection:
            # Both in the order of their references, as whoever merges takes them: nobody waits for the other.
            rows = select(person.c.person_ref).where(person.c.person_ref.in_([one.person_ref for one in both]))
            connection.execute(rows.order_by(person.c.person_ref).with_for_update()).all()
            refused = self._first_hindrance(connection, [kept]) or self._not_part(connection, kept, second)
            if refused is None:
                own = update(person).where(person.c.person_ref == second.person_ref)
                connection.execute(own.values(merged_into=None))
                found = self._write_all(connection, [kept, second])
                number = self._records.identifiers(connection, second.person_ref).get("nhs-number")
                self._must_be_free(connection, second.person_ref, number)
                self._records.index(connection, second.person_ref)
                return TakenOut(found, self._end_roles(connection, (kept.person_ref, second.person_ref), merged_at))
        raise refused

    def _end_roles(self, connection: Connection, people: tuple[str, str], merged_at: int) -> int:
        # Whoever gives a role takes turns too, as whoever has written does.
        ended = end_since(connection, people, merged_at, self.session.today)
        for one in ended:
            numbers = f"account {one.account_id} grant {one.grant_id} {one.role}"
            self._audit.add(connection, self._entry("end-grant", Outcome.ALLOWED, (), numbers))
        return len(ended)

    def _not_part(self, connection: Connection, kept: Change, second: Change) -> Exception | None:
        row = connection.execute(
            select(person).where(person.c.person_ref == second.person_ref).with_for_update()
        ).one_or_none()
        if row is not None and (row.merged_into, row.version) == (kept.person_ref, second.version):
            return None
        people = (second.person_ref,)
        self._audit.add(connection, self._entry(kept.writing.action, Outcome.DENIED, people, "facts"))
        return NobodyThere(second.person_ref)


def _merged_with(connection: Connection, person_ref: str) -> int:
    """The change by which a record became part of another one, the newest if it was so more than once."""
    mine = (change.c.person_ref == person_ref, change.c.action == MERGE_INTO)
    newest = select(change.c.sequence).where(*mine).order_by(change.c.sequence.desc()).limit(1)
    sequence: int = connection.execute(newest).scalar_one()
    return sequence
