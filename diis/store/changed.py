"""The referrals that two loads tell differently, each as it was known at either."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import ColumnElement, Connection, FromClause, Subquery, and_, func, select, union_all

from diis.definitions.changes import Changed, Loaded, arrived
from diis.definitions.clocks import Contact, Referral
from diis.extracts.rejections import ROW
from diis.extracts.wl_1 import REFERRALS
from diis.store.stories import same_referral
from diis.store.tables import LOADED, absence, contact, load, quarantine, referral
from diis.store.versions import known

Key = tuple[str, str, str]

_KEY = ("provider", "pathway", "referral_id")
_FACTS = tuple(field.name for field in fields(Referral) if field.name in referral.c and field.name not in _KEY)


def changed_between(connection: Connection, from_load: int, to_load: int) -> Iterator[Changed]:
    """Referrals of which a version, a contact or an absence began or ended after one load and up to another."""
    keys = _keys(from_load, to_load)
    before, after = _told(connection, keys, from_load), _told(connection, keys, to_load)
    loads = _loads(connection, to_load)
    kinds = {load.sequence: arrived(load.sequence, from_load, loads) for load in loads if load.sequence > from_load}
    for provider, pathway, referral_id, first, last in connection.execute(select(keys)):
        key = (provider, pathway, referral_id)
        # Who was not known came with the first list that told of it; any other is as the last one told.
        yield Changed(before.get(key), after[key], kinds[last if key in before else first])


def _keys(from_load: int, to_load: int) -> Subquery:
    """The key of each, with the first and the last load that changed it."""
    marks = [
        select(*(table.c[name] for name in _KEY), column.label("sequence")).where(column > from_load, column <= to_load)
        for table in (referral, contact, absence)
        for column in (table.c.from_sequence, table.c.to_sequence)
    ]
    each = union_all(*marks).subquery("mark")
    key = [each.c[name] for name in _KEY]
    bounds = (func.min(each.c.sequence).label("first"), func.max(each.c.sequence).label("last"))
    return select(*key, *bounds).group_by(*key).subquery("changed")


def _told(connection: Connection, keys: Subquery, as_known: int) -> dict[Key, Referral]:
    contacts = _contacts(connection, keys, as_known)
    source = keys.join(referral, same_referral(keys)).outerjoin(
        absence, and_(same_referral(absence), known(absence, as_known))
    )
    columns = [referral.c[name] for name in (*_KEY, *_FACTS)]
    rows = select(*columns, absence.c.missing_from_on).select_from(source).where(known(referral, as_known))
    found = {}
    for row in connection.execute(rows):
        facts = row._asdict()
        key = (row.provider, row.pathway, row.referral_id)
        found[key] = Referral(**facts, contacts=tuple(contacts.get(key, ())))
    return found


def _contacts(connection: Connection, keys: Subquery, as_known: int) -> dict[Key, list[Contact]]:
    rows = (
        select(*(contact.c[name] for name in (*_KEY, "contact_on", "attendance", "mechanism")))
        .select_from(keys.join(contact, _same(keys, contact)))
        .where(known(contact, as_known))
    )
    found: dict[Key, list[Contact]] = defaultdict(list)
    for provider, pathway, referral_id, contact_on, attendance, mechanism in connection.execute(rows):
        found[provider, pathway, referral_id].append(Contact(contact_on, attendance or "", mechanism))
    return found


def _same(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(*(one.c[name] == other.c[name] for name in _KEY))


def _loads(connection: Connection, up_to: int) -> list[Loaded]:
    """Every loaded list up to a load, with the referral rows it set aside."""
    aside = (
        select(quarantine.c.sequence, func.count().label("rows"))
        .where(quarantine.c.level == ROW, quarantine.c.file == REFERRALS.file)
        .group_by(quarantine.c.sequence)
        .subquery("aside")
    )
    lists = and_(load.c.outcome.in_(LOADED), load.c.pathway.is_not(None), load.c.sequence <= up_to)
    rows = select(load.c.sequence, load.c.feed, load.c.census_on, func.coalesce(aside.c.rows, 0)).select_from(
        load.outerjoin(aside, aside.c.sequence == load.c.sequence)
    )
    return [Loaded(*row) for row in connection.execute(rows.where(lists))]
