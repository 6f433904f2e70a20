"""Records that may be of one person: not merged, and not told apart yet (H2).

Two have the same name and birth date, or one was made beside the other since its NHS number was said of somebody who
is named otherwise (`dsr/store/beside.py`). Whoever refers a child who is out of their reach is not told that there is
one on record, so a second record can come of it. Whoever keeps the register sees the two beside each other here until
they are merged or told apart. It is asked of the blind index and of the audit each time, and kept with neither record:
nobody who reads one of them learns of the other.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Select, and_, func, select

from dsr.rules.days import london_day
from dsr.store.beside import TELL_APART, Pair, told_apart, written_beside
from dsr.store.merged import MergedRecords
from dsr.store.tables import blind, change, identifier

_NAME_AND_BIRTH = ("family-name", "birth-date")
_FIRST, _SECOND = blind.alias("of_first"), blind.alias("of_second")


class AlikeRecords(MergedRecords):
    """The register as one actor may see it, with the records that may be of one person."""

    def alike(self) -> list[Pair]:
        """Each two that may be one, both within reach, in the order of their references."""
        with self.session.database.reading() as connection:
            pairs = sorted({*_of_one_name(connection), *written_beside(connection)})
            visible = set(self._visible(connection, {one for pair in pairs for one in pair}))
        found = [pair for pair in pairs if visible.issuperset(pair)]
        self._note("read-alike", sorted({one for pair in found for one in pair}), "reference")
        return found

    def tell_apart(self, people: Sequence[str]) -> None:
        """Somebody looked into two records: they are of two people. Raises `NobodyThere`."""
        self._look(TELL_APART, people, "identity")


def alike_since(connection: Connection) -> list[date]:
    """Since which day each two are alike that nobody has decided on, and not who: the later of their two names.

    A name or birth date that is corrected to that of another is of the day of the correction. One that was made beside
    another is of the day on which it was made, whatever they are named since.
    """
    beside = written_beside(connection)
    pairs = _of_one_name(connection) - beside.keys()
    named = _named_at(connection, {one for pair in pairs for one in pair})
    return [london_day(at) for at in (*beside.values(), *(max(named[one], named[other]) for one, other in pairs))]


def _of_one_name(connection: Connection) -> set[Pair]:
    return {(row.first, row.second) for row in connection.execute(_not_told_apart())}


def _named_at(connection: Connection, people: Collection[str]) -> dict[str, datetime]:
    """When each got the name or birth date that they have."""
    newest = (
        select(identifier.c.person_ref, func.max(change.c.made_at).label("at"))
        .join(change, change.c.sequence == identifier.c.sequence)
        .where(identifier.c.person_ref.in_(people), identifier.c.field.in_(_NAME_AND_BIRTH))
        .group_by(identifier.c.person_ref)
    )
    return {row.person_ref: row.at for row in connection.execute(newest)}


def _not_told_apart() -> Select[tuple[str, str]]:
    same = and_(
        _FIRST.c.field == _SECOND.c.field,
        _FIRST.c.value == _SECOND.c.value,
        _FIRST.c.person_ref < _SECOND.c.person_ref,
    )
    both = select(_FIRST.c.person_ref.label("first"), _SECOND.c.person_ref.label("second")).join_from(
        _FIRST, _SECOND, same
    )
    return both.where(_FIRST.c.field == "name-and-birth", ~told_apart(_FIRST.c.person_ref, _SECOND.c.person_ref))
